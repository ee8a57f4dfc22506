"""What keeps an edition from being issued: each limit, each language, each number without origin."""

from dataclasses import replace

import pytest

from drawn_publications import desk, release
from mutualis.model import MutualisError
from mutualis.publish.publications import draft, faults, publication, publications
from mutualis.publish.publications.edition import edition
from mutualis.publish.publications.trace import Trace
from mutualis.reference.publication_kinds import publication_kind, publication_kinds


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    release(work / "releases", (2022, 2023), hidden=(("gp_contact", 2023, "30000"),))
    return draft(desk(work), "key-figure-gp-contact", 2023, with_pdf=False)


def with_context(made, text):
    """The edition with another text in one section of its Dutch."""
    return edition(made.publication, made.bound, {"nl": {"context": text}}, with_pdf=False)


def told(made, kind="", **limits):
    """The faults of an edition, as if its kind had other limits; the PDF that was not made left out."""
    own = replace(publication_kind(kind or made.publication.kind.name), **limits)
    changed = replace(made, publication=replace(made.publication, kind=own))
    return [str(each) for each in faults(changed) if "was not made" not in each.what]


def test_a_text_over_its_limit_says_how_long_it_is_and_how_long_it_may_be(made):
    count = made.texts["nl"].words
    assert told(made, most_words=count) == [each for each in told(made, most_words=count) if "(nl)" not in each]
    assert f"it has {count} words, and a key-figure has at most {count - 1} (nl)" in told(made, most_words=count - 1)


def test_a_text_under_its_limit_is_refused_too(made):
    count = made.texts["fr"].words
    assert f"it has {count} words, and a atlas-focus has at least 500 (fr)" in told(made, "atlas-focus")


def test_one_word_more_is_one_word_more(made):
    before = with_context(made, "een twee drie").texts["nl"].words
    assert with_context(made, "een twee drie vier").texts["nl"].words == before + 1


def test_a_number_that_an_editor_typed_is_refused_and_one_of_a_helper_is_not(made):
    assert told(with_context(made, "Ongeveer 85 op de 100.")) == [
        "section 'context' has the number 85, which comes from no cell: take it with a helper (nl)",
        "section 'context' has the number 100, which comes from no cell: take it with a helper (nl)",
    ]
    assert told(with_context(made, "Het is {{ figure() }}, in {{ year }}, {{ unit() }}.")) == []


def test_a_declared_number_may_stand(made):
    typed = with_context(made, "Bel 112.")
    known = replace(typed.publication, constants={"112": "the number for emergencies"})
    assert told(replace(typed, publication=known)) == []


def test_a_number_of_a_hidden_cell_is_refused(made):
    """A helper never gives one; a trace that was put together by hand is asked again of the release."""
    at = made.bound.cells.place("gp_contact", 2023, "30000")
    trace = Trace()
    quoted = trace.cell(made.bound.cells.release.id, at, "value", "85.0", "85,0")
    written = replace(made.texts["nl"], sections={"lead": quoted}, trace=trace.taken, pictures=(), colophon=())
    assert told(replace(made, texts={"nl": written})) == [
        "it quotes a cell that the release does not show: gp_contact 2023 province 30000 total all (nl)"
    ]


def test_a_number_that_the_release_has_otherwise_is_refused(made):
    at = made.bound.cells.place("gp_contact", 2023, "10000")
    for release_id, value in ((made.bound.cells.release.id, "12.3"), ("another", "85.0")):
        trace = Trace()
        quoted = trace.cell(release_id, at, "value", value, "85,0")
        written = replace(made.texts["nl"], sections={"lead": quoted}, trace=trace.taken, pictures=(), colophon=())
        assert len(told(replace(made, texts={"nl": written}))) == 1


def test_a_picture_without_words_is_refused(made):
    edited = with_context(made, '{{ map("region", alt=" ") }}')
    place = [each.kind for each in edited.texts["nl"].placed].index("bars") + 2
    assert told(edited) == [f"picture {place} (map) has no words for who does not see it (nl)"]


def test_a_missing_language_is_refused(made):
    only = replace(made.publication, languages=("nl", "en"))
    texts = {each: made.texts[each] for each in ("nl", "en")}
    assert told(replace(made, publication=only, texts=texts)) == [
        "the edition has no text in this language, which every publication must have (fr)"
    ]


def test_a_study_of_few_pages_and_a_newsletter_of_no_items_are_refused(made):
    short = replace(made, paper=dict.fromkeys(made.texts, 19))
    assert "it has 19 pages, and a study has at least 20 (nl)" in told(short, "study")
    assert told(replace(made, paper=dict.fromkeys(made.texts, 20)), "study") == []
    assert "it has 0 items, and at least 1 must be issued before it" in told(made, "newsletter")


def test_an_edition_without_its_pdf_is_refused(made):
    assert [str(each) for each in faults(made)] == [f"its pdf was not made ({each})" for each in made.texts]


def test_the_limits_are_those_of_the_work_programme():
    kinds = publication_kinds().by_name
    limits = {name: (each.least_words, each.most_words, each.least_pages) for name, each in kinds.items()}
    assert limits == {
        "study": (None, None, 20),
        "press-release": (300, 500, None),
        "newsletter": (None, None, None),
        "atlas-focus": (500, 750, None),
        "key-figure": (None, 1000, None),
    }
    assert publication_kinds().required == ("nl", "fr")


def test_a_text_with_other_sections_than_declared_and_an_edit_of_no_section_are_refused(made):
    odd = replace(made.publication, sections=("country",))
    with pytest.raises(MutualisError, match="other sections than are declared"):
        edition(odd, made.bound, {}, with_pdf=False)
    with pytest.raises(MutualisError, match=r"section 'nowhere'.*Title, lead, country"):
        edition(made.publication, made.bound, {"nl": {"nowhere": "x"}}, with_pdf=False)


def test_an_edit_may_not_reach_behind_the_helpers(made):
    for text in ("{{ figure.__self__ }}", "{{ cells }}", "{{ figure.__func__.__globals__ }}"):
        with pytest.raises(MutualisError, match="cannot be filled in"):
            with_context(made, text)


@pytest.mark.parametrize(
    ("declared", "wrong"),
    [
        ('kind = "poem"\nindicators = []\nlanguages = ["nl"]\nsections = []', "no kind of publication 'poem'"),
        ('kind = "study"\nlanguages = ["nl"]\nsections = []', "lacks or does not know 'indicators'"),
        ('kind = "study"\nindicators = ["x"]\nlanguages = ["nl"]\nsections = []', "indicator 'x', which is not known"),
        ('kind = "study"\nindicators = []\nlanguages = ["xx"]\nsections = []', "language 'xx', which is not known"),
        ('kind = "study"\nindicators = []\nlanguages = ["nl"]\nsections = []', "has no text in 'nl'"),
        ("kind = ", "cannot be read"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_told(tmp_path, declared, wrong):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "publication.toml").write_text(declared, encoding="utf-8")
    with pytest.raises(MutualisError, match=wrong):
        publications(tmp_path)


def test_a_centre_has_publications_of_its_own(tmp_path, made):
    own = tmp_path / "own"
    own.mkdir()
    said = 'kind = "key-figure"\nindicators = ["gp_contact"]\nlanguages = ["nl", "fr"]\nsections = ["all"]'
    (own / "publication.toml").write_text(said, encoding="utf-8")
    for language in ("nl", "fr"):
        (own / f"{language}.md.j2").write_text("@@ title\nT\n@@ lead\n{{ figure() }}\n@@ all\nx", encoding="utf-8")
    assert told(edition(publication("own", tmp_path), made.bound, {}, with_pdf=False)) == []
    with pytest.raises(MutualisError, match=r"There is no publication 'nothing'.*own"):
        publication("nothing", tmp_path)
