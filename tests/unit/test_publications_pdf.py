"""The PDF of a publication: PDF/UA, tagged, each picture with its words, a study of twenty pages and more."""

import io

import pytest
from pypdf import PdfReader

from drawn_publications import desk, release
from mutualis.picture.pdf import paged
from mutualis.publish.publications import draft, faults, pages


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    release(work / "releases", (2022, 2023))
    return work


def tags(reader):
    """(tag, alternative text) of every element of the structure."""

    def walk(node):
        for each in node if isinstance(node, list) else [node]:
            own = each.get_object()
            if isinstance(own, list):
                yield from walk(own)
            elif isinstance(own, dict) and "/S" in own:
                yield own["/S"], own.get("/Alt")
                if (below := own.get("/K")) is not None and not isinstance(below, int):
                    yield from walk(
                        [one for one in below if not isinstance(one, int)] if isinstance(below, list) else below
                    )

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def test_a_key_figure_is_tagged_names_its_language_and_tells_every_picture(work):
    made = draft(desk(work), "key-figure-polypharmacy", 2023)
    for language, written in made.texts.items():
        reader = PdfReader(io.BytesIO(made.files[f"{language}.pdf"]))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert reader.metadata.title == written.title
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        found = tags(reader)
        told = [alt for tag, alt in found if tag == "/Figure" and alt]
        assert told == [each.alt for each in written.placed]
        assert sum(tag == "/H1" for tag, _ in found) == 1
        assert len(reader.pages) == made.paper[language]
    assert faults(made) == ()


def test_a_study_has_twenty_pages_and_more_with_every_area_in_a_table(work):
    made = draft(desk(work), "study-antibiotics", 2022, with_pdf=False)
    page = pages.page(made.publication, made.texts["fr"], made.files["fr.article.html"].decode())
    content, count = paged(page)
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == count >= made.publication.kind.least_pages
    text = " ".join(page.extract_text() for page in reader.pages)
    assert all(name in text for name in ("Zulte", "Anvers", "Table des matières", "Statistics in Medicine"))
    assert sum(tag == "/Table" for tag, _ in tags(reader)) >= 7
