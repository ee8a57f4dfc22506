"""Every rule of the rule table: a drawn line that breaks it, one that does not, and clean lines that break none."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mutualis import reference
from mutualis.engine import DuckEngine
from mutualis.intake import check, content_rules, sources
from mutualis.intake.findings import as_table, joined
from mutualis.model import DeliveryPeriod
from spec.intake import samples
from spec.intake.cases import DRAWN, cases

ALL = [(database, *case) for database in DRAWN for case in cases(database)]
ELSEWHERE = {"manifest"}


@dataclass
class Result:
    """What was found in a file of all drawn lines: where each case's last line stands, and the rules by line."""

    place: dict[tuple[str, str], int] = field(default_factory=dict)
    found: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    made = DuckEngine(memory_limit="500MB", threads=1, temporary=tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


def run(engine: DuckEngine, folder: Path, database: str, records: list[bytes]) -> list[dict[str, object]]:
    """All problems of a file at the insurer's node, with its members and its own lines as history."""
    folder.mkdir(parents=True, exist_ok=True)
    states = [
        samples.record("pp", samples.changes(drawn))
        for drawn in ("person=@ANN", "person=@BEN", "person=@CAS", "person=@EVE death_year=2023 death_month=02")
    ]
    member_file = samples.staged("pp", states, folder, "members_of").path
    file = samples.staged(database, records, folder)
    table = sources.use_staged(engine, f"intake_{database}", database, [file.path], samples.VERSION)
    lists = sources.code_lists(engine, folder, DeliveryPeriod.parse(samples.PERIOD))
    member = sources.members(engine, folder, [member_file], samples.VERSION)
    repeated = sources.candidates(engine, folder, database, file.repeated_lines())
    lookups = dataclasses.replace(lists, member=member, history=table, candidates=repeated)
    content = check(engine, database, table, content_rules(database, "node"), lookups)
    return joined([content, as_table(file.findings)]).to_pylist()


@pytest.fixture(scope="module")
def results(engine: DuckEngine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """One file a database that holds every drawn line."""
    made = {}
    for database in DRAWN:
        result, records = Result(), []
        for number, (rule, *both) in enumerate(cases(database)):
            for name, lines in zip(("broken", "kept"), both, strict=True):
                records += [samples.record(database, alone(database, number, line)) for line in lines]
                result.place[rule, name] = len(records)
        for problem in run(engine, tmp_path_factory.mktemp(database), database, records):
            result.found[problem["line"]].add(problem["rule"])
        made[database] = result
    return made


def alone(database: str, case: int, drawn: str) -> dict[str, str]:
    """The changes of a line, made different from the lines of other cases."""
    changes = samples.changes(drawn)
    if database in ("gz", "fu"):
        changes.setdefault("request_id", str(case))
        if "copayment_cents" not in changes and "quantity" not in changes and "percent_norm" not in changes:
            changes.setdefault("copayment_cents", f"+{1000 + case}")
    return changes


@pytest.mark.parametrize(("database", "rule", "broken", "kept"), ALL, ids=[case[1] for case in ALL])
def test_a_drawn_line_breaks_the_rule_and_its_neighbour_does_not(
    results: dict[str, Result], database: str, rule: str, broken: list[str], kept: list[str]
) -> None:
    result = results[database]
    assert rule in result.found[result.place[rule, "broken"]]
    assert rule not in result.found[result.place[rule, "kept"]]


@pytest.mark.parametrize("database", list(DRAWN))
def test_a_clean_sample_breaks_no_rule_at_all(engine: DuckEngine, tmp_path: Path, database: str) -> None:
    assert run(engine, tmp_path, database, [samples.record(database)]) == []


def test_every_rule_on_lines_has_a_drawn_case() -> None:
    declared = {rule.id for rule in reference.rules() if rule.database not in ELSEWHERE and rule.at != "centre"}
    assert declared == {rule for _, rule, *_ in ALL}


def test_a_rule_is_reported_with_the_severity_and_field_of_the_rule_table(engine: DuckEngine, tmp_path: Path) -> None:
    problems = run(engine, tmp_path, "gz", [samples.record("gz", {"nomenclature_code": "101033"})])
    assert problems == [
        {
            "rule": "gz.nomenclature.check_digit",
            "severity": "refuse",
            "file": "gz",
            "line": 1,
            "field": "nomenclature_code",
        }
    ]
