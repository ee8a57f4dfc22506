"""A text as an article, as a page that needs no other file, as PDF/UA, and as plain words."""

import re
from collections.abc import Callable, Mapping
from html import unescape

from markupsafe import Markup

from mutualis import reference
from mutualis.picture.templating import templates
from mutualis.publish.publications import prose
from mutualis.publish.publications.declared import FOLDER, Publication
from mutualis.publish.publications.marks import plain
from mutualis.publish.publications.writing import LEAD, TITLE, Written

PICTURE = re.compile(r"(<svg [^>]*role=\"img\"[^>]*>)")
SMALL = re.compile(r"(<svg [^>]*aria-hidden=\"true\"[^>]*>)")
STUDY = "study"


def article(publication: Publication, written: Written) -> str:
    """The text as `<article>`: pictures in the classes of the page's style, so that it may stand in the Atlas too."""
    kept = {name: text for name, text in written.sections.items() if name not in (TITLE, LEAD)}
    is_study = publication.kind.name == STUDY
    return _filled(
        "article.html",
        lang=written.language,
        kind=publication.kind.name,
        kind_name=reference.text(publication.kind.key, written.language),
        title=prose.inline(written.sections[TITLE]),
        lead=prose.html(written.sections[LEAD], written.pictures),
        sections=[(name, prose.html(text, written.pictures), name in written.edited) for name, text in kept.items()],
        contents=[each for text in kept.values() for each in prose.headings(text)] if is_study else [],
        colophon=[prose.inline(each) for each in written.colophon],
        t=_texts(written.language),
    )


def page(publication: Publication, written: Written, article_: str) -> str:
    """A page on its own: style and pictures are in it."""
    return _filled(
        "page.html",
        lang=written.language,
        kind=publication.kind.name,
        title=written.title,
        lead=written.lead,
        article=Markup(styled(article_)),  # noqa: S704 - made by `article`, escaped there
        style=Markup(_file("page.css")),  # noqa: S704 - our own file
        t=_texts(written.language),
    )


def styled(article_: str) -> str:
    """Drawings with their style inside them: what sets a PDF does not look for it in the page."""
    style = f"<style>{_file('svg.css')}</style>"
    inside = PICTURE.sub(lambda found: found.group(1) + style, article_)
    return SMALL.sub(lambda found: found.group(1) + style, inside)


def words(written: Written) -> str:
    """The text as plain words, to compare editions by; pictures are their captions."""
    said = prose.words(written.text, written.pictures)
    tables = [
        "\n".join(" · ".join(row) for row in _rows(str(each.html))) for each in written.placed if each.kind == "table"
    ]
    return "\n\n".join([said, *tables]) + "\n"


def _rows(html: str) -> list[list[str]]:
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    return [[plain(unescape(cell)) for cell in row] for row in cells]


def _texts(language: str) -> Callable[..., str]:
    return lambda key, **values: reference.text(f"publication.{key}", language, **values)


def _filled(template: str, /, **values: object) -> str:
    said: Mapping[str, object] = values
    return templates(FOLDER).get_template(template).render(said)


def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()
