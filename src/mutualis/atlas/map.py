"""The map as SVG: a link per area with its figure as title, a shade for its class, a hatch where there is no figure."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from mutualis.atlas.shapes import Ring, Topology

PATTERNS = Markup(
    '<defs><pattern id="small" width="90" height="90" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="paper" width="90" height="90"/><rect class="ink" width="34" height="90"/></pattern>'
    '<pattern id="merged" width="120" height="120" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="120" height="120"/><circle class="ink" cx="60" cy="60" r="26"/></pattern></defs>'
)
INSET_SHARE = 0.30


@dataclass(frozen=True)
class Patch:
    """One area of the map: where its link goes, what it says, and its fill: c1 to c5, small, merged or none."""

    code: str
    says: str
    fill: str
    shape: str


def path(rings: Iterable[Ring]) -> str:
    """Rings as path data: one absolute start, then steps."""
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: Ring) -> str:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(ring[:-1])]
    moved = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0))
    return f"M{ring[0][0]} {ring[0][1]}l{moved}z" if moved else ""


def svg(
    topology: Topology,
    patches: Iterable[Patch],
    *,
    title: str,
    outline: str = "",
    inset: frozenset[str] = frozenset(),
    inset_title: str = "",
    targets: Mapping[str, str] | None = None,
) -> Markup:
    """The map.

    `outline` is path data drawn over the areas; the areas in `inset` are drawn again, larger, and are links only there,
    so that a keyboard meets each area once; `targets` gives the address of an area's link (default: its row).
    """
    made = list(patches)
    found = Markup('<svg class="map" viewBox="-40 -40 {} {}" role="group" aria-label="{}">').format(
        9080, topology.height + 80, title
    )
    found += PATTERNS
    found += Markup("").join(_patch(each, each.code not in inset, targets) for each in made)
    if outline:
        found += Markup('<path class="outline" d="{}"/>').format(outline)
    enlarged = [each for each in made if each.code in inset]
    if enlarged:
        found += _inset(topology, enlarged, inset_title, targets)
    return found + Markup("</svg>")


def _patch(patch: Patch, is_link: bool, targets: Mapping[str, str] | None) -> Markup:
    fill = Markup(' fill="url(#{})"').format(patch.fill) if patch.fill in {"small", "merged"} else Markup("")
    shape = Markup('<path class="{}"{} d="{}"/>').format(patch.fill, fill, patch.shape)
    if not is_link:
        return shape
    target = (targets or {}).get(patch.code, f"#area-{patch.code}")
    says = escape(patch.says)
    return Markup('<a href="{}" aria-label="{}"><title>{}</title>{}</a>').format(target, says, says, shape)


def _inset(topology: Topology, patches: list[Patch], title: str, targets: Mapping[str, str] | None) -> Markup:
    """The areas again in a frame at the lower left, where the map is empty."""
    rings = topology.joined(each.code for each in patches)
    xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width = round(9000 * INSET_SHARE)
    height = round(width * high / wide)
    top = topology.height - height - 420
    frame = Markup('<g class="inset"><rect x="0" y="{}" width="{}" height="{}"/><text x="120" y="{}">{}</text>').format(
        top, width + 240, height + 420, top + 230, title
    )
    inner = Markup('<svg x="120" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">').format(
        top + 330, width, height - 30, min(xs) - 8, min(ys) - 8, wide + 16, high + 16
    )
    return frame + inner + Markup("").join(_patch(each, True, targets) for each in patches) + Markup("</svg></g>")
