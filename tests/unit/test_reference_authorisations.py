"""Authorisations as files: those that ship can be carried out, faults are said, amendments are worked in."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.reference import authorisations as law
from mutualis.reference.authorisations.folders import BUILT_IN

TEXT = Path(__file__).parents[3] / "shared" / "sources" / "002_ad3869ec19e2e7c3.txt"
DECIDED = BUILT_IN / "ivc-20-284.toml"


@pytest.fixture
def changed(tmp_path):
    """`changed(old, new)`: the file of deliberation 20/284 in which a text is another, once."""

    def change(old: str, new: str) -> Path:
        text = DECIDED.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "changed.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


@pytest.mark.parametrize("name", law.authorisation_names())
def test_every_authorisation_that_ships_can_be_carried_out(name):
    found = law.authorisation(name)
    assert found.id == name
    assert found.status == "authorised"


def test_those_that_the_project_ships_are_there():
    assert {"ivc-20-284", "ivc-20-284-a", "kce-05-033", "agency-standing", "eps-mzg", "proxy-mzg"} <= set(
        law.authorisation_names()
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tables.persons = ["pat_id", "rn"]', 'tables.persons = ["pat_id", "rn", "sex"]', None),
        ('tables.persons = ["pat_id", "rn"]', 'tables.persons = ["pat_id", "rn", "income"]', "no reason is given"),
        ('tables.persons = ["pat_id", "rn"]', 'tables.persons = ["insz", "rn"]', "brings INSZ to 'data_team'"),
        ('holds = ["C2", "link_variables", "claims"]', 'holds = ["C2", "RN", "link_variables", "claims"]',
         "Party 'centre' may never hold RN"),
        ('recipient = "project_store"', 'recipient = "centre"', "brings Cproject to 'centre'"),
        ('sender = "hospital"\nrecipient = "data_manager"', 'sender = "hospital"\nrecipient = "baker"',
         "names 'baker', which is no party"),
        ('identifiers = ["INSZ", ', "identifiers = [", "Identifier 'INSZ' is in a column and not declared"),
        ('of = ["linked-set", "analysis-set", "self', 'of = ["linked-set", "self', "'analysis-set' has no end"),
        ("number = 12", "number = 13", "not numbered from 1 on"),
        ('destroys = ["concordance", "hospital-set"]', 'destroys = ["concordance"]', "'hospital-set' has no end"),
        ('codelist = "charlson"', 'codelist = "elixhauser"', "'elixhauser', which there is not"),
        ('opens = "analysis-set"', 'opens = "linked-set"', "goes to a researcher without a disclosure check"),
        ('reads = ["selection"]\nwrites = ["numbers"]', 'reads = ["link-set"]\nwrites = ["numbers"]',
         "Step 2 reads 'link-set', which 'ttp' receives"),
        ('id = "numbers"\nstep = 2\n', 'id = "numbers"\nstep = 2\nholds = "own_stays"\n', "has INSZ beside own_stays"),
        ('id = "concordance"\n', 'id = "numbers"\n', "File 'numbers' is there twice"),
    ],
)  # fmt: skip
def test_what_could_not_be_carried_out_is_said(changed, old, new, said):
    faults = law.authorisation_faults(changed(old, new))
    assert (said is None and not faults) or any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('status = "authorised"', 'status = "perhaps"', "status"),
        ("decided = 2020-12-01", 'decided = "soon"', "decided"),
        ('lasts = "4 years"', 'lasts = "a while"', "lasts"),
        ("[security_adviser]", "[secret_adviser]", "security_adviser"),
        ('[column.sex]\n', '[column.sex]\ncolour = "red"\n', "colour"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_authorisation_says_where(changed, old, new, said):
    faults = law.authorisation_faults(changed(old, new))
    assert any(said in fault for fault in faults), faults
    with pytest.raises(MutualisError, match="cannot be carried out"):
        law.read_authorisation(changed(old, new))


def test_a_file_that_is_no_toml_and_a_name_that_there_is_not_are_told(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("id = ", encoding="utf-8")
    assert "is no TOML" in law.authorisation_faults(path)[0]
    with pytest.raises(MutualisError, match=r"no authorisation 'ivc-1'\. The authorisations are agency-standing"):
        law.authorisation("ivc-1")


def test_an_amendment_says_what_it_adds_and_drops_and_by_whom_it_is():
    before, after = law.authorisation("ivc-20-284"), law.authorisation("ivc-20-284-a")
    assert after.amended_by == ("ivc-20-284-a",)
    assert (before.mark, after.mark) == ("seen", "ours")
    assert "birth_year" in before.file("linked-set").columns
    assert "birth_year" not in after.file("linked-set").columns
    assert {"age_at_admission", "discharge_year", "stay_code"} <= set(after.file("linked-set").columns)
    said = law.authorisation_differences(before, after)
    assert "File linked-set, table claims, loses stay_number." in said
    assert "number: 20/284 becomes 20/284 A." in said
    assert law.authorisation_differences(before, before) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('file = "link-set"\ntable = "stays"\ndrop = ["income"]', "drops income from 'link-set'"),
        ('file = "link-set"\ntable = "stays"\nadd = ["sex"]', "adds sex to 'link-set', which has it"),
        ('file = "bread"\ntable = "stays"\nadd = ["sex"]', "changes 'bread', table 'stays', which there is not"),
        ('file = "link-set"\ntable = "bread"\nadd = ["sex"]', "table 'bread', which there is not"),
        ('file = "link-set"\ntable = "stays"\nis_new = true\nadd = ["sex"]', "table 'stays', which there is already"),
    ],
)
def test_an_amendment_of_what_is_not_there_is_refused(tmp_path, change, said):
    head = "\n".join(
        ['id = "x"', 'amends = "ivc-20-284"', 'number = "x"', 'status = "draft"', 'mark = "ours"', 'source = "x"']
    )
    why = 'why = { nl = "x", fr = "x", en = "x" }'
    path = tmp_path / "x.toml"
    path.write_text(f"{head}\ndecided = 2021-01-01\n{why}\n[[change]]\n{change}\n{why}\n", encoding="utf-8")
    with pytest.raises(MutualisError, match=said):
        law.read_authorisation(path)


def test_an_amendment_may_bring_files_tables_and_holdings_of_parties():
    before, after = law.authorisation("ivc-20-284"), law.authorisation("ivc-20-284-a")
    held = [{each.role: set(each.holds) for each in given.parties} for given in (before, after)]
    assert held[1]["project_store"] == held[0]["project_store"] | {"reports", "hospital@study"}
    assert after.file("small-cell-report").tables == {"documents": ("document_name", "document")}
    assert not before.file("small-cell-report").tables
    assert after.file("small-cell-findings").recipient == "disclosure_checker"
    assert any(
        each.startswith("New among files: small-cell-findings") for each in law.authorisation_differences(before, after)
    )


def test_the_hash_changes_with_every_reason(changed):
    path = changed("Om alleen gevalideerde diagnoses te selecteren", "Om te selecteren")
    assert law.read_authorisation(path).hash != law.authorisation("ivc-20-284").hash


@pytest.mark.parametrize("name", law.authorisation_names())
@pytest.mark.parametrize("language", law.LANGUAGES)
def test_an_authorisation_reads_in_three_languages_and_its_annex_has_a_line_for_every_column(name, language):
    found = law.authorisation(name)
    annex = law.annex(found, language)
    assert annex in law.whole(found, language)
    lines = annex.splitlines()
    for file in found.files:
        for column in (found.columns[each] for each in file.columns):
            assert any(column.text[language] in line for line in lines)


def test_there_is_no_annex_in_another_language():
    with pytest.raises(MutualisError, match=r"no authorisations in 'de'\. They are in nl, fr, en"):
        law.annex(law.authorisation("ivc-20-284"), "de")


# Heading of a table of the annex in the text, the heading after it, and the file that is it.
SECTIONS = [
    ("Patiëntenselectieset (Stap 1.)\n", "Concordantietabel eerste", "selection"),
    ("MZG-basisset (voor koppeling", "MZG koppelingsset (voor koppeling met IMA-data) – Stap 6", "hospital-set"),
    ("IMA koppelingsset (voor koppeling met MZG-data) – Stap 9", "Gekoppelde dataset", "claims-set"),
    ("Gekoppelde dataset (na koppeling) – Stap 10", "MetaData", "linked-set"),
]
OFFICIAL = re.compile(
    r"\b(?:[A-Z]+\.)?(?:A\d_[A-Z_]+|SS\d{5}|STAYNUM|LOS|CODE_[A-Z]+|ORDER_[A-Z]+|TYPE_[A-Z]+|M1_[A-Z_]+)\b"
)


@pytest.mark.skipif(not TEXT.is_file(), reason="the founding texts are not beside this checkout")
@pytest.mark.parametrize(("begins", "ends", "name"), SECTIONS)
def test_the_files_of_20_284_have_the_columns_of_its_annex(begins, ends, name):
    """Every official name in the table of the text is in our file, and the other way round; errata as declared."""
    text = TEXT.read_text(encoding="utf-8")
    annex = text[text.rindex("Bijlage: gegevenssets:") :]
    table = annex[annex.index(begins) :]
    found = {_plain(each) for each in OFFICIAL.findall(table[: table.index(ends, len(begins))])}
    authorised = law.authorisation("ivc-20-284")
    ours = {authorised.columns[each].official for each in authorised.file(name).columns}
    ours = {_plain(each) for each in ours if OFFICIAL.search(each.replace("*", "YEAR"))}
    assert found == ours


def _plain(name: str) -> str:
    """A name without its table; errata of the text (linkage 1.5), and the three fields of a day as one."""
    name = name.rsplit(".", maxsplit=1)[-1]
    name = name.replace("A2_DESTINATE", "A2_CODE_DESTINATE").replace("A4_*_SPEC", "A4_*_BEDINDEX")
    day = re.fullmatch(r"(A\d)_(?:YEAR|MONTH|DAY|\*)_(\w+)_(?:IN|OUT)", name)
    return f"{day[1]}_DAY" if day else name


def test_a_filter_of_rows_names_the_codes_of_the_text():
    rows = law.authorisation("ivc-20-284").rows
    acts = next(each for each in rows if each.column == "nomenclature_code")
    assert acts.begins_with == ("477724", "477746", "477761", "477783", "212015", "212026", "212041")
    assert {each.codelist for each in rows if each.codelist} == {"charlson"}


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.integers(1, 600))
def test_months_are_counted_by_the_calendar(start, months):
    after = law.Duration(number=months, unit="month").after(start)
    assert (after.year * 12 + after.month) - (start.year * 12 + start.month) == months
    assert after.day == start.day or (after + dt.timedelta(1)).day == 1


def test_years_and_days_are_counted_by_the_calendar():
    assert law.Duration(number=4, unit="year").after(dt.date(2020, 2, 29)) == dt.date(2024, 2, 29)
    assert law.Duration(number=1, unit="year").after(dt.date(2020, 2, 29)) == dt.date(2021, 2, 28)
    assert law.Duration(number=30, unit="day").after(dt.date(2021, 1, 31)) == dt.date(2021, 3, 2)
    assert str(law.Duration(number=48, unit="month")) == "48 months"


def test_every_file_is_read_as_it_is_written():
    for path in BUILT_IN.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["id"] == path.stem
