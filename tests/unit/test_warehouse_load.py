"""Loading a relay parcel: whole, once, replaced by name, refused with a reason; corrections find their original."""

import errno

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import parcel, tables, warehouse
from mutualis.engine import DeltaLake
from mutualis.model import MutualisError
from mutualis.warehouse import Checked
from relay_parcels import DAY, Delivery, care_line, code_of, country, dispensing, member, taken_back

ANN, BOB = care_line("ann"), care_line("bob", nomenclature_code="102034")


@pytest.fixture
def here(tmp_path):
    made = country(tmp_path)
    yield made
    made.centre.close()
    made.ttp.close()


def load(here, delivery, check=None):
    return warehouse.load(here.centre, here.relay(delivery), here.engine(), here.lake, check)


def rows(here, table, *columns):
    """The rows of a core table as readers see them now."""
    version = warehouse.current(here.centre).get(table.name)
    files = here.lake.files(table.name, version) if version is not None else []
    found = [zip(*(pq.read_table(path)[name].to_pylist() for name in columns), strict=True) for path in files]
    return sorted(row for each in found for row in each)


def test_a_loaded_line_has_codes_for_tokens_and_knows_its_parcel_and_line(here):
    loaded = load(here, Delivery(gz=[ANN], fu=[dispensing("ann")], pp=[member("ann", household_head="bob")]))
    assert loaded.status == "loaded"
    columns = ("person_id", "provider_id", "provider_qualification", "place_id", "delivery_id", "line", "service_day")
    expected = (code_of("ann"), code_of("dr-one"), "001", None, loaded.delivery, 1, DAY)
    assert rows(here, tables.core_care_line, *columns) == [expected]
    assert rows(here, tables.core_dispensing, "person_id", "place_id") == [(code_of("ann"), code_of("ph-place"))]
    assert rows(here, tables.core_member_state, "person_id", "household_head_id") == [(code_of("ann"), code_of("bob"))]


def test_no_token_and_no_sender_is_in_any_loaded_file(here):
    load(here, Delivery(gz=[ANN], pp=[member("ann")]))
    for path in (here.centre.store / "warehouse").rglob("*.parquet"):
        names = pq.read_schema(path).names
        assert not [name for name in names if "token" in name or "sender" in name]


def test_temporary_files_are_gone_and_the_parcel_is_put_away(here):
    loaded = load(here, Delivery(gz=[ANN]))
    left = [path for path in here.centre.temporary.rglob("*") if path.is_file() and path.name != ".in-use"]
    assert left == []
    assert list((here.centre.store / "warehouse" / ".staging").iterdir()) == []
    assert here.centre.receive() == []
    assert [path.name[-19:-7] for path in (here.centre.store / "received").iterdir()] == [loaded.delivery[:12]]


def test_the_same_parcel_twice_changes_nothing(here):
    path = here.relay(Delivery(gz=[ANN, BOB]))
    copy = here.folder / "again" / path.name
    copy.parent.mkdir()
    _copy(path, copy)
    first = warehouse.load(here.centre, path, here.engine(), here.lake)
    again = warehouse.load(here.centre, copy, here.engine(), here.lake)
    assert (first.status, again.status) == ("loaded", "known")
    assert again.versions == first.versions
    assert len(rows(here, tables.core_care_line, "line")) == 2


def _copy(source, target):
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())


def test_readers_see_nothing_of_a_load_before_its_last_commit(here, monkeypatch):
    load(here, Delivery(gz=[ANN]))
    before, commit = warehouse.current(here.centre), DeltaLake.commit
    seen = []

    def watched(self, *given, **named):
        version = commit(self, *given, **named)
        seen.append(warehouse.current(here.centre) == before)
        return version

    monkeypatch.setattr(DeltaLake, "commit", watched)
    load(here, Delivery(gz=[BOB], pp=[member("bob")], period="2023H2"))
    assert seen == [True, True]
    assert warehouse.current(here.centre) != before


@pytest.mark.parametrize("after", [1, 2])
def test_a_full_disk_stops_the_load_and_leaves_what_was_there(here, monkeypatch, after):
    load(here, Delivery(gz=[ANN]))
    commit, left = DeltaLake.commit, [after]

    def full(self, *given, **named):
        left[0] -= 1
        if left[0] < 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return commit(self, *given, **named)

    delivery = Delivery(gz=[BOB], pp=[member("bob")], period="2023H2")
    path = here.relay(delivery)
    with monkeypatch.context() as patched:
        patched.setattr(DeltaLake, "commit", full)
        with pytest.raises(MutualisError, match=r"disk is full.*not loaded"):
            warehouse.load(here.centre, path, here.engine(), here.lake)
    assert rows(here, tables.core_care_line, "person_id") == [(code_of("ann"),)]
    assert warehouse.load(here.centre, path, here.engine(), here.lake).status == "loaded"
    assert len(rows(here, tables.core_care_line, "line")) == 2
    assert len(rows(here, tables.core_member_state, "line")) == 1


def test_another_delivery_may_come_before_an_interrupted_one_is_finished(here, monkeypatch):
    path = here.relay(Delivery(gz=[ANN], pp=[member("ann")]))
    with monkeypatch.context() as patched:
        patched.setattr(type(here.centre.ledger), "complete_load", _stop)
        with pytest.raises(RuntimeError):
            warehouse.load(here.centre, path, here.engine(), here.lake)
    load(here, Delivery(gz=[BOB], period="2023H2"))
    assert rows(here, tables.core_care_line, "person_id") == [(code_of("bob"),)]
    assert warehouse.load(here.centre, path, here.engine(), here.lake).status == "loaded"
    assert rows(here, tables.core_care_line, "person_id") == sorted([(code_of("ann"),), (code_of("bob"),)])
    assert len(rows(here, tables.core_member_state, "line")) == 1


def _stop(*given, **named):
    raise RuntimeError("killed")


def test_a_second_load_at_the_same_time_is_told_and_the_first_goes_on(here):
    path, told = here.relay(Delivery(gz=[ANN])), []

    def meanwhile(engine, database, table):
        if not told:
            with pytest.raises(MutualisError, match=r"Only one load can run .* Process \d+"):
                warehouse.load(here.centre, path, here.engine(), DeltaLake(here.lake.folder))
            told.append(True)
        return Checked()

    assert warehouse.load(here.centre, path, here.engine(), here.lake, meanwhile).status == "loaded"
    assert told
    assert len(rows(here, tables.core_care_line, "line")) == 1


def test_a_replacement_takes_the_place_of_the_delivery_it_names_and_both_stay_in_the_ledger(here):
    first = load(here, Delivery(gz=[ANN, ANN, BOB], pp=[member("ann")]))
    second = load(here, Delivery(gz=[BOB], replaces=first.delivery))
    assert rows(here, tables.core_care_line, "person_id", "delivery_id") == [(code_of("bob"), second.delivery)]
    assert rows(here, tables.core_member_state, "line") == []
    assert sorted(each.status for each in here.centre.ledger.deliveries()) == ["loaded", "replaced"]
    assert here.lake.version("core_care_line") == 1
    newest = warehouse.history_rows(here.lake, here.centre, "core_care_line")[0]
    assert (newest["operation"], newest["rows_added"], newest["rows_removed"]) == ("replace", 1, 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, "does not say that it replaces it"),
        ({"replaces": "0" * 64}, "was not loaded here"),
        ({"replaces": "first", "period": "2023H2"}, "another period or sender"),
        ({"replaces": "first", "sender": "sender-zzzzzzzzzz"}, "another period or sender"),
    ],
    ids=["not named", "unknown", "another period", "another sender"],
)
def test_a_second_delivery_of_a_period_is_refused_unless_it_replaces_its_own_by_name(here, change, message):
    first = load(here, Delivery(gz=[ANN]))
    named = {**change, "replaces": first.delivery} if change.get("replaces") == "first" else change
    second = load(here, Delivery(gz=[BOB], **named))
    assert second.status == "refused"
    assert message in second.reason
    assert rows(here, tables.core_care_line, "person_id") == [(code_of("ann"),)]
    assert len(list((here.centre.store / "refused").glob("*.parcel"))) == 1


def test_a_correction_finds_the_line_of_the_same_person_under_an_older_number(here):
    first = load(here, Delivery(gz=[care_line("old number")]))
    second = load(
        here, Delivery(gz=[taken_back(care_line("new number"))], mg=[("old number", "new number")], period="2023H2")
    )
    links = rows(here, tables.core_correction, "delivery_id", "original_delivery_id", "is_full")
    assert links == [(second.delivery, first.delivery, True)]


def test_a_correction_whose_original_is_replaced_finds_it_in_the_delivery_that_replaces_it(here):
    first = load(here, Delivery(gz=[BOB, ANN]))
    second = load(here, Delivery(gz=[taken_back(ANN)], period="2023H2"))
    third = load(here, Delivery(gz=[ANN, BOB], replaces=first.delivery))
    links = rows(here, tables.core_correction, "delivery_id", "line", "original_delivery_id", "original_line")
    assert links == [(second.delivery, 1, third.delivery, 1)]


def test_another_sender_delivers_the_same_period_beside_the_first(here):
    load(here, Delivery(gz=[ANN]))
    assert load(here, Delivery(gz=[BOB], sender="sender-zzzzzzzzzz")).status == "loaded"
    assert len(rows(here, tables.core_care_line, "line")) == 2


def test_a_refused_line_is_set_aside_and_the_rest_is_loaded_and_reported(here):
    loaded = load(here, Delivery(gz=[ANN, BOB, ANN], pp=[member("ann")]), _finds("refuse", 2))
    assert loaded.set_aside == {"pp": 0, "gz": 1, "fu": 0}
    assert rows(here, tables.core_care_line, "line") == [(1,), (3,)]
    assert loaded.problems == {"gz.test": 1}
    known = here.centre.ledger.known(loaded.delivery)
    assert (known.declared_rows, known.accepted_rows, known.set_aside_rows) == (4, 3, 1)


def test_a_warning_is_reported_and_the_line_is_loaded(here):
    loaded = load(here, Delivery(gz=[ANN, BOB]), _finds("warning", 2))
    assert len(rows(here, tables.core_care_line, "line")) == 2
    assert loaded.problems == {"gz.test": 1}


def _finds(severity, line):
    def check(engine, database, table):
        if database != "gz":
            return Checked()
        assert engine.rows(table.filter(table.line == line).select("person_token"))
        columns = {"rule": ["gz.test"], "severity": [severity], "file": ["gz"], "line": [line], "field": ["quantity"]}
        return Checked(pa.table(columns))

    return check


def test_a_parcel_refused_by_its_content_leaves_nothing_and_the_sender_hears(here):
    loaded = load(here, Delivery(gz=[ANN]), lambda *given: Checked(refused="too many unknown codes."))
    assert (loaded.status, loaded.versions) == ("refused", {})
    assert "too many" in loaded.reason
    assert rows(here, tables.core_care_line, "line") == []
    assert _sent(here)[0].extra == {"delivery": loaded.delivery, "status": "refused", "counts": {}}


def test_the_problems_go_to_the_trusted_third_party_once_and_encrypted(here):
    loaded = load(here, Delivery(gz=[taken_back(ANN)]))
    manifest = _sent(here)[0]
    assert (manifest.kind, manifest.recipient, manifest.extra["status"]) == ("problems", "ttp", "loaded")
    path = next(here.centre.outbox.glob("*.parcel")) / "problems.parquet.age"
    here.ttp.keys.decrypt_file(path, here.folder / "problems.parquet")
    found = pq.read_table(here.folder / "problems.parquet").to_pylist()
    rule = {"rule": "centre.correction.unmatched", "severity": "warning", "file": "gz", "line": 1, "field": "quantity"}
    assert found == [rule]
    assert (loaded.unmatched, manifest.extra["counts"]) == (1, {"centre.correction.unmatched": 1})


def _sent(here):
    return [parcel.read_envelope(path) for path in here.centre.outbox.glob("*.parcel")]


@pytest.mark.parametrize(
    ("rows_given", "message"),
    [
        ([{**ANN, "line": 2}, {**BOB, "line": 1}], "'line' does not ascend"),
        ([{**ANN, "line": 1}, {**BOB, "line": 1}], "'line' does not ascend"),
        ([{**ANN, "person": None}], "'person' is empty"),
    ],
    ids=["unordered", "twice", "nobody"],
)
def test_content_that_does_not_keep_its_promise_is_refused(here, rows_given, message):
    loaded = load(here, Delivery(gz=rows_given))
    assert loaded.status == "refused"
    assert message in loaded.reason
    assert here.lake.files("core_care_line") == []


@pytest.mark.parametrize(
    ("rows_declared", "cents", "status", "rule"),
    [
        (2, 4000, "loaded", None),
        (2, 4001, "refused", "parcel.totals"),
        (3, 4000, "refused", "parcel.rows"),
    ],
)
def test_rows_and_control_totals_are_counted_again(here, rows_declared, cents, status, rule):
    declared = {"gz": parcel.Declared(rows_declared, {"SS00060": cents})}
    loaded = load(here, Delivery(gz=[ANN, BOB], declared=declared))
    assert (loaded.status, loaded.problems) == (status, {rule: 1} if rule else {})


def test_a_parcel_that_was_altered_is_refused_before_anything_is_opened(here):
    path = here.relay(Delivery(gz=[ANN]))
    target = path / "gz.parquet.age"
    content = target.read_bytes()
    target.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(MutualisError, match="checksum"):
        warehouse.load(here.centre, path, here.engine(), here.lake)
    assert here.centre.receive() == []
    assert here.centre.ledger.deliveries() == []


def test_history_names_the_parcel_behind_each_version_and_who_pinned_it(here):
    first = load(here, Delivery(gz=[ANN]))
    load(here, Delivery(gz=[BOB, BOB], period="2023H2"))
    here.centre.ledger.pin("core_care_line", 0, "release-1")
    newest, oldest = warehouse.history_rows(here.lake, here.centre, "core_care_line")
    assert (newest["version"], newest["rows_added"], newest["period"], newest["is_current"]) == (1, 2, "2023H2", True)
    assert (oldest["delivery"], oldest["sender_code"]) == (first.delivery[:12], "sender-abcdefghij")
    assert (oldest["pinned_by"], oldest["is_current"]) == ("release-1", False)


def test_clean_up_keeps_what_readers_use_and_what_is_pinned(here):
    first = load(here, Delivery(gz=[ANN]))
    second = load(here, Delivery(gz=[BOB], replaces=first.delivery))
    third = load(here, Delivery(gz=[BOB, ANN], replaces=second.delivery))
    here.centre.ledger.pin("core_care_line", 0, "release-1")
    assert len(warehouse.clean(here.centre, here.lake)) == 1
    assert len(here.lake.files("core_care_line", 0)) == 1
    assert all(path.exists() for version in (0, 2) for path in here.lake.files("core_care_line", version))
    assert rows(here, tables.core_care_line, "delivery_id") == [(third.delivery,)] * 2
