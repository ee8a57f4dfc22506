"""Two small pictures of a feedback report, as SVG inside the page: bars over time, and a place among the others."""

from collections.abc import Sequence

BAR, GAP, HEIGHT = 9, 3, 28
WIDTH, MARGIN = 108, 6


def bars(values: Sequence[int], title: str) -> str:
    """One bar a delivery, the last one (this one) in the strong colour. `title` says it in words, escaped."""
    top = max([*values, 1])
    width = len(values) * (BAR + GAP)
    drawn = "".join(
        f'<rect class="{"now" if place == len(values) - 1 else "then"}" x="{place * (BAR + GAP)}"'
        f' y="{HEIGHT - _height(value, top)}" width="{BAR}" height="{_height(value, top)}" rx="1"/>'
        for place, value in enumerate(values)
    )
    base = f'<line class="base" x1="0" x2="{width}" y1="{HEIGHT}.5" y2="{HEIGHT}.5"/>'
    return _svg(width, HEIGHT + 1, title, drawn + base)


def _height(value: int, top: int) -> int:
    """At least two points for what is not zero, so that a rare problem is seen."""
    return max(round(value / top * HEIGHT), 2) if value else 0


def spread(lowest: int, median: int, highest: int, own: int, title: str) -> str:
    """The others as a line from lowest to highest with a tick at the median; this insurer as a dot."""
    top = max(highest, own, 1)

    def at(value: int) -> int:
        return MARGIN + round(value / top * (WIDTH - 2 * MARGIN))

    middle = HEIGHT // 2
    others = f'<line class="range" x1="{at(lowest)}" x2="{at(highest)}" y1="{middle}" y2="{middle}"/>'
    tick = f'<line class="median" x1="{at(median)}" x2="{at(median)}" y1="{middle - 6}" y2="{middle + 6}"/>'
    axis = f'<line class="base" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{middle}" y2="{middle}"/>'
    return _svg(WIDTH, HEIGHT, title, f'{axis}{others}{tick}<circle class="now" cx="{at(own)}" cy="{middle}" r="5"/>')


def _svg(width: int, height: int, title: str, content: str) -> str:
    return (
        f'<svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{title}</title>{content}</svg>"
    )
