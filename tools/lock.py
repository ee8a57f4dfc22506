"""Compile the hash-pinned requirements, or check that they are up to date with their `.in` files.

python tools/lock.py            compile (needs network access to the package registry)
python tools/lock.py --check    compare the digests of the inputs with those written in the lock files (no network)
"""

import hashlib
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
ORDER = ("core", "atlas", "reports", "staff", "geometry", "dev", "clients", "spark", "studies")
MARK = "# inputs: sha256 "


def digest(name: str) -> str:
    return hashlib.sha256((FOLDER / f"{name}.in").read_bytes()).hexdigest()


def compile_one(name: str) -> None:
    target = FOLDER / f"{name}.txt"
    command = ["uv", "pip", "compile", "-q", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]
    if "--upgrade" in sys.argv:
        command.append("--upgrade")
    subprocess.run([*command, "--python-version", "3.11", f"{name}.in", "-o", target.name], cwd=FOLDER, check=True)
    target.write_text(f"{MARK}{digest(name)}\n{target.read_text()}")


def stale(name: str) -> bool:
    target = FOLDER / f"{name}.txt"
    return not target.exists() or not target.read_text().startswith(f"{MARK}{digest(name)}\n")


def main() -> int:
    if "--check" in sys.argv:
        old = [f"requirements/{name}.txt" for name in ORDER if stale(name)]
        if old:
            print(f"Lock files older than their inputs: {', '.join(old)}. Run: make lock")
        return bool(old)
    for name in ORDER:
        compile_one(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
