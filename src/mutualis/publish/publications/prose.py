"""The light mark-up of texts, as HTML and as plain words.

A line `## Words` is a heading (`###` a smaller one), lines that begin with `- ` are a list, other
lines between blank ones a paragraph.
Inside: `**strong**`, `*emphasis*`, `[words](address)`. Everything else is words; nothing is taken for HTML.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from mutualis.publish.publications.marks import MARK, PLACED, plain
from mutualis.publish.publications.pictures import TABLE, Picture

HEADING, ITEM = re.compile(r"(##+) +(.*)"), "- "
GAPS = re.compile(r" {2,}")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
LINK = re.compile(r"\[([^\]]+)\]\(((?:https?://|mailto:|/|#)[^)\s]*)\)")


def blocks(text: str) -> list[str]:
    """The paragraphs, headings and pictures of a text: what stands between blank lines, headings apart."""
    spaced = re.sub(r"(?m)^(##+ .*)$", r"\n\1\n", text)
    return [each.strip("\n") for each in re.split(r"\n\s*\n", spaced) if each.strip()]


def html(text: str, pictures: Sequence[Picture], level: int = 2) -> Markup:
    """A text as HTML; headings are `<h2>` or deeper."""
    return Markup("\n").join(_block(each, pictures, level) for each in blocks(text))


def words(text: str, pictures: Sequence[Picture] = ()) -> str:
    """A text as plain words, a paragraph a line; of a picture its caption."""
    return "\n\n".join(_words(each, pictures) for each in blocks(text))


def inline(text: str) -> Markup:
    """Words within a line as HTML, marked numbers as `<data>`."""
    found = str(escape(GAPS.sub(" ", text)))
    found = LINK.sub(r'<a href="\2">\1</a>', found)
    found = EMPHASIS.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", found))
    return _data(found)


def _block(block: str, pictures: Sequence[Picture], level: int) -> Markup:
    if found := PLACED.match(block):
        return _picture(pictures[int(found.group(1))])
    if found := HEADING.fullmatch(block):
        depth = level + len(found.group(1)) - 2
        return Markup('<h{0} id="{2}">{1}</h{0}>').format(depth, inline(found.group(2)), anchor(found.group(2)))
    lines = block.splitlines()
    parts = []
    for is_list, group in groupby(lines, key=lambda line: line.startswith(ITEM)):
        if is_list:
            items = Markup("").join(Markup("<li>{}</li>").format(inline(each.removeprefix(ITEM))) for each in group)
            parts.append(Markup("<ul>{}</ul>").format(items))
        else:
            parts.append(Markup("<p>{}</p>").format(inline(" ".join(each.strip() for each in group))))
    return Markup("\n").join(parts)


def _data(html_: str) -> Markup:
    """Marked numbers as `<data>`: its value is the place of the number in the trace of edition.json."""
    return Markup(MARK.sub(r'<data value="\1">\2</data>', html_))  # noqa: S704 - escaped before


def _picture(picture: Picture) -> Markup:
    if picture.kind == TABLE:
        shown = _data(str(picture.html))
        return Markup('<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>').format(
            picture.alt, shown
        )
    return Markup('<figure class="picture-{}">{}<figcaption>{}</figcaption></figure>').format(
        picture.kind, picture.html, inline(picture.caption)
    )


def _words(block: str, pictures: Sequence[Picture]) -> str:
    if found := PLACED.match(block):
        return f"[{plain(pictures[int(found.group(1))].caption)}]" if pictures else ""
    bare = EMPHASIS.sub(r"\1", STRONG.sub(r"\1", LINK.sub(r"\1 (\2)", plain(block))))
    joined = GAPS.sub(" ", re.sub(r"\n(?!- )", " ", bare)).strip(" ")
    return HEADING.sub(r"\2", joined)


def headings(text: str) -> list[tuple[str, str]]:
    """The headings of a text, the smaller ones left out: (anchor, words)."""
    found = (HEADING.fullmatch(each) for each in blocks(text))
    return [(anchor(each.group(2)), plain(each.group(2))) for each in found if each and each.group(1) == "##"]


def anchor(heading: str) -> str:
    """The id of a heading."""
    return "-".join(re.findall(r"\w+", plain(heading).lower())) or "part"
