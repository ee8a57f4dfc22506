"""Drafts and editions on disk: a renewal changes what must change, an edition that was issued never changes."""

import email
import json
import shutil
from email.policy import default

import pytest

from drawn_publications import SHORT, desk, release, short_publication
from mutualis import release as releases
from mutualis.model import MutualisError
from mutualis.publish.publications import check, diff, issue, renew
from mutualis.release import publications as issued

NAME = SHORT


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A workspace with a release and the draft of a year, PDF and all, to be copied."""
    work = tmp_path_factory.mktemp("work")
    release(work / "releases", (2022, 2023), {("antibiotics_ddd", 2023, "BE", "total"): 1.1})
    short_publication(work)
    renew(desk(work), NAME, 2023)
    return work


@pytest.fixture
def work(drawn, tmp_path):
    shutil.copytree(drawn, tmp_path / "work")
    return tmp_path / "work"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_renewal_of_the_same_gives_the_same_bytes(work):
    there = files(work / "publications" / NAME / "2023")
    renew(desk(work), NAME, 2023)
    assert files(work / "publications" / NAME / "2023") == there


def test_an_editor_s_text_survives_a_renewal_and_is_marked(work):
    own = work / "publications" / NAME / "2023" / "edits.nl.toml"
    own.write_text('[sections]\nlead = "Samen namen we {{ figure() }} doses."\n', encoding="utf-8")
    made = renew(desk(work), NAME, 2023)
    renew(desk(work), NAME, 2023)
    assert own.read_text(encoding="utf-8").startswith("[sections]")
    there = files(made.folder)
    assert "Samen namen we 22,0 doses." in there["nl.txt"].decode()
    assert "Een redacteur schreef deze delen: inleiding." in there["nl.article.html"].decode()
    assert "redacteur" not in there["fr.article.html"].decode()
    assert json.loads(there["edition.json"])["texts"]["nl"]["edited"] == ["lead"]
    assert check(desk(work), NAME, 2023).texts["nl"].lead == "Samen namen we 22,0 doses."


@pytest.mark.parametrize("text", ["sections = 3", "[other]\nx = 'y'", "[sections]\nlead = 3", "no toml"])
def test_edits_that_cannot_be_used_are_told(work, text):
    (work / "publications" / NAME / "2023" / "edits.nl.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MutualisError, match=r"The edits in edits\.nl\.toml"):
        renew(desk(work), NAME, 2023, with_pdf=False)


def test_a_renewal_shows_what_the_previous_year_said_otherwise(work):
    renew(desk(work), NAME, 2022, with_pdf=False)
    made = renew(desk(work), NAME, 2023, with_pdf=False)
    assert made.before == 2022
    title = diff.changed(made.changes["nl"])[0]
    assert [(each.kind, each.words) for each in title] == [
        ("kept", "Antibiotica:"),
        ("gone", "20,0"),
        ("new", "22,0"),
        ("kept", "in"),
        ("gone", "2022"),
        ("new", "2023"),
    ]
    page = (made.folder / "diff.html").read_text(encoding="utf-8")
    assert "<del>20,0</del> <ins>22,0</ins>" in page


def test_the_draft_tells_what_it_is_made_of(work):
    said = json.loads((work / "publications" / NAME / "2023" / "edition.json").read_text(encoding="utf-8"))
    made = releases.read(releases.latest(work / "releases"))
    assert (said["release"], said["release_root"]) == (made.id, made.root)
    assert said["definitions"] == {"antibiotics_ddd": made.sheet("antibiotics_ddd").version}
    first = next(each for each in said["texts"]["nl"]["trace"].values() if each["kind"] == "cell")
    assert set(first) == {"kind", "value", "release", "part", "indicator", "year", "level", "area", "split", "category"}


def test_what_is_issued_can_be_read_whole_and_the_releases_hold(work):
    made = issue(desk(work), NAME, 2023)
    assert made.folder == work / "releases" / "publications" / NAME / "2023"
    issued.verify(made)
    assert issued.content(made, "nl.pdf").startswith(b"%PDF-")
    assert all(not path.stat().st_mode & 0o222 for path in made.folder.iterdir())
    assert [each.release for each in releases.verify(work / "releases")] == [made.release]
    assert releases.listing(work / "releases") == (made.release,)
    assert (made.texts["nl"].words, made.texts["nl"].pages) == (check(desk(work), NAME, 2023).texts["nl"].words, 1)


def test_the_same_issued_again_is_the_same_edition_and_another_needs_a_reason(work):
    first = issue(desk(work), NAME, 2023)
    assert issue(desk(work), NAME, 2023).root == first.root
    (work / "publications" / NAME / "2023" / "edits.nl.toml").write_text(
        '[sections]\nlead = "Kort."\n', encoding="utf-8"
    )
    renew(desk(work), NAME, 2023)
    with pytest.raises(MutualisError, match=r"was issued before, with other content.*--correction"):
        issue(desk(work), NAME, 2023)
    second = issue(desk(work), NAME, 2023, "de inleiding was te lang")
    assert (second.address, second.why) == ("2023.1", "de inleiding was te lang")
    assert {each.root for each in issued.editions(work / "releases")} == {first.root, second.root}
    issued.verify(first)


def test_a_draft_that_was_changed_by_hand_is_refused(work):
    path = work / "publications" / NAME / "2023" / "nl.html"
    path.write_bytes(path.read_bytes().replace(b"22,0", b"21,0"))
    with pytest.raises(MutualisError, match=r"nl\.html of the draft is not what its release gives: renew it"):
        issue(desk(work), NAME, 2023)
    assert issued.editions(work / "releases") == ()


def test_a_draft_with_a_fault_is_refused_and_all_faults_are_named(work):
    own = work / "publications" / NAME / "2023" / "edits.fr.toml"
    own.write_text('[sections]\nlead = "Environ 20."\nall = "Et 30."\n', encoding="utf-8")
    renew(desk(work), NAME, 2023)
    with pytest.raises(MutualisError, match=r"(?s)the number 20,.*\(fr\); .*the number 30,"):
        issue(desk(work), NAME, 2023)


def test_without_a_draft_there_is_nothing_to_issue(work):
    with pytest.raises(MutualisError, match=r"no draft of 'short' for 2022.*renew"):
        issue(desk(work), NAME, 2022)


@pytest.mark.parametrize("file", ["fr.pdf", "edition.json"])
def test_an_issued_edition_that_was_touched_is_told(work, file):
    made = issue(desk(work), NAME, 2023)
    path = made.folder / file
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))
    with pytest.raises(MutualisError, match="is damaged"):
        issued.verify(issued.issued_in(made.folder))


def test_a_file_that_was_not_issued_and_an_edition_in_another_folder_are_told(work):
    made = issue(desk(work), NAME, 2023)
    (made.folder / "more.txt").write_text("x", encoding="utf-8")
    with pytest.raises(MutualisError, match=r"more\.txt was not issued with it"):
        issued.verify(made)
    with pytest.raises(MutualisError, match="no file of that name"):
        issued.content(made, "../2023/nl.pdf")
    moved = made.folder.with_name("2024")
    made.folder.rename(moved)
    with pytest.raises(MutualisError, match="the edition of another folder"):
        issued.issued_in(moved)


def test_a_newsletter_announces_what_was_issued_and_links_to_it(work):
    with pytest.raises(MutualisError, match="its address is not known"):
        renew(desk(work, site=""), "newsletter", 2023)
    empty = renew(desk(work), "newsletter", 2023)
    assert empty.edition.items == 0
    made = issue(desk(work), NAME, 2023)
    mail = renew(desk(work), "newsletter", 2023)
    text = (mail.folder / "fr.txt").read_text(encoding="utf-8")
    assert made.texts["fr"].title in text
    assert f"https://atlas.example.be/publications/{NAME}/2023?lang=fr" in text
    assert issue(desk(work), "newsletter", 2023).kind == "newsletter"


def test_the_mail_of_a_newsletter_has_words_and_html_and_no_picture_to_fetch(work):
    issue(desk(work), NAME, 2023)
    renew(desk(work), "newsletter", 2023)
    raw = (work / "publications" / "newsletter" / "2023" / "nl.eml").read_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert mail["Subject"] == "Nieuw in de Atlas: de cijfers van 2023"
    assert mail["Content-Language"] == "nl"
    words, page = (part.get_content() for part in mail.iter_parts())
    assert "Antibiotica: 22,0 in 2023" in words
    assert "22,0" in page
    assert not any(each in page for each in ("<img", "<script", "src="))
