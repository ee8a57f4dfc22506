"""The lake: atomic versions, a transaction once, nothing trusted unseen, one writer, nothing pinned is lost."""

import json
import threading
from contextlib import ExitStack

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualis.engine import DeltaLake
from mutualis.model import MutualisError
from mutualis.model.protocols import Saved

SCHEMA = ibis.schema({"id": "int64", "name": "string"})
TABLE = "core_thing"


@pytest.fixture
def lake(tmp_path):
    return DeltaLake(tmp_path / "lake")


def saved(lake, first=0, count=3, **other):
    path = lake.target(TABLE)
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {"id": pa.array(range(first, first + count), pa.int64()), "name": ["x"] * count, **other}
    pq.write_table(pa.table(columns), path)
    return Saved(path, count, path.stat().st_size)


def commit(lake, name, first=0, count=3, remove=()):
    return lake.commit(
        TABLE, SCHEMA, [saved(lake, first, count)], transaction=name, metadata={"delivery": name}, remove=remove
    )


def ids(lake, version=None):
    return sorted(value for path in lake.files(TABLE, version) for value in pq.read_table(path)["id"].to_pylist())


def test_a_table_begins_with_its_first_commit(lake):
    assert (lake.version(TABLE), lake.files(TABLE), lake.history(TABLE), lake.tables()) == (None, [], [], [])
    assert commit(lake, "one") == 0
    assert (lake.version(TABLE), ids(lake), lake.tables()) == (0, [0, 1, 2], [TABLE])


def test_every_version_stays_readable(lake):
    commit(lake, "one")
    commit(lake, "two", 10)
    assert ids(lake, 0) == [0, 1, 2]
    assert ids(lake, 1) == ids(lake) == [0, 1, 2, 10, 11, 12]


def test_a_transaction_is_committed_once(lake):
    commit(lake, "one")
    assert commit(lake, "one", 50) == 0
    assert ids(lake) == [0, 1, 2]
    assert lake.has(TABLE, "one")
    assert not lake.has(TABLE, "two")


def test_two_handles_cannot_commit_one_transaction_twice(lake):
    other = DeltaLake(lake.folder)
    commit(lake, "one")
    commit(other, "two", 10)
    assert commit(lake, "two", 20) == 1
    assert ids(other) == [0, 1, 2, 10, 11, 12]


def test_files_are_removed_and_added_in_one_version(lake):
    commit(lake, "one")
    commit(lake, "two", 10)
    commit(lake, "three", 20, remove=lake.files_of(TABLE, "one"))
    assert ids(lake) == [10, 11, 12, 20, 21, 22]
    assert lake.version(TABLE) == 2


def test_a_file_that_is_not_in_the_newest_version_cannot_be_removed(lake):
    commit(lake, "one")
    gone = lake.files_of(TABLE, "one")
    commit(lake, "two", 10, remove=gone)
    with pytest.raises(MutualisError, match="not in the newest version"):
        commit(lake, "three", 20, remove=gone)
    assert ids(lake) == [10, 11, 12]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lake: Saved(lake.target(TABLE), 3, 10), "is not there"),
        (lambda lake: saved(lake, more=["y"] * 3), "ot declared: more"),
        (lambda lake: saved(lake, id=["a", "b", "c"]), "declared int64"),
        (lambda lake: Saved(saved(lake, count=2).path, 3, 10), "holds 2 rows"),
        (lambda lake: _cut(saved(lake)), "cannot be read as Parquet"),
    ],
    ids=["missing", "another column", "another type", "fewer rows", "cut off"],
)
def test_a_file_is_opened_and_compared_before_it_counts(lake, spoil, message):
    commit(lake, "one")
    with pytest.raises(MutualisError, match=message):
        lake.commit(TABLE, SCHEMA, [spoil(lake)], transaction="two", metadata={})
    assert (lake.version(TABLE), ids(lake)) == (0, [0, 1, 2])


def _cut(whole):
    whole.path.write_bytes(whole.path.read_bytes()[:-10])
    return whole


def test_a_table_keeps_its_declaration(lake):
    commit(lake, "one")
    wider = saved(lake, more=["y"] * 3)
    with pytest.raises(MutualisError, match=r"another declaration.*more"):
        lake.commit(
            TABLE,
            ibis.schema({**dict(SCHEMA.items()), "more": "string"}),
            [wider],
            transaction="two",
            metadata={},
        )


WIDER = ibis.schema({**dict(SCHEMA.items()), "more": "string"})


def renew(lake, name, remove):
    files = [saved(lake, 20, more=["y"] * 3)]
    return lake.commit(TABLE, WIDER, files, transaction=name, metadata={}, remove=remove, renew=True)


def test_a_table_that_is_made_anew_as_a_whole_may_get_another_declaration_and_older_versions_stay(lake):
    commit(lake, "one")
    before = lake.files(TABLE)
    assert renew(lake, "two", before) == 1
    assert (lake.schema(TABLE), lake.schema(TABLE, 0)) == (WIDER, SCHEMA)
    assert (ids(lake), ids(lake, 0), lake.files(TABLE, 0)) == ([20, 21, 22], [0, 1, 2], before)
    assert renew(lake, "two", lake.files(TABLE)) == 1, "a known transaction changes nothing"
    found = DeltaTable(lake.folder / TABLE)
    assert found.metadata().configuration["delta.logRetentionDuration"] == "interval 36500 days"


def test_a_table_of_which_files_stay_keeps_its_declaration(lake):
    commit(lake, "one")
    commit(lake, "two", 10)
    with pytest.raises(MutualisError, match="files of it stay"):
        renew(lake, "three", lake.files_of(TABLE, "one"))
    assert (lake.schema(TABLE), ids(lake)) == (SCHEMA, [0, 1, 2, 10, 11, 12])


def test_restoring_a_version_of_an_older_declaration_brings_the_declaration_back(lake):
    commit(lake, "one")
    renew(lake, "two", lake.files(TABLE))
    assert lake.restore(TABLE, 0, "a test") == 2
    assert (lake.schema(TABLE), ids(lake), lake.has(TABLE, "two")) == (SCHEMA, [0, 1, 2], False)
    assert (lake.schema(TABLE, 1), ids(lake, 1)) == (WIDER, [20, 21, 22])


def test_a_float_column_has_no_place_in_the_lake(lake):
    with pytest.raises(MutualisError, match="share"):
        lake.commit(TABLE, ibis.schema({"share": "float64"}), [], transaction="one", metadata={})


def test_history_tells_what_was_behind_each_version(lake):
    lake.commit(TABLE, SCHEMA, [saved(lake)], transaction="one", metadata={"delivery": "abc", "operation": "load"})
    commit(lake, "two", 10)
    newest, first = lake.history(TABLE)
    assert (newest.number, first.number, first.operation, first.metadata["delivery"]) == (1, 0, "load", "abc")
    assert first.committed.endswith("+00:00")


def test_history_is_kept_when_the_log_is_compacted(lake):
    for number in range(22):
        lake.commit(TABLE, SCHEMA, [], transaction=f"t{number}", metadata={"delivery": str(number)})
    assert len(lake.history(TABLE)) == 22
    assert list((lake.folder / TABLE / "_delta_log").glob("*.checkpoint.parquet"))
    assert lake.has(TABLE, "t0")


def test_restoring_takes_back_what_came_since_and_lets_it_come_again(lake):
    commit(lake, "one")
    commit(lake, "two", 10, remove=lake.files_of(TABLE, "one"))
    lake.restore(TABLE, 0, "a test")
    assert ids(lake) == [0, 1, 2]
    assert (lake.has(TABLE, "one"), lake.has(TABLE, "two")) == (True, False)
    commit(lake, "two", 10)
    assert ids(lake) == [0, 1, 2, 10, 11, 12]


def test_restoring_twice_changes_nothing_more(lake):
    commit(lake, "one")
    assert lake.restore(TABLE, None, "a test") == lake.restore(TABLE, None, "a test") == 1
    assert ids(lake) == []
    assert lake.restore("core_absent", None, "a test") is None


def test_cleaning_keeps_the_newest_and_the_kept_versions_and_nothing_else(lake):
    for number, name in enumerate(("one", "two", "three")):
        commit(lake, name, number * 10, remove=lake.files(TABLE))
    gone = lake.clean(TABLE, keep_versions=[0])
    assert len(gone) == 1
    assert (ids(lake, 0), ids(lake)) == ([0, 1, 2], [20, 21, 22])


def test_what_a_killed_writer_left_is_swept_and_old_versions_stay(lake):
    commit(lake, "one")
    commit(lake, "two", 10, remove=lake.files(TABLE))
    orphan = lake.folder / TABLE / "0000-orphan.parquet"
    saved(lake).path.rename(orphan)
    assert lake.sweep(TABLE) == [orphan]
    assert (ids(lake, 0), ids(lake)) == ([0, 1, 2], [10, 11, 12])


def test_a_version_that_never_was_is_an_error(lake):
    commit(lake, "one")
    with pytest.raises(MutualisError, match="Version 7 of the table"):
        lake.files(TABLE, 7)
    with pytest.raises(MutualisError, match=r"no table 'core_other'.*core_thing"):
        lake.files("core_other", 0)


@pytest.mark.parametrize(
    "configuration",
    [{"delta.enableDeletionVectors": "true"}, {"delta.columnMapping.mode": "name"}],
    ids=["deletion vectors", "column mapping"],
)
def test_features_that_plain_readers_do_not_know_are_refused(lake, configuration):
    commit(lake, "one")
    log = lake.folder / TABLE / "_delta_log" / f"{0:020d}.json"
    actions = [json.loads(line) for line in log.read_text().splitlines()]
    for action in actions:
        if "metaData" in action:
            action["metaData"]["configuration"].update(configuration)
    log.write_text("\n".join(map(json.dumps, actions)))
    with pytest.raises(MutualisError, match="do not understand"):
        lake.files(TABLE)


def test_a_second_writer_is_told_and_readers_are_not_disturbed(lake):
    commit(lake, "one")
    told: list[BaseException] = []

    def second():
        try:
            with DeltaLake(lake.folder).writing():
                pass
        except MutualisError as error:
            told.append(error)

    with lake.writing(), lake.writing():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        assert ids(DeltaLake(lake.folder)) == [0, 1, 2]
    assert "Another process is writing" in str(told[0])
    with ExitStack() as free:
        free.enter_context(DeltaLake(lake.folder).writing())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=6))
def test_any_order_of_loads_and_replacements_gives_the_rows_of_a_plain_dictionary(tmp_path_factory, steps):
    lake, expected = DeltaLake(tmp_path_factory.mktemp("lake")), {}
    for number, (name, replaces) in enumerate(steps):
        taken = lake.files(TABLE) if replaces else []
        if str(name) not in expected.setdefault("done", set()):
            expected["rows"] = ([] if replaces else expected.get("rows", [])) + list(
                range(number * 10, number * 10 + 3)
            )
            expected["done"].add(str(name))
        commit(lake, str(name), number * 10, remove=taken)
    assert ids(lake) == sorted(expected["rows"])
    assert DeltaTable(lake.folder / TABLE).version() == len(expected["done"]) - 1
