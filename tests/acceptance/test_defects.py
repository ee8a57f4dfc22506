"""A country with planted faults through the real command line: each fault is found where it is, and none gets past."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import filelock
import polars as pl
import pytest

from mutualis import pipeline, reference, synthetic
from mutualis.coding import handover
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace
from mutualis.synthetic import Planted

INSURED, YEARS, SEED = 400, Years(2023, 2023), 3
REGISTERS = {
    "c4": "core_drug_authorisation",
    "ao": "core_incapacity",
    "kz": "core_dependency",
    "pg": "core_attest",
    "pi": "core_pilot_inclusion",
    "gp": "core_gp_record",
    "pr": "core_survey_answer",
    "wb": "core_provider_wellbeing",
}
TABLE_OF = {"pp": "core_member_state", "gz": "core_care_line", "fu": "core_dispensing", **REGISTERS}
SETS_ASIDE = ("refuse", "block")
SENDERS = (*(each.name for each in reference.insurers()), "record-hub")
HUB_PARCELS = 2  # of the hub of records, one a half-year


@dataclass(frozen=True)
class Village:
    """The workspace after accept, code and load; what `mutualis accept` printed and how it ended."""

    space: Workspace
    code: int
    out: str
    err: str

    def planted(self) -> list[Planted]:
        return synthetic.read_planted(self.space.truth / "planted.csv")

    def store(self, insurer: str) -> Path:
        return self.space.path / "nodes" / insurer / "store"

    def outcomes(self) -> list[dict]:
        """What the nodes of the insurers and the hub of records kept of the deliveries that they accepted."""
        found = []
        kept = (path for name in SENDERS for path in self.store(name).glob("accepted/*/outcome.json"))
        for path in sorted(kept):
            manifest = json.loads((path.parent / "manifest.json").read_text())
            where = {"insurer": manifest["sender"], "period": manifest["period"], "folder": path.parent}
            found.append({**json.loads(path.read_text()), **where})
        return found

    def feedback(self, insurer: str, period: str) -> list[dict]:
        """The lines of problems.csv of every delivery of an insurer and a period."""
        names = {path.name.removesuffix(".parcel")[-12:] for path in self.parcels(insurer, period)}
        names |= {
            each["delivery"][:12] for each in self.outcomes() if (each["insurer"], each["period"]) == (insurer, period)
        }
        folders = [path for path in (self.store(insurer) / "feedback").iterdir() if path.name[-12:] in names]
        return [row for folder in folders for row in csv.DictReader((folder / "problems.csv").read_text().splitlines())]

    def parcels(self, insurer: str, period: str) -> list[Path]:
        return sorted((self.store(insurer) / "refused").glob(f"delivery-{period}-*.parcel"))

    def relay(self, insurer: str, period: str) -> str:
        """The hash under which the centre knows a delivery; only the third party can say it."""
        [coded] = self.space.ttp.ledger.deliveries(kind="coded", period=period, sender=insurer)
        made = handover.made_from(self.space.ttp, "relay", coded.hash)
        assert made is not None
        return made

    def loaded(self, database: str) -> pl.DataFrame:
        lake, table = self.space.lake(), TABLE_OF[database]
        if lake.version(table) is None:  # every line of it was set aside
            return pl.DataFrame(schema={"delivery_id": pl.String, "line": pl.Int64})
        return pl.read_parquet(lake.files(table))


def command(*arguments: str) -> subprocess.CompletedProcess:
    """A verb as a person runs it."""
    paths = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-c", "from mutualis.cli import main; main()", *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="session")
def village(shared: Path) -> Village:
    space, kept = Workspace(shared / "village"), shared / "village.json"
    with filelock.FileLock(shared / "village.lock"):
        if not kept.exists():
            pipeline.synthesise(space, INSURED, YEARS, SEED, True, Silent())
            done = command("accept", "-w", str(space.path))
            pipeline.code(space, Silent())
            pipeline.load(space, Silent())
            kept.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
    return Village(space, *json.loads(kept.read_text()))


def test_at_least_25_kinds_of_faults_were_planted(village: Village) -> None:
    assert len({each.kind for each in village.planted()}) >= 60


def test_every_fault_of_a_line_is_reported_with_its_line_and_rule(village: Village) -> None:
    lines = [each for each in village.planted() if each.line]
    missed = []
    for each in lines:
        found = village.feedback(each.insurer, each.period)
        if not any((row["rule"], row["file"], row["line"]) == (each.rule, each.file, str(each.line)) for row in found):
            missed.append(each)
    assert len(lines) > 90
    assert missed == []


@pytest.mark.parametrize("database", list(REGISTERS))
def test_faults_are_planted_in_every_register_and_each_is_found(village: Village, database: str) -> None:
    own = [each for each in village.planted() if each.file == database]
    assert own
    for each in own:
        found = village.feedback(each.insurer, each.period)
        assert (each.rule, database, str(each.line)) in {(row["rule"], row["file"], row["line"]) for row in found}


def test_a_member_with_two_dates_of_death_is_found_and_set_aside(village: Village) -> None:
    [planted] = [each for each in village.planted() if each.kind == "two_dates_of_death"]
    assert planted.severity == "refuse"
    found = village.feedback(planted.insurer, planted.period)
    [row] = [each for each in found if each["rule"] == "pp.death_year.two_dates"]
    assert row["line"] == str(planted.line)


def test_every_fault_of_a_file_or_parcel_is_reported_and_the_delivery_is_refused_with_its_reason(
    village: Village,
) -> None:
    whole = [each for each in village.planted() if not each.line and each.rule]
    assert len(whole) >= 12
    for each in whole:
        assert each.rule in {row["rule"] for row in village.feedback(each.insurer, each.period)}, each
        [parcel] = village.parcels(each.insurer, each.period)
        reason = json.loads(parcel.with_name(parcel.name + ".reason.json").read_text())["reason"]
        assert len(reason) > 30, each
        assert f"{each.insurer}: {parcel.name} was refused and is in store/refused. {reason}" in " ".join(
            village.err.split()
        )


def test_the_command_ends_with_3_and_its_closing_line_counts_accepted_refused_and_known(village: Village) -> None:
    refused = {(each.insurer, each.period) for each in village.planted() if not each.line and each.rule}
    assert village.code == 3
    assert f"{7 + HUB_PARCELS} parcels accepted, {len(refused)} refused, 1 known before" in village.out
    assert "Traceback" not in village.err


def test_every_delivery_left_the_inbox(village: Village) -> None:
    assert [node.receive() for node in village.space.insurers()] == [[]] * 7
    assert len(village.outcomes()) == 7 + HUB_PARCELS


def test_accepted_and_set_aside_lines_are_the_declared_ones_to_the_row_and_the_cent(village: Village) -> None:
    for each in village.outcomes():
        for database, declared in each["declared"].items():
            accepted, aside = each["accepted"][database], each["set_aside"][database]
            assert {name: accepted[name] + aside[name] for name in declared} == declared
            kept = pl.read_parquet(each["folder"] / f"{database}.parquet")
            fields = {field.code: field.name for field in reference.layout(database).fields if field.role == "amount"}
            counted = {"rows": kept.height, **{code: int(kept[name].sum()) for code, name in fields.items()}}
            assert counted == accepted


def test_what_is_loaded_is_what_was_declared_without_the_refused_lines(village: Village) -> None:
    for each in village.outcomes():
        delivery = village.relay(each["insurer"], each["period"])
        found = village.feedback(each["insurer"], each["period"])
        for database in set(TABLE_OF) & set(each["declared"]):
            aside = {int(row["line"]) for row in found if row["file"] == database and row["severity"] in SETS_ASIDE}
            lines = village.loaded(database).filter(pl.col("delivery_id") == delivery)["line"].to_list()
            assert sorted(lines) == sorted(set(range(1, each["declared"][database]["rows"] + 1)) - aside)


def test_only_planted_lines_are_refused(village: Village) -> None:
    planted = {(each.insurer, each.period, each.file, each.line) for each in village.planted()}
    for each in village.outcomes():
        for row in village.feedback(each["insurer"], each["period"]):
            if row["severity"] in SETS_ASIDE:
                assert (each["insurer"], each["period"], row["file"], int(row["line"])) in planted, row["rule"]


def test_no_line_that_blocks_or_refuses_is_loaded_and_every_line_with_a_warning_is(village: Village) -> None:
    accepted = {(each["insurer"], each["period"]) for each in village.outcomes()}
    lines = [each for each in village.planted() if each.line and each.file in TABLE_OF]
    refused = {(each.insurer, each.period, each.file, each.line) for each in lines if each.severity in SETS_ASIDE}
    there = {database: set(village.loaded(database).select("delivery_id", "line").rows()) for database in TABLE_OF}
    for each in lines:
        if (each.insurer, each.period) in accepted:
            key = (village.relay(each.insurer, each.period), each.line)
            is_there = (each.insurer, each.period, each.file, each.line) not in refused
            assert (key in there[each.file]) is is_there, each.kind


def test_a_parcel_that_came_twice_is_loaded_once(village: Village) -> None:
    [replayed] = [each for each in village.planted() if each.kind == "replayed_parcel"]
    node = village.space.node(replayed.insurer)
    known = node.ledger.deliveries(kind="delivery", period=replayed.period)
    assert [each.status for each in known] == ["coded"]
    for database in TABLE_OF:
        keys = village.loaded(database).select("delivery_id", "line")
        assert keys.is_unique().all()


def test_the_reports_say_each_rule_in_dutch_and_french(village: Village) -> None:
    from mutualis import reference

    rules = {each.id: each for each in reference.rules()}
    for each in village.outcomes():
        folder = village.store(each["insurer"]) / "feedback" / f"{each['period']}-{each['delivery'][:12]}"
        broken = {row["rule"] for row in village.feedback(each["insurer"], each["period"])}
        for language in ("nl", "fr"):
            page = (folder / f"report.{language}.html").read_text()
            assert broken <= {rule for rule in rules if rule in page}


def test_accepting_again_changes_nothing(village: Village) -> None:
    done = command("accept", "-w", str(village.space.path))
    assert (done.returncode, done.stderr.count("refused")) == (0, 0)
    assert "0 parcels accepted, 0 refused, 0 known before" in done.stdout


def test_history_lists_the_versions_with_the_parcels_behind_them(village: Village) -> None:
    done = command("history", "core_care_line", "-w", str(village.space.path))
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()[3:]
    deliveries = {village.relay(each["insurer"], each["period"])[:12] for each in village.outcomes()}
    named = {word for row in rows for word in row.split()} & deliveries
    with_care = set(village.loaded("gz")["delivery_id"].str.slice(0, 12))
    assert named == with_care
    assert rows[0].split()[0] == f"{len(rows) - 1}*"
