"""The verbs about publications."""

import shutil

import pytest

from command_line import run
from drawn_publications import SHORT, release, short_publication


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    release(work / "releases", (2022, 2023), {("antibiotics_ddd", 2023, "BE", "total"): 1.1})
    short_publication(work)
    return work


@pytest.fixture
def publication(drawn, tmp_path, monkeypatch, capsys):
    """Runs a verb in a workspace of its own."""
    shutil.copytree(drawn, tmp_path / "work")
    return lambda *words: run(monkeypatch, capsys, "publication", *words, "-w", str(tmp_path / "work"))


def test_a_publication_is_renewed_checked_and_issued(publication):
    code, out, _ = publication("renew", SHORT, "--year", "2022")
    assert code == 0
    code, out, _ = publication("renew", SHORT)
    assert code == 0
    assert "nl: what 2022 said otherwise" in out
    assert "[-20,0-] {+22,0+}" in out
    assert "Draft of short for 2023" in out
    code, out, _ = publication("check", SHORT, "--year", "2023")
    assert (code, "It may be issued." in out) == (0, True)
    code, out, _ = publication("issue", SHORT, "--year", "2023")
    assert code == 0
    assert "Issued short/2023, root " in out
    code, out, _ = publication("list")
    assert "short" in out
    assert "2022, 2023  2023" in out


def test_a_draft_that_cannot_be_issued_ends_with_3_and_says_why(publication):
    code, out, _ = publication("renew", SHORT, "--year", "2023", "--no-pdf")
    assert code == 3
    assert "It cannot be issued yet:" in out
    assert "its pdf was not made (nl)" in out
    code, _, err = publication("issue", SHORT, "--year", "2023")
    assert code == 1
    assert "cannot be issued" in err


def test_show_gives_the_words_of_a_draft(publication):
    publication("renew", SHORT, "--year", "2023", "--no-pdf")
    code, out, _ = publication("show", SHORT, "--year", "2023", "--language", "fr")
    assert (code, out.startswith("Antibiotica: 22,0 in 2023")) == (0, True)
    code, _, err = publication("show", SHORT, "--year", "2023", "--language", "de")
    assert (code, "There is no de.txt of 'short' for 2023. Fr.txt, nl.txt." in err) == (1, True)


def test_list_names_every_publication_that_ships(publication):
    code, out, _ = publication("list")
    assert code == 0
    names = {line.split()[0] for line in out.splitlines()}
    assert {"key-figure-antibiotics", "key-figure-polypharmacy", "key-figure-gp-contact", "newsletter"} <= names


def test_what_there_is_not_is_told(publication):
    for words, wrong in (
        (("renew", "nothing"), "There is no publication 'nothing'"),
        (("renew", SHORT, "--year", "1999"), "no figures of 'antibiotics_ddd' for 1999"),
        (("renew", SHORT, "--release", "x"), "There is no release 'x'"),
        (("check", SHORT, "--year", "2023"), "There is no draft of 'short' for 2023"),
    ):
        code, _, err = publication(*words)
        assert (code, wrong in err) == (1, True)
