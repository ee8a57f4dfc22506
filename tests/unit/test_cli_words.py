"""The command line by itself: help with an example for every verb, errors in words, exit codes, tables that fit."""

import os
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from command_line import run
from mutualis import node, pipeline, tables
from mutualis.cli import app, table
from mutualis.cli.options import table_workspace
from mutualis.model import Busy, DiskFull, MutualisError
from mutualis.model.protocols import Saved
from mutualis.parcel import ParcelError
from mutualis.pipeline import Silent, StageRow, Workspace
from mutualis.pipeline.meter import measured
from mutualis.warehouse.content import ARROW_TYPES

READERS = (
    "accept", "code", "load", "derive", "count", "protect", "publish", "run", "atlas", "clean", "scan",
    "history core_care_line", "nodes list", "keys custody", "keys escrow shares --node ttp",
    "keys rotate --node ttp --purpose c2", "keys restore a.txt --node ttp",
    "pack extract --insurer insurer-100 --period 2023H1",
    "keys create --node ttp --purpose c2 --holder a --deputy b --criteria c",
)  # fmt: skip


def verbs(command: object = None, path: tuple[str, ...] = ()):
    """Every command of the tree with its words."""
    found = command or typer.main.get_command(app.build())
    inside = getattr(found, "commands", None)
    if not inside:
        yield path, found
        return
    for name, each in inside.items():
        yield from verbs(each, (*path, name))


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = Workspace(tmp_path_factory.mktemp("cli") / "work")
    space.create()
    return space


@pytest.mark.parametrize("words", [" ".join(path) for path, _ in verbs()])
def test_every_verb_has_help_with_an_example_that_names_it(words: str) -> None:
    told = CliRunner().invoke(app.build(), [*words.split(), "--help"], terminal_width=120)
    assert told.exit_code == 0
    text = re.sub(r"[\s│]+", " ", told.output)
    assert "Example" in text
    assert f"mutualis {words}" in text


@pytest.mark.parametrize("words", READERS)
def test_a_folder_that_is_no_workspace_is_an_error_and_is_not_made(monkeypatch, capsys, tmp_path, words: str) -> None:
    code, _, err = run(monkeypatch, capsys, *words.split(), "-w", str(tmp_path / "typo"))
    assert code == 1
    assert f"{tmp_path / 'typo'} is no workspace. No such folder. Name another one with -w" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["accpet"], ["accept", "--quickly"], ["accept", "--threads", "none"], ["history"]])
def test_a_command_that_does_not_exist_as_given_ends_with_2(monkeypatch, capsys, words: list[str]) -> None:
    code, _, err = run(monkeypatch, capsys, *words)
    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize("verb", ["load", "derive", "count", "run"])
def test_a_limit_of_memory_that_is_no_size_is_refused_with_an_example(monkeypatch, capsys, verb: str) -> None:
    code, _, told = run(monkeypatch, capsys, verb, "--memory-limit", "much")
    assert code == 2
    assert "'much' is no size of memory" in told


@pytest.mark.parametrize(("gigabytes", "given"), [(1, "2GB"), (8, "2GB"), (16, "4GB"), (24, "5GB"), (512, "5GB")])
def test_derived_tables_get_a_quarter_of_the_memory_within_bounds(monkeypatch, nodes, gigabytes, given) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 10**6, "SC_PHYS_PAGES": gigabytes * 1_000}.__getitem__)
    asked = Workspace(nodes.path)
    assert asked.table_memory_limit == given
    assert asked.memory_limit == "2GB"


def test_derived_tables_get_the_memory_that_is_asked_for(nodes) -> None:
    space = table_workspace(nodes.path, 2, "duckdb", "", "3GB")
    assert space.table_engine().memory_limit == "3GB"
    assert space.engine(space.centre).memory_limit == "2GB"


def test_the_demo_does_not_remove_a_folder_that_no_demo_made(monkeypatch, capsys, tmp_path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    code, _, err = run(monkeypatch, capsys, "demo", "-w", str(tmp_path), "--no-serve")
    assert code == 2
    assert "holds something that no demo made" in err.replace("│ ", "")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_table_that_does_not_exist_is_an_error_that_lists_the_tables(monkeypatch, capsys, nodes) -> None:
    code, _, err = run(monkeypatch, capsys, "history", "core_care_lines", "-w", str(nodes.path))
    assert code == 1
    assert "There is no declared table 'core_care_lines'. The tables are core_member_state, core_care_line" in err


def test_a_table_without_versions_says_so(monkeypatch, capsys, nodes) -> None:
    code, out, _ = run(monkeypatch, capsys, "history", "core_care_line", "-w", str(nodes.path))
    assert (code, out) == (0, "core_care_line has no version yet: nothing was loaded into it.\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("derive", "The warehouse is empty. Load parcels first: mutualis load."),
        ("count", "There is no derived_population_year yet. Make the derived tables first: mutualis derive."),
        ("protect", "No indicator was counted yet. Count first: mutualis count."),
        ("keys custody --node", "No such option"),
    ],
)
def test_a_stage_without_the_one_before_it_says_what_to_do_first(monkeypatch, capsys, nodes, words, told) -> None:
    code, _, err = run(monkeypatch, capsys, *words.split(), "-w", str(nodes.path))
    assert code in (1, 2)
    assert told.split(" yet")[0].split(" is")[0] in err


def test_a_workspace_whose_passphrase_is_lost_says_so_and_makes_no_other(monkeypatch, capsys, tmp_path) -> None:
    (tmp_path / "nodes" / "ttp").mkdir(parents=True)
    monkeypatch.delenv("MUTUALIS_PASSPHRASE", raising=False)
    code, _, err = run(monkeypatch, capsys, "accept", "-w", str(tmp_path))
    assert code == 1
    assert "The passphrase of the workspace" in err
    assert "MUTUALIS_PASSPHRASE" in err
    assert not (tmp_path / "passphrase").exists()


CUSTODY = ("--holder", "A. Peeters", "--deputy", "B. Dubois", "--criteria", "oath")


@pytest.mark.parametrize("purpose", ["c1", "c2"])
def test_the_centre_refuses_the_keys_of_insurers_and_of_the_third_party(monkeypatch, capsys, nodes, purpose) -> None:
    words = ("keys", "create", "--node", "centre", "--purpose", purpose, *CUSTODY, "-w", str(nodes.path))
    code, _, err = run(monkeypatch, capsys, *words)
    assert code == 1
    assert "centre" in err
    assert purpose not in node.Node.open(nodes.path / "nodes" / "centre", nodes.passphrase).keys.purposes


def test_restore_drill_a_lost_ring_comes_back_from_three_of_five_shares(monkeypatch, capsys, tmp_path) -> None:
    space = Workspace(tmp_path / "work")
    space.create()
    where = ("-w", str(space.path))
    before = space.ttp.keys.subkey("c2", "person")
    shares = tmp_path / "shares"
    code, out, _ = run(monkeypatch, capsys, "keys", "escrow", str(shares), "--node", "ttp", *where)
    assert (code, "5 shares in" in out) == (0, True)
    (space.path / "nodes" / "ttp" / "keys" / "ring.json").unlink()
    files = sorted(str(path) for path in shares.glob("c2-*"))
    code, _, err = run(monkeypatch, capsys, "keys", "restore", *files[:2], "--node", "ttp", *where)
    assert (code, "2 different shares restore nothing. Any 3 of 5 shares of a key do" in err) == (1, True)
    code, _, err = run(monkeypatch, capsys, "keys", "restore", *files[1:4], "--node", "centre", *where)
    assert code == 1
    code, out, _ = run(monkeypatch, capsys, "keys", "restore", *files[1:4], "--node", "ttp", *where)
    assert (code, out.startswith("Restored c2-1-")) == (0, True)
    for purpose in ("sign", "exchange", "ledger"):
        if purpose in Workspace(space.path).ttp.keys.purposes or purpose not in space.ttp.keys.purposes:
            continue
        code, _, err = run(
            monkeypatch, capsys, "keys", "create", "--node", "ttp", "--purpose", purpose, *CUSTODY, *where
        )
        assert code == 0, err
    assert Workspace(space.path).ttp.keys.subkey("c2", "person") == before
    code, out, _ = run(monkeypatch, capsys, "keys", "custody", *where)
    assert "A. Peeters" in re.sub(r"[\s│]+", " ", out)


def test_rotating_a_key_makes_a_second_version_the_current_one(monkeypatch, capsys, nodes) -> None:
    words = ("keys", "rotate", "--node", "centre", "--purpose", "exchange", "-w", str(nodes.path))
    code, out, _ = run(monkeypatch, capsys, *words)
    assert (code, out.startswith("exchange-2-")) == (0, True)


def test_the_closing_table_fits_80_columns_and_cuts_nothing(capsys) -> None:
    long = "a note that is much longer than any table cell could ever be, and is still told in full"
    rows = [StageRow(name, 12_345_678, 12_345_678, 123_456, 59.9, long) for name in ("synthesise", "accept", "protect")]
    rows[2].facts = {"cells suppressed": "855 primary + 13 secondary", "attacker": "tried 785 cells and failed"}
    rows[1].refuse("insurer-100", "delivery.parcel", "Its signature is wrong.")
    table.closing(rows)
    told = capsys.readouterr().out
    head = told.split("\n\n")[0].splitlines()
    assert max(len(line) for line in head) <= 80
    assert head[1].split() == ["stage", "rows", "in", "rows", "out", "problems", "seconds", "of", "budget"]
    assert "synthesise  12,345,678  12,345,678   123,456     59.9        17%" in head
    assert told.count(long) == 3
    for line in ("problems found: 370,368", "parcels refused: 1", "attacker: tried 785 cells and failed"):
        assert line in told.splitlines()
    assert re.search(r"^peak memory: [\d.]+ (MB|GB)$", told, re.M)


def test_refused_parcels_are_told_on_standard_error_and_the_command_ends_with_3(capsys) -> None:
    row = StageRow("accept")
    table.end([row])
    row.refuse("insurer-100", "delivery.parcel", "Its signature is wrong.")
    with pytest.raises(typer.Exit) as end:
        table.end([row])
    assert end.value.exit_code == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert "insurer-100: delivery.parcel was refused and is in store/refused. Its signature is wrong." in told.err


def test_what_is_wrong_with_one_parcel_does_not_stop_a_stage_but_a_full_disk_or_a_lock_does() -> None:
    row = StageRow("accept")
    with row.one_parcel("ttp", "first"):
        raise ParcelError("parcel.rows", "The rows are wrong.")
    with row.one_parcel("ttp", "second"):
        raise MutualisError("Something else is wrong with it.")
    assert row.refused == 2
    assert row.told[0].startswith("ttp: first was refused and is in store/refused. The rows")
    assert row.told[1].startswith("ttp: second was refused and is in inbox still. Something")
    for error in (DiskFull("The disk is full."), Busy("Only one.")):
        with pytest.raises(type(error)), row.one_parcel("ttp", "third"):
            raise error


def test_a_full_disk_met_by_any_library_is_said_in_words() -> None:
    told = r"The disk is full: `load` stopped.*then run `mutualis load` again"
    with pytest.raises(DiskFull, match=told), measured("load", Silent()):
        raise OSError(28, "No space left on device")
    with pytest.raises(ValueError, match="another"), measured("load", Silent()):
        raise ValueError("another mistake")


def test_clean_keeps_version_0_when_it_is_pinned(nodes: Workspace) -> None:
    lake, wanted = nodes.lake(), tables.result_indicator
    before: list = []
    for version in (0, 1, 2):
        rows = pa.table({name: pa.array([], ARROW_TYPES[str(kind)]) for name, kind in wanted.schema.items()})
        saved = _saved(lake.target(wanted.name), rows)
        with lake.writing():
            note = {"operation": "derive"}
            lake.commit(wanted.name, wanted.schema, [saved], transaction=f"t{version}", metadata=note, remove=before)
        before = lake.files(wanted.name)
    nodes.centre.ledger.pin(wanted.name, 0, "a result")
    assert pipeline.clean(nodes) == 1
    for version in (0, 2):
        assert all(path.is_file() for path in lake.files(wanted.name, version))


def _saved(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path)
    return Saved(path, rows.num_rows, path.stat().st_size)
