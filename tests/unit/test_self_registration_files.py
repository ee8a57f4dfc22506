"""A hospital's self-registration as a file: what is read, what is refused and why, and that no file can hurt."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mutualis
from mutualis.intake.self_registration import Zone, examine, examine_content, write_registration_feedback
from mutualis.parcel.registration_name import RegistrationName
from mutualis.parcel.self_registration import (
    COLUMNS,
    ELEMENTS,
    SCHEMA_OF_ROWS,
    parse_registration,
    read_registration,
    write_registration,
)
from mutualis.reference.self_registration import self_registration_rules
from registration_files import HEAD, NAME, SENDER, attacks, file_of, needle, onset, screened, stay

AS_EVER = True  # see conftest.py: other processes take part

SECONDS, MEGABYTES = 5.0, 64  # for one file, beyond what the program takes itself
SOURCE = str(Path(mutualis.__file__).parents[1])
CHILD = """
import json, re, sys, time
from pathlib import Path
from mutualis.intake.self_registration import Zone
zone, told = Zone(Path(sys.argv[2])), {}
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
start = peak()
for folder in sorted(Path(sys.argv[1]).iterdir()):
    begun = time.perf_counter()
    found = zone.take(next(folder.iterdir()), "hospital-007")
    told[folder.name] = [found.reasons, time.perf_counter() - begun]
print(json.dumps({"told": told, "start": start, "peak": peak()}))
"""


def rules_of(content: bytes, name: str = NAME, sender: str = SENDER) -> tuple[str, ...]:
    return examine_content(name, content, sender).reasons


def told(found) -> set:
    return {(each.rule, each.field, *each.lines.tolist()) for each in found.findings}


def test_a_stay_is_read_and_what_is_absent_is_not_known_rather_than_nought():
    found = parse_registration(
        file_of(stay(1, needle(27) + onset(95) + screened(1), referred="1"), stay(2, in_hospital="1"))
    )
    assert (found.hospital, found.year) == ("007", 2019)
    assert found.rows.select(COLUMNS).rows() == [
        ("007", 2019, True, False, 27, 95, True),
        ("007", 2019, False, True, None, None, None),
    ]
    assert dict(found.rows.select(COLUMNS).schema) == SCHEMA_OF_ROWS
    assert found.rows["line"].to_list() == [2, 3]


rows = st.fixed_dictionaries(
    {
        "is_referred": st.booleans(),
        "is_in_hospital": st.booleans(),
        "door_to_needle_minutes": st.none() | st.integers(0, 1440),
        "onset_minutes": st.none() | st.integers(-43200, 43200),
        "is_swallow_screened": st.none() | st.booleans(),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=20))
def test_what_is_written_is_read_again(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("written")
    frame = pl.DataFrame(drawn, schema={name: SCHEMA_OF_ROWS[name] for name, _ in ELEMENTS.values()})
    found = read_registration(write_registration(folder, RegistrationName("007", 2019, 1), frame))
    assert found.rows.select(frame.columns).equals(frame)
    assert found.rows["number"].to_list() == list(range(1, len(drawn) + 1))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text("<>/=\"'&!?[]- xVerblijf01", max_size=300).map(str.encode))
def test_whatever_the_bytes_are_they_are_a_registration_or_refused(content):
    for each in (content, HEAD.encode() + content + b"</BeroerteRegistratie>"):
        found = examine_content(NAME, each, SENDER)
        assert (found.rows is None) == found.is_refused
        assert {finding.rule for finding in found.findings} <= set(self_registration_rules())


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (needle(270) + onset(-43200) + screened(0), set()),
        (needle(1441), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle(-1), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle("27.5"), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle(""), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle("٢٧"), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle(27).replace("min", "h"), {("selfreg.value", "DeurNaaldTijd", 2)}),
        (needle(27).replace(' eenheid="min"', ""), {("selfreg.attribute", "DeurNaaldTijd", 2)}),
        (onset(43201), {("selfreg.value", "BeroerteTijd", 2)}),
        (screened(2), {("selfreg.value", "Slikscreening", 2)}),
        (screened(""), {("selfreg.value", "Slikscreening", 2)}),
        (screened(1) + needle(27), {("selfreg.element", "DeurNaaldTijd", 2)}),
        (screened(1) * 2, {("selfreg.element", "Slikscreening", 2)}),
        ("<Rijksregisternummer>85073003328</Rijksregisternummer>", {("selfreg.element", "", 2)}),
        ("85073003328", {("selfreg.element", "Verblijf", 2)}),
    ],
)  # fmt: skip
def test_the_schema_takes_what_is_asked_for_and_nothing_else(inside, found):
    assert told(examine_content(NAME, file_of(stay(1, inside, in_hospital="1")), SENDER)) == found


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('versie="1.0"', 'versie="2.0"', "selfreg.value"),
        ('versie="1.0" ', "", "selfreg.attribute"),
        ('Jaar="2019"', 'Jaar="19"', "selfreg.value"),
        ('Jaar="2019"', 'Jaar="2018"', "selfreg.content"),
        ('CODE_AGR="007"', 'CODE_AGR="011"', "selfreg.content"),
        ('CODE_AGR="007"', 'CODE_AGR="007" arts="x"', "selfreg.attribute"),
        ('volgnr="1"', 'volgnr="85073003328"', "selfreg.value"),
        ('volgnr="1"', 'volgnr="0"', "selfreg.value"),
        ("<InZiekenhuis>0</InZiekenhuis>", "", "selfreg.element"),
        ('volgnr="1"', 'volgnr="2"', "selfreg.volgnr"),
    ],
)
def test_what_the_file_says_of_itself_must_be_right(old, new, rule):
    good = file_of(stay(1), stay(2)).decode()
    assert old in good
    assert rules_of(good.encode()) == ()
    assert rules_of(good.replace(old, new, 1).encode()) == (rule,)


@pytest.mark.parametrize(
    ("name", "sender", "rule"),
    [
        ("VIKZ-BEROERTE-007-2019-1.xml", SENDER, "selfreg.name"),
        ("VIKZ-BEROERTE-007-2019-01.XML", SENDER, "selfreg.name"),
        ("vikz-beroerte-007-2019-01.xml", SENDER, "selfreg.name"),
        ("../VIKZ-BEROERTE-007-2019-01.xml", SENDER, "selfreg.name"),
        ("VIKZ-BEROERTE-007-2019-01.xml\n", SENDER, "selfreg.name"),
        ("VIKZ-BEROERTE-٠٠٧-2019-01.xml", SENDER, "selfreg.name"),
        (NAME, "hospital-011", "selfreg.sender"),
        (NAME, "insurer-100", "selfreg.sender"),
        ("VIKZ-BEROERTE-XXX-2019-01.xml", "hospital-xxx", "selfreg.hospital"),
    ],
)
def test_the_sender_is_the_hospital_of_a_right_name(name, sender, rule):
    assert rules_of(file_of(stay()), name, sender) == (rule,)


def test_odd_times_are_told_and_kept():
    drawn = [needle(4), needle(5), needle(270), needle(271), onset(-1)]
    found = examine_content(NAME, file_of(*(stay(n, each) for n, each in enumerate(drawn, 1))), SENDER)
    assert told(found) == {("selfreg.door_to_needle", "DeurNaaldTijd", 2, 5), ("selfreg.onset", "BeroerteTijd", 6)}
    assert not found.is_refused
    assert found.rows["door_to_needle_minutes"].to_list() == [4, 5, 270, 271, None]
    in_hospital = examine_content(NAME, file_of(stay(1, onset(-1), in_hospital="1")), SENDER)
    assert told(in_hospital) == set()
    assert told(examine_content(NAME, file_of(), SENDER)) == {("selfreg.empty", "", 0)}


@pytest.fixture
def asked():
    """A server where nobody may ask: its address, and how many asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", server


def test_no_file_takes_time_memory_or_another_file_and_each_is_kept_with_its_reason(tmp_path, asked):
    """Every attack in one child process, whose memory is measured."""
    address, server = asked
    drawn = attacks(address)
    for name, (content, _) in drawn.items():
        (tmp_path / "sent" / name).mkdir(parents=True)
        (tmp_path / "sent" / name / NAME).write_bytes(content)
    words = [sys.executable, "-c", CHILD, str(tmp_path / "sent"), str(tmp_path / "zone")]
    environment = os.environ | {"PYTHONPATH": SOURCE}
    done = subprocess.run(words, capture_output=True, timeout=120, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    refused = {name: " ".join(sorted(rules)) for name, (rules, _) in found["told"].items()}
    assert refused == {name: rule for name, (_, rule) in drawn.items()}
    assert {name: seconds for name, (_, seconds) in found["told"].items() if seconds > SECONDS} == {}
    assert found["peak"] - found["start"] < MEGABYTES
    with pytest.raises(BlockingIOError):  # nobody is at the door
        server.accept()
    kept = [path.read_bytes() for path in (tmp_path / "zone" / "refused").glob("*.xml")]
    assert len(kept) == len(drawn)
    assert set(kept) == {content for content, _ in drawn.values()}
    reasons = [json.loads(path.read_text())["reason"] for path in (tmp_path / "zone" / "refused").glob("*.json")]
    assert sorted(" ".join(sorted(each.split(", "))) for each in reasons) == sorted(rule for _, rule in drawn.values())
    assert list((tmp_path / "zone" / "accepted").iterdir()) == []


@pytest.fixture
def sent(tmp_path):
    """`sent(name, content)`: a file as it was received."""

    def send(name: str, content: bytes) -> Path:
        folder = tmp_path / "sent"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name

    return send


def numbered(number: int) -> str:
    return str(RegistrationName("007", 2019, number))


def test_of_a_year_the_highest_number_counts_and_the_same_bytes_count_once(sent, tmp_path):
    zone, one, two = Zone(tmp_path / "zone"), file_of(stay()), file_of(stay(1), stay(2))
    assert told(zone.take(sent(numbered(2), one), SENDER)) == set()
    assert told(zone.take(sent(numbered(2), one), SENDER)) == {("selfreg.known", "", 0)}
    assert told(zone.take(sent(numbered(1), two), SENDER)) == {("selfreg.older", "", 0)}
    assert [each.number for each in zone.counting()] == [2]
    assert told(zone.take(sent(numbered(10), two), SENDER)) == {("selfreg.superseded", "", 0)}
    assert [each.number for each in zone.counting()] == [10]
    assert zone.read(zone.counting()[0]).rows.height == 2
    assert [each.number for each in zone.names()] == [1, 2, 10]


def test_other_bytes_under_a_number_are_refused_and_what_was_accepted_stays(sent, tmp_path):
    zone = Zone(tmp_path / "zone")
    zone.take(sent(NAME, file_of(stay())), SENDER)
    found = zone.take(sent(NAME, file_of(stay(1), stay(2))), SENDER)
    assert (found.reasons, found.rows) == (("selfreg.number",), None)
    assert zone.read(zone.names()[0]).rows.height == 1
    assert [path.read_bytes() for path in zone.refused.glob("*.xml")] == [file_of(stay(1), stay(2))]


def test_a_number_that_was_refused_may_be_sent_again(sent, tmp_path):
    zone = Zone(tmp_path / "zone")
    assert zone.take(sent(NAME, file_of(stay(1), stay(1))), SENDER).reasons == ("selfreg.volgnr",)
    assert zone.take(sent(NAME, file_of(stay(1), stay(2))), SENDER).reasons == ()
    assert len(zone.names()) == 1


def test_a_name_that_is_none_is_kept_under_no_name_of_its_own(sent, tmp_path):
    zone = Zone(tmp_path / "zone")
    assert zone.take(sent("Jan Janssens 85073003328.xml", file_of(stay())), SENDER).reasons == ("selfreg.name",)
    (kept,) = zone.refused.glob("*.xml")
    assert kept.name.startswith("hospital-007-unnamed.")


def test_feedback_says_where_each_rule_was_broken_and_repeats_no_value(tmp_path):
    found = examine_content(NAME, file_of(stay(1, needle(1999)), stay(2, "<Naam>Janssens</Naam>")), SENDER)
    problems, rules = write_registration_feedback(tmp_path, found)
    lines = problems.read_text().splitlines()
    assert lines[1:] == [
        "selfreg.value,block,self-registration,2,DeurNaaldTijd",
        "selfreg.element,block,self-registration,3,",
    ]
    both = problems.read_text() + rules.read_text()
    assert "1999" not in both
    assert "Janssens" not in both
    assert "Een waarde is er geen van de lijst" in both


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(5_000_001)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert examine(path, SENDER).reasons == ("selfreg.size",)
