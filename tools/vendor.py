"""Compare the vendored files with `vendor.toml`, or fetch them again.

python tools/vendor.py            say which file is missing, foreign or another than the list says (no network)
python tools/vendor.py --update   fetch the packages with npm, check their integrity, and copy the files
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tools" / "vendor.toml"


def wrong(folder: Path, packages: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the files in a folder: a line for each."""
    wanted = {f"{each['into']}/{Path(name).name}": sha for each in packages for name, sha in each["files"].items()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = [f"{name} is in no list" for name in sorted(there - set(wanted))]
    for name, sha in sorted(wanted.items()):
        if name not in there:
            found.append(f"{name} is missing")
        elif hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha:
            found.append(f"{name} is another than the list says")
    return found


def update(folder: Path, package: dict[str, Any]) -> None:
    """Fetch a package and copy the files of the list out of it."""
    with tempfile.TemporaryDirectory() as made:
        name = f"{package['name']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", name], cwd=made, check=True, capture_output=True)
        (packed,) = Path(made).glob("*.tgz")
        kind, digest = package["integrity"].split("-", 1)
        if base64.b64encode(hashlib.new(kind, packed.read_bytes()).digest()).decode() != digest:
            raise SystemExit(f"{name} is not what the list says: its integrity is another.")
        (folder / package["into"]).mkdir(parents=True, exist_ok=True)
        with tarfile.open(packed) as archive:
            for file in package["files"]:
                inside = archive.extractfile(f"package/{file}")
                if inside is None:
                    raise SystemExit(f"{name} has no {file}.")
                (folder / package["into"] / Path(file).name).write_bytes(inside.read())


def main() -> int:
    said = tomllib.loads(LIST.read_text(encoding="utf-8"))
    folder = ROOT / said["folder"]
    if "--update" in sys.argv:
        for each in said["package"]:
            update(folder, each)
    found = wrong(folder, said["package"])
    print("\n".join(found) or f"{folder.name}: as the list says")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
