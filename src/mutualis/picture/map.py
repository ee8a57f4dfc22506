"""The map as SVG: a link per area with its figure as title, a shade for its class, a hatch where there is no figure."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from mutualis.picture.shapes import WIDTH, Ring

PATTERNS = Markup(
    '<defs><pattern id="small" width="90" height="90" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="paper" width="90" height="90"/><rect class="ink" width="34" height="90"/></pattern>'
    '<pattern id="merged" width="120" height="120" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="120" height="120"/><circle class="ink" cx="60" cy="60" r="26"/></pattern></defs>'
)
HATCHED = frozenset({"small", "merged"})
INSET_SHARES = (0.18, 0.30)  # of the width of the map: of one area, of several
KINDS = ("inset one", "inset")
MARGIN = 40
COARSE = 4  # units to which the map is drawn, less than half a pixel of a screen: it makes the page a sixth lighter


@dataclass(frozen=True)
class Patch:
    """One area of the map: the row that its link goes to, what it says, and its fill: c1 to c5, small, merged, none."""

    code: str
    target: str
    says: str
    fill: str
    rings: tuple[Ring, ...]


def path(rings: Iterable[Ring], grid: int = 1) -> str:
    """Rings as path data: one absolute start, then steps; points are moved to the nearest of a grid."""
    return "".join(_ring(ring, grid) for ring in rings)


def _ring(ring: Ring, grid: int) -> str:
    points = [(round(x / grid) * grid, round(y / grid) * grid) for x, y in ring] if grid > 1 else list(ring)
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points[:-1])]
    moved = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moved}z" if moved else ""


def svg(
    patches: Iterable[Patch],
    *,
    height: int,
    title: str,
    outline: Iterable[Ring] = (),
    inset: frozenset[str] = frozenset(),
    inset_title: str = "",
) -> Markup:
    """The map, WIDTH wide. `outline` is drawn over the areas; the areas in `inset` are drawn again, larger, and are
    links only there, so that a keyboard meets each area once."""
    made = list(patches)
    found = Markup('<svg class="map" viewBox="{0} {0} {1} {2}" role="group" aria-label="{3}">').format(
        -MARGIN, WIDTH + 2 * MARGIN, height + 2 * MARGIN, title
    )
    found += PATTERNS + Markup("").join(_patch(each, each.code not in inset) for each in made)
    if drawn := path(outline, COARSE):
        found += Markup('<path class="outline" d="{}"/>').format(drawn)
    if enlarged := [each for each in made if each.code in inset]:
        found += _inset(height, enlarged, inset_title)
    return found + Markup("</svg>")


def _patch(patch: Patch, is_link: bool, grid: int = COARSE) -> Markup:
    fill = Markup(' fill="url(#{})"').format(patch.fill) if patch.fill in HATCHED else Markup("")
    shape = Markup('<path class="{}"{} d="{}"/>').format(patch.fill, fill, path(patch.rings, grid))
    if not is_link:
        return shape
    says = escape(patch.says)
    return Markup('<a href="#area-{}" aria-label="{}"><title>{}</title>{}</a>').format(patch.target, says, says, shape)


def _inset(map_height: int, patches: list[Patch], title: str) -> Markup:
    """The areas again in a frame at the lower left, where the map is empty."""
    xs, ys = ([point[axis] for each in patches for ring in each.rings for point in ring] for axis in (0, 1))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width = round(WIDTH * INSET_SHARES[len(patches) > 1])
    height = round(width * high / wide)
    top = map_height - height - 420
    frame = Markup('<g class="{}"><rect x="0" y="{}" width="{}" height="{}"/><text x="120" y="{}">{}</text>').format(
        KINDS[len(patches) > 1], top, width + 240, height + 420, top + 230, title
    )
    inner = Markup('<svg x="120" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">').format(
        top + 330, width, height - 30, min(xs) - 8, min(ys) - 8, wide + 16, high + 16
    )
    return frame + inner + Markup("").join(_patch(each, True, 1) for each in patches) + Markup("</svg></g>")
