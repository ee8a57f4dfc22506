"""Static files: those that all web apps share, and those of one app; each is named by its content."""

import hashlib
from pathlib import Path

from starlette.staticfiles import StaticFiles

SHARED = Path(__file__).parents[1] / "static"


def static_files(own: Path) -> StaticFiles:
    """The files of an app's own folder, which need not exist, and the shared ones, to be mounted at /static."""
    return StaticFiles(directory=own if own.is_dir() else None, packages=[("mutualis.picture", "static")])


def assets(own: Path) -> dict[str, str]:
    """{name of a file in its folder: its address}, of the shared files and of an app's own folder."""
    folders = [SHARED, *([own] if own.is_dir() else [])]
    files = [(path, folder) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): asset(path, folder) for path, folder in files}


def asset(path: Path, folder: Path | None = None) -> str:
    """The address of a static file, with its content in its name, so that a browser may keep it for ever."""
    name = path.relative_to(folder or path.parent).as_posix()
    return f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
