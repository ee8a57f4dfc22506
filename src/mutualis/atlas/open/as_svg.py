"""The picture of a page as a file of its own: title, picture, legend and source on one sheet, its style inside."""

import base64
import hashlib
import html
import re
import textwrap
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.open.making import sentences
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.rows import citation
from mutualis.atlas.site import HERE
from mutualis.atlas.wrong import Wrong
from mutualis.picture.inked import style
from mutualis.picture.serving.assets import SHARED

START = re.compile(r'<svg\b[^>]*\brole="(?:img|group)"[^>]*>')
ENDS = re.compile(r"<svg\b|</svg>")
BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')
HEADING = re.compile(r"<h1>(.*?)</h1>", re.S)
STYLE = re.compile(r"<style>(.*?)</style>", re.S)
TAG = re.compile(r"<[^>]+>")
WIDTH, MARGIN, TALLEST = 1000, 30, 900
HATCHES = {"small": "suppressed", "none": "none", "unpublished": "unpublished", "merged": "merged"}
HATCHED = ("small", "merged")
LABEL = re.compile(r'aria-label="([^"]*)"')
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
INK, SOFT = "#14262c", "#475960"


def figures(wanted: Wanted) -> bytes:
    """The first picture of the page. A page without one (no area drawn, nothing to show) is an error."""
    drawn = picture(wanted.html)
    if not drawn:
        raise Wrong("open.wrong_no_picture", status=404)
    title, top = _title(wanted, drawn)
    placed, height = _placed(drawn, top)
    legend, top = _legend(wanted, top + height + 24)
    source, top = _lines(_source(wanted), top, 14, SOFT)
    content = "".join((title, placed, legend, source))
    size = f'viewBox="0 0 {WIDTH} {top + 10}" width="{WIDTH}" height="{top + 10}"'
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
        f"<style>{html.escape(style(content, _sheets()))}</style>"
        f'<rect width="{WIDTH}" height="{top + 10}" fill="#ffffff"/>{content}</svg>\n'
    )
    return whole.encode()


@cache
def _sheets() -> str:
    """Every style sheet of the Atlas."""
    folders = (SHARED, HERE / "static")
    return "\n".join(path.read_text(encoding="utf-8") for each in folders for path in sorted(each.glob("*.css")))


def policy(svg: bytes) -> str:
    """The content security policy with which a browser may show the file: its own style and nothing else."""
    found = STYLE.search(svg.decode())
    told = html.unescape(found[1]) if found else ""
    digest = base64.b64encode(hashlib.sha256(told.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"


def picture(page: str) -> str:
    """The first picture that means something of a page, whole; '' where there is none."""
    found = START.search(page)
    if found is None:
        return ""
    depth = 0
    for each in ENDS.finditer(page, found.start()):
        depth += 1 if each[0] == "<svg" else -1
        if not depth:
            return page[found.start() : each.end()]
    return ""


def _title(wanted: Wanted, drawn: str) -> tuple[Markup, int]:
    """The heading of the page, and what the picture says that it is."""
    heading, label = HEADING.search(wanted.html), LABEL.search(drawn)
    said = html.unescape(" ".join(TAG.sub(" ", heading[1]).split())) if heading else ""
    content, top = _lines(said, MARGIN + 16, 28, INK)
    more, top = _lines(html.unescape(label[1]) if label else "", top - 4, 16, SOFT)
    return content + more, top


def _lines(words: str, top: int, size: int, colour: str) -> tuple[Markup, int]:
    """Words in as many lines as the sheet needs, and where the next thing may stand."""
    content = Markup("")
    for line in textwrap.wrap(words, round(WIDTH * 1.55 / size)):
        content += _text(MARGIN, top, line, size, colour)
        top += round(size * 1.35)
    return content, top


def _placed(drawn: str, top: int) -> tuple[str, int]:
    """The picture at the width of the sheet, lower where it would be too tall."""
    box = BOX.search(drawn)
    wide, high = (float(box[3]), float(box[4])) if box else (1.0, 1.0)
    width = min(WIDTH - 2 * MARGIN, TALLEST * wide / high)
    height = round(width * high / wide)
    place = f'<svg x="{round((WIDTH - width) / 2)}" y="{top}" width="{round(width)}" height="{height}"'
    return drawn.replace("<svg", place, 1), height


def _legend(wanted: Wanted, top: int) -> tuple[Markup, int]:
    """The classes of a map with their borders, the hatches that it has, the lines of a chart."""
    classes: Sequence[tuple[str, str, str]] = wanted.values.get("legend", ())
    fills, language = wanted.values.get("fills", frozenset()), wanted.view.lang
    said = [(fill, low if low == high else f"{low} – {high}") for fill, low, high in classes]
    said += [
        (fill, reference.text(f"atlas.{key}", language, year=2025)) for fill, key in HATCHES.items() if fill in fills
    ]
    said += [(f"line {each.kind}", each.name) for each in wanted.values.get("lines", ())]
    if not said:
        return Markup(""), top
    content = _text(MARGIN, top, wanted.release.sheet(wanted.view.indicator).text("unit", language), 15, SOFT)
    top += 14
    for place, (kind, words) in enumerate(said):
        x, y = MARGIN + place % 4 * 235, top + place // 4 * 28
        content += _swatch(kind, x, y) + _text(x + 38, y + 14, words, 14, INK)
    return content, top + (len(said) + 3) // 4 * 28 + 24


def _swatch(kind: str, x: int, y: int) -> Markup:
    if kind.startswith("line"):
        return Markup('<path class="{}" d="M{} {}h30"/>').format(kind, x, y + 9)
    hatch = Markup(' fill="url(#{})"').format(kind) if kind in HATCHED else Markup("")
    return Markup(
        '<svg x="{}" y="{}" width="30" height="18" viewBox="0 0 560 336"><rect class="{}"{} width="560" height="336" '
        'stroke="#6d8087" stroke-width="20"/></svg>'
    ).format(x, y, kind, hatch)


def _source(wanted: Wanted) -> str:
    release, view, topology = wanted.release, wanted.view, wanted.values.get("topology")
    said = [f"{citation(release, view.indicator, view.year, view.lang)} ({reference.open_data().licence})."]
    if topology is not None:
        said.append(reference.text("atlas.map_credit", view.lang, credit=topology.credit))
        said += [reference.text("atlas.map_schematic", view.lang)] if topology.label == "schematic" else []
    return " ".join((*said, *sentences(wanted)))


def _text(x: float, y: float, words: str, size: int, colour: str) -> Markup:
    return Markup('<text x="{}" y="{}" font-size="{}" fill="{}">{}</text>').format(x, y, size, colour, words)
