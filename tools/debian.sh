#!/usr/bin/env bash
# Install Debian packages that are missing, where this user may; otherwise say exactly what to install. Never fails a
# run: tests that need an absent program skip with a reason.
set -u
missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Not a Debian machine: please install ${missing[*]} yourself; the tests that need it are skipped until then."
elif [ "$(id -u)" -eq 0 ]; then
  echo "Installing Debian packages: ${missing[*]}"
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}") >/dev/null 2>&1 ||
    echo "apt-get could not install ${missing[*]}; the tests that need it are skipped."
else
  echo "These Debian packages are missing and this user may not install them; run: sudo apt-get install ${missing[*]}"
fi
exit 0
