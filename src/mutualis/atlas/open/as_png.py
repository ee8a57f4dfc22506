"""The picture of a page as PNG, drawn by resvg: without a browser and without a network."""

import re

from mutualis.atlas.open import as_svg
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.wrong import Wrong

WIDTH = 1600
# resvg scales every line with the picture, a browser keeps these thin: lines of a map are drawn ten times as wide in
# the map's own units, in which Belgium is 9000 wide.
KEPT = re.compile(r"(\.(?:map|inset)[^{}]*\{[^{}]*stroke-width:\s*)([\d.]+)")
SCALE = 10


def figures(wanted: Wanted) -> bytes:
    """The sheet of `as_svg` in 1600 pixels. Errors: no picture; the server has no resvg."""
    try:
        import resvg_py
    except ImportError:
        raise Wrong("open.wrong_no_png", status=501) from None
    thick = KEPT.sub(lambda found: f"{found[1]}{float(found[2]) * SCALE:g}", as_svg.figures(wanted).decode())
    return bytes(resvg_py.svg_to_bytes(svg_string=thick, width=WIDTH, background="#ffffff"))
