"""The report of an area as a PDF: tagged, in its language, with the same figures as the page."""

import html
import io
import re

import pytest
from markupsafe import Markup

from atlas_country import Reader, published
from mutualis.model import MutualisError
from mutualis.picture import pdf as pdfs
from mutualis.picture.inked import inked, literal

pypdf = pytest.importorskip("pypdf")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return Reader(published(tmp_path_factory))


def test_the_pdf_is_tagged_and_holds_the_figures_of_the_page(reader):
    pytest.importorskip("weasyprint", exc_type=ImportError)
    state = "lang=nl&level=region&area=04000&year=2025"
    answer = reader.ask(f"/area/report.pdf?{state}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "nl"
    assert "Brussel" in read.metadata.title
    text = " ".join(page.extract_text() for page in read.pages)
    page = reader.ask(f"/area/report?{state}").text
    figures = re.findall(r'<td class="number on">([\d.,]+)', page)
    assert len(figures) > 2
    assert all(html.unescape(each) in text for each in figures)
    assert reader.ask(f"/area/report.pdf?{state}").content == answer.content


def test_without_the_library_the_page_says_what_to_do(reader, monkeypatch):
    def cannot(page):
        raise MutualisError("A PDF cannot be made on this machine.")

    monkeypatch.setattr(pdfs, "pdf", cannot)
    answer = reader.ask("/area/report.pdf?lang=fr&level=region&area=02000&year=2023")
    assert answer.status_code == 503
    assert "Un PDF ne peut pas être fait" in answer.text


def test_a_picture_for_a_pdf_carries_its_colours_and_no_rule_of_a_screen():
    other = ".y:hover { fill: red; } @media print { .x { fill: red; } }"
    css = literal(":root { --a: #123456; } .x { fill: var(--a); width: 3px; } " + other)
    found = inked(Markup("<svg class='x'><path class='x'/></svg>"), css)
    assert "<style>.x{fill: #123456}</style>" in found
    assert "red" not in found
    assert "var(" not in found
    assert inked("", css) == ""
