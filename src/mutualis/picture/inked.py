"""The style of a picture outside of its page: the rules of a style sheet that touch it, with the colours written out.

A picture in a file of its own, or in a PDF of WeasyPrint, is not reached by the style sheet of the page, and has no
custom properties, no dark mode and no mouse: `var(--x)` is filled in with the light colours, the rest is left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

COMMENT = re.compile(r"/\*.*?\*/", re.S)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
USED = re.compile(r"var\((--[\w-]+)\)")
CLASS = re.compile(r"\.([\w-]+)")
CLASSES = re.compile(r"""class=["']([^"']*)""")
DRAWN = ("fill", "stroke", "font", "text-anchor", "opacity", "paint-order", "vector-effect", "letter-spacing")
ELEMENTS = frozenset(("a", "circle", "g", "line", "path", "pattern", "rect", "svg", "text", "tspan", "polygon"))


@dataclass(frozen=True)
class Rule:
    """One selector and its declarations, colours filled in."""

    selector: str
    said: str


def inked(svg: Markup, css: str) -> Markup:
    """A picture with its style inside; '' stays ''."""
    if not svg:
        return svg
    start = svg.index(">") + 1
    return Markup("{}<style>{}</style>{}").format(svg[:start], Markup(style(svg, css)), svg[start:])  # noqa: S704 - our css


def style(svg: str, css: str) -> str:
    """The rules of a style sheet that a picture needs."""
    used = {name for names in CLASSES.findall(svg) for name in names.split()}
    return "\n".join(f"{each.selector}{{{each.said}}}" for each in rules(css) if _touches(each.selector, used))


@lru_cache(maxsize=8)
def literal(css: str) -> str:
    """A style sheet with its named colours written out."""
    return _filled(css, _colours(_without_media(COMMENT.sub("", css))))


@lru_cache(maxsize=8)
def rules(css: str) -> Sequence[Rule]:
    """All rules of a style sheet outside of media queries, but those for being pointed at."""
    plain = _without_media(COMMENT.sub("", css))
    colours = _colours(plain)
    return tuple(
        Rule(selector.strip(), drawn)
        for selectors, said in RULE.findall(plain)
        for selector in selectors.split(",")
        if ":" not in selector and (drawn := _filled(_drawing(said), colours))
    )


def _drawing(said: str) -> str:
    """The declarations that set how something is drawn; where it stands in its page is left out."""
    parts = (" ".join(each.split()) for each in said.split(";"))
    return "; ".join(each for each in parts if each.startswith(DRAWN))


def _colours(css: str) -> Mapping[str, str]:
    roots = [said for selector, said in RULE.findall(css) if selector.strip() == ":root"]
    return {name: value.strip() for said in roots for name, value in VARIABLE.findall(said)}


def _filled(said: str, colours: Mapping[str, str]) -> str:
    return USED.sub(lambda found: colours.get(found[1], "currentColor"), said).strip()


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
