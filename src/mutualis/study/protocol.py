"""A protocol in Markdown as parts of a page: headings, paragraphs and lists, and no more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A heading (`h2`), a paragraph (`p`) or a list (`ul`, an item a line)."""

    kind: str
    lines: tuple[str, ...]


def paragraphs(text: str) -> list[Block]:
    """The blocks of a protocol, its first heading left out: the report has its own."""
    found = []
    for part in (each.strip() for each in text.split("\n\n")):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines or lines[0].startswith("# "):
            continue
        if lines[0].startswith("## "):
            found.append(Block("h2", (lines[0].removeprefix("## "),)))
            lines = lines[1:]
        if lines and lines[0].startswith("- "):
            found.append(Block("ul", tuple(_items(lines))))
        elif lines:
            found.append(Block("p", (" ".join(lines),)))
    return found


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line.removeprefix("- "))
        else:
            items[-1] += f" {line}"
    return items
