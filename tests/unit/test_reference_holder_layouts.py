"""Another holder's file is described by a layout beside its authorisation; both are checked before anything runs."""

import pytest

from holder_world import LAYOUT, NAME, authorisation, write
from mutualis.model import MutualisError
from mutualis.reference import authorisations as law
from mutualis.reference.authorisations.folders import BUILT_IN


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The folder of authorisations of one's own, with the trial cohort in it."""
    monkeypatch.setenv("MUTUALIS_AUTHORISATIONS", str(tmp_path))
    write(tmp_path)
    return tmp_path


def test_an_authorisation_and_a_layout_in_ones_own_folder_are_a_linkage(own):
    assert law.authorisation_faults(own / f"{NAME}.toml") == ()
    found = law.read_authorisation(own / f"{NAME}.toml")
    assert (found.link.by, found.link.days_before, found.link.days_after) == ("person", 30, 180)
    assert found.file("linked-set").tables["records"] == (
        "c_project", "record_code", "anchor_year", "event_offset_days", "death_180", "age_at_entry", "smoker", "arm",
    )  # fmt: skip
    assert NAME in law.authorisation_names()


def test_what_the_layout_says_of_a_column_is_not_said_again(own):
    found = law.read_authorisation(own / f"{NAME}.toml")
    assert found.columns["arm"].official == "ARM"
    assert found.columns["arm"].text["fr"] == "bras"
    assert found.columns["event_offset_days"].official == "EVENT"
    assert "| ARM | bras | pour l'étude |" in law.annex(found, "fr")


def test_a_layout_that_changes_changes_the_authorisation_that_was_signed(own):
    before = law.read_authorisation(own / f"{NAME}.toml").hash
    write(own, layout=LAYOUT.replace("yes no", "yes no unknown"))
    assert law.read_authorisation(own / f"{NAME}.toml").hash != before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("age_at_entry,number", "age_at_entry,colour", "Line 5 has the type 'colour'"),
        ("number,quasi", "number,nice", "Line 5 has the role 'nice'"),
        ("arm,bras,arm", "arm,,arm", "Line 7 is not described in Dutch, French and English"),
        ("classes 10 80", "classes ten 80", "Line 5 has a remedy that there is not"),
        ("classes 10 80", "classes 10", "Line 5 has a remedy that there is not"),
        ("event_day", "event", "Line 8 is a day, and its name does not end in _day"),
        ("text,person,1", "text,quasi,1", "not one field with the role 'person'"),
        ("date,anchor,1", "date,anchor,0", "The anchor is no required day"),
        ("ARM,arm", "ROKER,arm", "The code 'ROKER' is there twice"),
        (",known_to,", ",known,", "has no column known_to"),
    ],
)
def test_a_layout_that_cannot_be_used_says_why(tmp_path, old, new, said):
    assert LAYOUT.count(old) >= 1
    path = write(tmp_path, layout=LAYOUT.replace(old, new, 1))
    with pytest.raises(MutualisError, match=said):
        law.read_authorisation(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'layout = "{NAME}"', 'layout = "moon-base"', "There is no layout 'moon-base' of a holder's file"),
        (f'layout = "{NAME}"', 'layout = ""', "names no layout of the holder's file"),
        ("days_after = 180", "days_after = -1", "days_after"),
        ('table = "claims"\ncolumn', 'table = "deaths"\ncolumn', "a filter of rows of the table 'claims' is missing"),
        (f'"{NAME}"\nanchor_from', f'"{NAME}"\nanker = 1\nanchor_from', "anker"),
    ],
)
def test_a_linkage_with_another_holder_that_could_not_be_carried_out_is_told(own, old, new, said):
    text = authorisation()
    assert old in text
    faults = law.authorisation_faults(write(own, text.replace(old, new, 1)))
    assert any(said in fault for fault in faults), faults


def test_a_file_or_table_that_its_steps_need_is_missed(tmp_path):
    text = (BUILT_IN / "cancer-registry.toml").read_text(encoding="utf-8")
    (tmp_path / "cancer-registry.csv").write_text((BUILT_IN / "cancer-registry.csv").read_text(encoding="utf-8"))
    path = tmp_path / "x.toml"
    path.write_text(text.replace('tables.records = ["c2", "anchor_day"]', 'tables.rows = ["c2", "anchor_day"]'))
    assert law.authorisation_faults(path) == (
        "It links records of persons and has no file 'link-variables' with a table 'records'.",
    )
    path.write_text(text.replace('tables.records = ["pat_id", ', 'tables.records = ["pat_id", "shoe_size", '))
    assert law.authorisation_faults(path)[0].startswith(
        "File 'holder-set' has shoe_size, which the layout 'cancer-registry' has not"
    )


def test_a_sample_of_which_nobody_tells_who_is_in_it_would_let_everybody_in(tmp_path):
    text = (BUILT_IN / "cancer-registry.toml").read_text(encoding="utf-8")
    told = 'tables.deaths = ["c2", "anchor_day", "death_365"]'
    assert told in text
    path = tmp_path / "x.toml"
    path.write_text(text.replace("older_than = 18", "older_than = 18\nsample = true"))
    assert law.authorisation_faults(path) == ()
    path.write_text(path.read_text(encoding="utf-8").replace(told, ""))
    assert any("has no table 'deaths' that says who is in it" in each for each in law.authorisation_faults(path))
