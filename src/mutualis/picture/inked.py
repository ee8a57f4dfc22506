"""Pictures for a PDF: the styles that a page gives to its pictures, put into each one, with the colours written out.

A style sheet of a page does not reach into its pictures when WeasyPrint draws them, and its colours may not be names
there. A PDF is light: the colours are those of the page in light.
"""

import re
from functools import lru_cache

from markupsafe import Markup

NAME = re.compile(r"(--[a-z0-9-]+):\s*([^;}]+)")
USE = re.compile(r"var\((--[a-z0-9-]+)\)")
RULE = re.compile(r"([^{}@/]+)\{([^{}]*)\}")
DRAWN = ("fill", "stroke", "font", "text-anchor", "opacity", "paint-order")


@lru_cache(maxsize=8)
def literal(css: str) -> str:
    """A style sheet with its named colours (those of the first block) written out."""
    first = css[: css.index("}")]
    names = dict(NAME.findall(first))
    return USE.sub(lambda found: names[found[1]].strip(), css)


def inked(svg: Markup, css: str) -> Markup:
    """A picture with the rules of a style sheet that draw; '' stays ''."""
    if not svg:
        return svg
    start = svg.index(">") + 1
    return Markup("{}<style>{}</style>{}").format(svg[:start], Markup(_drawing(css)), svg[start:])  # noqa: S704 - our css


@lru_cache(maxsize=8)
def _drawing(css: str) -> str:
    """The rules that set how something is drawn; those for other screens and for being pointed at are left out."""
    plain = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    rules = [(selector.strip(), body) for selector, body in RULE.findall(plain)]
    return "".join(
        f"{selector}{{{drawn}}}"
        for selector, body in rules
        if ":" not in selector and (drawn := ";".join(_parts(body)))
    )


def _parts(body: str) -> list[str]:
    return [each.strip() for each in body.split(";") if each.strip().startswith(DRAWN)]
