"""The style of a picture outside the Atlas: the rules of the Atlas's own CSS that touch it, in light colours.

A file has no custom properties, no dark mode and no mouse: `var(--x)` is filled in, the rest is left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.atlas.site import HERE
from mutualis.picture.serving.assets import SHARED

COMMENT = re.compile(r"/\*.*?\*/", re.S)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
USED = re.compile(r"var\((--[\w-]+)\)")
CLASS = re.compile(r"\.([\w-]+)")
CLASSES = re.compile(r'class="([^"]*)"')
ELEMENTS = frozenset(("a", "circle", "g", "line", "path", "pattern", "rect", "svg", "text", "tspan", "polygon"))


@dataclass(frozen=True)
class Rule:
    """One selector and its declarations, colours filled in."""

    selector: str
    said: str


def style(svg: str, folders: tuple[Path, ...] = (SHARED, HERE / "static")) -> str:
    """The CSS that a picture needs."""
    used = {name for names in CLASSES.findall(svg) for name in names.split()}
    return "\n".join(f"{each.selector}{{{each.said}}}" for each in rules(folders) if _touches(each.selector, used))


@cache
def rules(folders: tuple[Path, ...]) -> Sequence[Rule]:
    """All rules outside of media queries, of every style sheet in these folders."""
    css = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.css")))
    plain = _without_media(COMMENT.sub("", css))
    colours = {name: value.strip() for body in _roots(plain) for name, value in VARIABLE.findall(body)}
    return tuple(
        Rule(selector.strip(), _filled(said, colours))
        for selectors, said in RULE.findall(plain)
        for selector in selectors.split(",")
        if ":" not in selector
    )


def _roots(css: str) -> list[str]:
    return [said for selector, said in RULE.findall(css) if selector.strip() == ":root"]


def _filled(said: str, colours: Mapping[str, str]) -> str:
    return USED.sub(lambda found: colours.get(found[1], "currentColor"), " ".join(said.split())).strip()


def _without_media(css: str) -> str:
    """The style sheet without its blocks of blocks (@media, @supports)."""
    out, depth, skipping = [], 0, False
    for part in re.split(r"([{}])", css):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        elif depth == 0 and "@" in part:
            skipping = True
            out.append(part[: part.index("@")])
            continue
        if not skipping:
            out.append(part)
        elif depth == 0:
            skipping = False
    return "".join(out)


def _touches(selector: str, used: set[str]) -> bool:
    """Whether every class of a selector is in the picture, and it names a class or an element of pictures."""
    classes = set(CLASS.findall(selector))
    elements = {each.split(".")[0].split("[")[0] for each in re.split(r"[\s>+~]+", selector)} - {""}
    return bool(classes) and classes <= used and elements <= ELEMENTS
