"""The feedback report: a hospital sees itself by name and the others without one, and nothing small."""

import builtins
import io
import re
from html.parser import HTMLParser

import polars as pl
import pytest

from drawn_strokes import drawn_cases
from mutualis.methods.stroke import by
from mutualis.methods.stroke_comparison import compared, compared_cases
from mutualis.methods.stroke_risk import risk_model
from mutualis.methods.stroke_shares import HOSPITAL
from mutualis.model import MutualisError
from mutualis.picture.pdf import pdf
from mutualis.picture.plots import Dot, Words, caterpillar, funnel
from mutualis.publish.hospital_report import Facts, hospital_report
from mutualis.publish.templating import rendered

NAME = "Algemeen ziekenhuis Voorbeeld"
FACTS = Facts("2017–2019", 0.78, 12)
LANGUAGES = ("nl", "fr", "de", "en")
EVERY_HOSPITAL = [f"H{each:02d}" for each in range(20)]


@pytest.fixture(scope="module")
def cases():
    return drawn_cases(5_000, ratios={"H03": 1.2})


@pytest.fixture(scope="module")
def side_by_side(cases):
    return compared_cases(cases, [risk_model(cases, 30), risk_model(cases, 90)])


class Page(HTMLParser):
    """What a reader with a screen reader meets: language, title, headings, tables, pictures with their names."""

    def __init__(self, page):
        super().__init__()
        self.language, self.title, self.headings, self.scopes, self.ids, self.labels = "", "", [], [], [], []
        self.pictures, self.open = 0, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.open.append(tag)
        self.language = told["lang"] if tag == "html" else self.language
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.scopes += [told.get("scope")] if tag == "th" else []
        self.ids += [told["id"]] if "id" in told else []
        self.labels += told.get("aria-labelledby", "").split()
        self.pictures += tag == "svg" and told.get("role") == "img" and len(told["aria-labelledby"].split()) == 2

    def handle_data(self, data):
        if self.open and self.open[-1] == "title" and not self.title:
            self.title = data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_without_eyes(side_by_side, language):
    page = Page(hospital_report(side_by_side, "H03", NAME, language, FACTS))
    assert page.language == language
    assert page.title.endswith(NAME)
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later - first <= 1 for first, later in zip(page.headings, page.headings[1:], strict=False))
    assert set(page.scopes) == {"row", "col"}
    assert page.pictures == 5
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.labels) <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hospital_sees_its_name_and_no_other_hospital(side_by_side, language):
    page = hospital_report(side_by_side, "H03", NAME, language, FACTS)
    assert page.count(NAME) >= 2
    assert not [each for each in EVERY_HOSPITAL if each in page]
    assert page.count('r="2.6"') == 19 * 5
    assert "None" not in page
    assert "nan" not in page


def test_the_page_has_the_figures_of_the_hospital_and_the_mean(side_by_side):
    page = hospital_report(side_by_side, "H03", NAME, "en", FACTS)
    rows = {row["indicator"]: row for row in side_by_side.filter(pl.col(HOSPITAL) == "H03").rows(named=True)}
    own = rows["thrombolysis"]
    assert f"{100 * own['share']:.1f}%" in page
    assert f"{100 * own['low']:.1f}–{100 * own['high']:.1f}%" in page
    assert f"{100 * own['mean']:.1f}%" in page
    adjusted = rows["death_30_adjusted"]
    assert (
        f"Observed / expected: {adjusted['ratio']:.2f} ({adjusted['ratio_low']:.2f}–{adjusted['ratio_high']:.2f})"
        in page
    )
    assert "much higher" in page
    assert "c-statistic 0.78" in page


def test_the_report_of_another_hospital_is_another_with_the_same_mean(side_by_side):
    one, other = (hospital_report(side_by_side, each, NAME, "en", FACTS) for each in ("H03", "H04"))
    assert one != other
    means = [re.findall(r"around the mean of ([\d.]+%)", page) for page in (one, other)]
    assert means[0] == means[1]


def test_a_small_figure_is_shown_to_nobody_not_even_to_the_hospital(cases):
    few = cases.filter((pl.col(HOSPITAL) != "H05") | (pl.col("stay_code") < "000100"))
    found = compared_cases(few, [risk_model(few, 30)])
    own = hospital_report(found, "H05", NAME, "en", FACTS)
    assert own.count("too few patients") >= 7
    assert "your hospital</text>" not in own
    other = hospital_report(found, "H03", NAME, "en", FACTS)
    assert other.count('r="2.6"') == 18 * 5


def test_others_are_not_shown_where_they_are_too_few_to_hide_among(cases):
    three = cases.filter(pl.col(HOSPITAL).is_in(["H01", "H02", "H03"]))
    page = hospital_report(compared_cases(three), "H03", NAME, "en", FACTS)
    assert "<svg" not in page
    assert page.count("too few other hospitals") == 7
    share = compared_cases(three).filter((pl.col("indicator") == "thrombolysis") & (pl.col(HOSPITAL) == "H03"))
    assert f"{100 * share['mean'].item():.1f}%" not in page.split("</table>")[0]


def test_without_a_model_the_report_says_so(cases):
    page = hospital_report(compared_cases(cases), "H03", NAME, "en", Facts("2019", None))
    assert "There is no adjusted mortality" in page
    assert "adjusted</th>" not in page
    assert page.count("<svg") == 3


def test_a_hospital_without_a_case_has_no_report(side_by_side):
    with pytest.raises(MutualisError, match="no report for this hospital"):
        hospital_report(side_by_side, "H99", NAME, "en", FACTS)


def test_cases_of_a_blanked_hospital_are_in_the_mean_and_no_hospital(cases):
    blanked = cases.with_columns(
        hospital_number=pl.when(pl.col("stay_code") < "000500").then(pl.lit("*")).otherwise(pl.col(HOSPITAL))
    )
    found, whole = compared_cases(blanked), compared_cases(cases)
    assert sorted(found[HOSPITAL].unique()) == EVERY_HOSPITAL
    assert found["mean"].to_list() == whole["mean"].to_list()


def test_further_indicators_are_taken_in(cases):
    screened = by(cases, HOSPITAL).filter(pl.col("indicator") == "thrombolysis")
    extra = screened.with_columns(indicator=pl.lit("swallow_screening"))
    page = hospital_report(compared(pl.concat([by(cases, HOSPITAL), extra])), "H03", NAME, "nl", FACTS)
    assert "Slikscreening" in page


def words(name="p"):
    return Words(name, "T & co", "says <it>", "along", "mine", lambda each: f"{each:.2f}", str)


def test_pictures_are_empty_without_dots_and_escape_what_they_say():
    assert funnel([], 0.2, words(), (0.95, 0.998)) == ""
    assert caterpillar([], 1.0, words()) == ""
    drawn = funnel([Dot(50, 0.3, 0.2, 0.4, is_own=True), Dot(1, 0.0, 0.0, 0.9)], 0.2, words(), (0.95, 0.998))
    assert "T &amp; co" in drawn
    assert "says &lt;it&gt;" in drawn
    assert drawn.count('stroke-dasharray="5 3"') == 2


def test_others_stand_in_order_of_their_value_whatever_the_order_they_came_in():
    dots = [Dot(10 + each, each / 50, 0.0, 0.9) for each in range(30)]
    for picture in (lambda d: funnel(d, 0.3, words(), (0.95, 0.998)), lambda d: caterpillar(d, 0.3, words())):
        assert picture(dots) == picture(dots[::-1])


def test_no_axis_tells_the_number_of_cases_of_one_hospital(cases, side_by_side):
    page = hospital_report(side_by_side, "H03", NAME, "en", FACTS)
    largest = cases.group_by(HOSPITAL).len()["len"].max()
    assert f">{largest}<" not in page


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_pdf_is_one_tagged_page_that_says_the_same(side_by_side, language):
    from pypdf import PdfReader

    page = hospital_report(side_by_side, "H03", NAME, language, FACTS)
    made = pdf(page)
    read = PdfReader(io.BytesIO(made))
    assert len(read.pages) == 1
    text = read.pages[0].extract_text()
    assert NAME in text
    assert not [each for each in EVERY_HOSPITAL if each in text]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == language
    assert read.metadata.title.endswith(NAME)


def test_the_same_page_gives_the_same_bytes():
    page = '<html lang="en"><title>x</title><h1>Stroke care</h1></html>'
    assert pdf(page) == pdf(page)


def test_a_page_that_names_another_file_makes_no_pdf():
    with pytest.raises(MutualisError, match="names a file that it does not hold"):
        pdf('<html lang="en"><title>x</title><img src="file:///etc/hostname" alt="x"></html>')


def test_without_pango_the_error_says_what_to_install(monkeypatch):
    true_import = builtins.__import__

    def lacking(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return true_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(MutualisError, match=r"apt-get install libpango-1\.0-0"):
        pdf("<html></html>")


def test_a_template_without_a_value_is_an_error():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        rendered("hospital_report.html", lang="nl")
