"""Two pyramids as SVG: of a population by age and sex, and of groups at risk. Lengths only: the table has numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, ROW, MIDDLE, LABEL = 640, 24, 130, 6


@dataclass(frozen=True)
class Step:
    """An age class and how many persons of each sex; None where the number is hidden."""

    name: str
    left: int | None
    right: int | None


@dataclass(frozen=True)
class Layer:
    """A group and its share in percent, with the words that stand in it."""

    name: str
    share: float
    says: str


def population_pyramid(steps: Sequence[Step], left: str, right: str, title: str) -> Markup:
    """Age classes from young (below) to old; left and right name the sexes. '' where nothing is known."""
    most = max((each for step in steps for each in (step.left, step.right) if each is not None), default=0)
    if not most:
        return Markup("")
    half, height = (WIDTH - MIDDLE) / 2, ROW * (len(steps) + 1)
    found = Markup('<svg class="pyramid" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, height, title)
    found += _text(half - LABEL, ROW * 0.7, left, "end") + _text(half + MIDDLE + LABEL, ROW * 0.7, right, "start")
    for place, step in enumerate(reversed(steps), start=1):
        y = place * ROW
        found += _text(WIDTH / 2, y + ROW * 0.7, step.name, "middle")
        found += _bar("left", step.left, most, half, y) + _bar("right", step.right, most, half, y)
    return found + Markup("</svg>")


def _bar(side: str, persons: int | None, most: int, half: float, y: float) -> Markup:
    """A bar from the middle outwards; a hidden number is a short hatched mark, whatever it is."""
    is_hidden = persons is None
    width = round(14 if persons is None else persons / most * (half - 4), 1)
    x = round(half - width, 1) if side == "left" else half + MIDDLE
    return Markup('<rect class="{}{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        side, " unknown" if is_hidden else "", x, y + 3, width, ROW - 6
    )


def risk_pyramid(layers: Sequence[Layer], title: str) -> Markup:
    """Groups as bars around the middle, the widest below; '' without a group."""
    if not layers:
        return Markup("")
    high = 34
    widest = max(each.share for each in layers) or 1.0
    height = high * len(layers) + 4
    found = Markup('<svg class="risk" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, height, title)
    for place, each in enumerate(sorted(layers, key=lambda each: (each.share, each.name))):
        width = round(max(each.share / widest * (WIDTH * 0.52), 3), 1)
        y = place * high + 2
        found += Markup('<rect class="layer" x="{}" y="{}" width="{}" height="{}"/>').format(0, y, width, high - 6)
        found += _text(width + 8, y + high * 0.56, f"{each.name}: {each.says}", "start")
    return found + Markup("</svg>")


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x, 1), round(y, 1), anchor, words)
