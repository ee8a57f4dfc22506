"""The pages that people read, and the parts of them that can be tried: links, paths, code blocks, command lines."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
INDENT = "    "


def blocks(page: Path) -> list[str]:
    """The indented blocks of a page, without their indentation."""
    found = re.findall(r"(?:^    .*\n(?:[ \t]*\n)*)+", page.read_text(encoding="utf-8"), re.MULTILINE)
    return ["\n".join(line.removeprefix(INDENT) for line in block.splitlines()).strip("\n") for block in found]


def whole_commands(page: Path) -> list[list[str]]:
    """Command lines of `mutualis` in the blocks of a page, as words; comments are left out."""
    lines = [line for block in blocks(page) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("mutualis ")]


def named_commands(page: Path) -> list[list[str]]:
    """Command lines in running text, where required words may be missing."""
    text = page.read_text(encoding="utf-8")
    return [shlex.split(found)[1:] for found in re.findall(r"`(mutualis [^`<>]+)`", text)]


def paths(page: Path) -> list[str]:
    """Paths in backticks that begin in a folder of the repository and have no place to fill."""
    quoted = re.findall(r"`([^`\s]+)`", page.read_text(encoding="utf-8"))
    folders = ("src/", "tests/", "docs/", "tools/", "benchmarks/", "requirements/")
    return [name for name in quoted if name.startswith(folders) and not re.search(r"[<>{}*]", name)]


def links(page: Path) -> list[str]:
    """Targets of links and pictures that are no web addresses."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [target for target in found if not target.startswith(("http:", "https:", "mailto:"))]
