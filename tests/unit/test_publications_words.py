"""Texts of publications: what a word is, which numbers are marked, what mark-up becomes, what two texts differ in."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.publish.publications import diff, prose
from mutualis.publish.publications.counted import counted
from mutualis.publish.publications.marks import marked, numbers, placed, plain, unmarked
from mutualis.publish.publications.pictures import Picture

WORDS = st.text(string.ascii_letters + "éèë '%,.", max_size=40)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("een twee drie", 3),
        ("20,3\u00a0% van de verzekerden", 4),  # a percent sign alone is no word
        ("## Een kop\nwoord – woord", 4),
        ("- **vet**: iets\n- [een woord](https://a.be/x/y)", 5),
        (f"voor{placed(0)}na", 2),  # a picture is not counted
        (marked(7, "20,3") + " DDD", 2),
    ],
)
def test_a_word_has_a_letter_or_a_digit(text, count):
    assert counted(text) == count


@given(WORDS, st.integers(0, 10**6), WORDS)
def test_a_number_that_is_typed_is_found_and_one_that_is_marked_is_not(before, number, after):
    assert list(unmarked(f"{before} {number} {after}")) == [str(number)]
    assert list(unmarked(f"{before} {marked(3, str(number))} {after}")) == []
    assert plain(f"{before}{marked(3, str(number))}{after}") == f"{before}{number}{after}"


def test_a_code_and_the_address_of_a_link_have_no_numbers():
    assert list(unmarked("ATC J01 en [een link](https://atlas.be/2023?k=5)")) == []
    assert numbers("1.234.567,8 en 12\u202f345 op 2023-01-02") == ["1.234.567,8", "12\u202f345", "2023", "01", "02"]


def test_only_the_mark_up_of_texts_becomes_html():
    made = prose.html("## Kop <b>\n\nVan **a** en *b* & c\n- een\n- twee [x](javascript:alert)", ())
    assert "<h2" in made
    assert "Kop &lt;b&gt;" in made
    assert "<strong>a</strong> en <em>b</em> &amp; c" in made
    assert made.count("<li>") == 2
    assert "<a " not in made
    assert "<b>" not in made


def test_a_picture_stands_where_the_text_has_it_with_its_caption():
    made = prose.html(f"voor{placed(0)}na", (Picture("map", prose.Markup("<svg></svg>"), "alt", "bijschrift"),))
    assert made.index("voor") < made.index("<svg>") < made.index("<figcaption>bijschrift") < made.index("<p>na")


LINES = st.lists(st.text("ab ", min_size=1, max_size=12).filter(str.strip), max_size=6)


@given(LINES, LINES)
def test_the_differences_hold_all_words_of_both_texts_in_their_order(old, new):
    pieces = [each for paragraph in diff.paragraphs("\n".join(old), "\n".join(new)) for each in paragraph]
    told = {kind: " ".join(each.words for each in pieces if each.kind in (diff.KEPT, kind)) for kind in ("gone", "new")}
    assert told["new"].split() == " ".join(new).split()
    assert sorted(told["gone"].split()) == sorted(" ".join(old).split())


def test_a_paragraph_is_set_beside_the_one_that_says_much_the_same():
    found = diff.paragraphs(
        "Het cijfer is 20,3 in 2022.\nNiets.", "Iets heel anders hier.\nHet cijfer is 20,4 in 2023.\nNiets."
    )
    assert [[piece.kind for piece in each] for each in found] == [
        ["new"],
        ["kept", "gone", "new", "kept", "gone", "new"],
        ["kept"],
    ]
    assert len(diff.changed(found)) == 2
