"""One run of a study: from the tables that it may read to a folder with what left, its report and its account.

The same data version, code and seed give the same run, under the same number: it is made once.
"""

import datetime as dt
import hashlib
import importlib.util
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq

from mutualis import __version__, disclosure
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study import report
from mutualis.study.data import data
from mutualis.study.desk import Desk
from mutualis.study.expected import Checked, compared
from mutualis.study.folder import CODE, EXPECTED, LANGUAGES, Study
from mutualis.study.leaving import Left, leave
from mutualis.study.linked import Linked, least_persons
from mutualis.study.results import FIGURES, RUN, Run, read_run, runs, write_left
from mutualis.study.sealed import write_sealed

PARTIAL, COUNTRY = ".partial", "study-country.json"


@dataclass(frozen=True)
class Ran:
    """A run with what it is measured by: seconds and how it lies to what is expected (None without an expectation)."""

    run: Run
    checked: Checked | None
    is_new: bool


def run(space: Workspace, study: Study, years: Years | None = None, *, pdf: bool = True, again: bool = False) -> Ran:
    """Run a study on a workspace. A run that is there already is only read; `again` makes it anew.

    Raises where the authorisation does not allow it, an identity does not hold, a promised output is missing, or a
    table cannot be protected: then nothing is left behind.
    """
    asked, started = years or study.years, time.perf_counter()
    study.permission.must_allow(dt.date.today(), asked)
    with data(space, study.permission) as opened:
        known = _known(study, asked, opened.versions, opened.linked)
        target = space.path / "studies" / study.name / known["id"]
        if (target / RUN).is_file() and not again:
            found = read_run(target)
            return Ran(found, _checked(space, study, found), is_new=False)
        desk = Desk(study, opened, asked, _rules(study).k)
        if asked != study.years:
            desk.deviate(f"years {asked} instead of {study.years}", "they were asked for")
        code(study)(desk)
        _must_be_whole(desk)
        known |= {"rows_read": opened.rows_read}
    left = leave(desk, _rules(study), _before(space, study, known["id"]), LANGUAGES)
    found = _written(
        space, target, study, desk, left, known | {"seconds": round(time.perf_counter() - started, 1)}, pdf=pdf
    )
    return Ran(found, _checked(space, study, found), is_new=True)


def code(study: Study) -> Callable[[Desk], None]:
    """The function `run` of study.py. Other modules of the folder are its own: `from .rows import person_years`."""
    path = study.folder / CODE
    name = f"mutualis_study_{study.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=[str(study.folder)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with _importable(name, module):
        try:
            spec.loader.exec_module(module)
        except ModuleNotFoundError as error:
            raise MutualisError(
                f"Study '{study.name}' needs the package '{error.name}', which is not installed.",
                do="install the statistics of studies: make studies, or requirements/studies.txt",
            ) from None
    if not callable(getattr(module, "run", None)):
        raise MutualisError(f"{CODE} of study '{study.name}' has no function run(desk).", do="write it")
    return module.run


@contextmanager
def _importable(name: str, module: ModuleType) -> Iterator[None]:
    """The module found by that name while it loads, and not afterwards: two folders may hold studies of one name."""
    sys.modules[name] = module
    try:
        yield
    finally:
        for each in [each for each in sys.modules if each == name or each.startswith(f"{name}.")]:
            del sys.modules[each]


def _known(study: Study, years: Years, versions: Mapping[str, int], of: Linked | None) -> dict[str, Any]:
    """What a run depends on, and its number: a fingerprint of all of it."""
    named = {name: versions[name] for name in sorted(versions) if name.removesuffix("_net") in _read(study)}
    files = sorted(each for each in study.folder.rglob("*") if each.is_file() and EXPECTED not in each.parts)
    files = [each for each in files if each.suffix in {".py", ".toml", ".md", ".csv"}]
    source = hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:16]
    made_of = {
        "study": study.name, "version": study.version, "mutualis": __version__, "years": str(years),
        "seed": study.seed, "code": source, "data": named,
        **({"linked": of.fingerprint} if of else {}),
    }  # fmt: skip
    number = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:12]
    return {"id": number, **made_of}


def _read(study: Study) -> set[str]:
    return {name.removesuffix("_net") for name in study.permission.tables}


def _rules(study: Study) -> disclosure.Rules:
    found = disclosure.rules()
    least = max(found.k, study.permission.least_persons, least_persons(study.permission.linked))
    return disclosure.Rules(least, found.dominance, found.p_percent, found.amount_percent)


def _must_be_whole(desk: Desk) -> None:
    """Every output that the protocol promises is there, or a deviation says why not."""
    made = {*desk.kept.tables, *desk.kept.estimates, *desk.kept.pictures, *desk.kept.flags}
    told = " ".join(each.what for each in desk.kept.deviations)
    missing = [each.name for each in desk.study.outputs if each.name not in made and each.name not in told]
    if missing:
        raise MutualisError(
            f"Study '{desk.study.name}' did not make '{missing[0]}', which it promises.",
            do="make it, or say with desk.deviate why this run does not",
        )


def _before(space: Workspace, study: Study, own: str) -> dict[str, list[Any]]:
    """The figures of earlier runs, oldest first, by table."""
    found: dict[str, list[Any]] = {}
    for each in runs(space.path, study.name):
        if each.known["id"] != own:
            for path in sorted((each.folder / FIGURES).glob("*.parquet")):
                found.setdefault(path.stem, []).append(pq.read_table(path))
    return found


def _written(
    space: Workspace, target: Path, study: Study, desk: Desk, left: Left, known: dict[str, Any], *, pdf: bool
) -> Run:
    """The folder of a run, complete or not at all."""
    partial = target.with_name(target.name + PARTIAL)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    known |= {
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "tables": len(left.tables) + len(left.estimates),
        "suppressed": left.suppressed,
        "deviations": [asdict(each) for each in desk.kept.deviations],
        "identities": dict(desk.kept.identities),
        "authorisation": study.permission.id,
        "k": desk.k,
    }
    write_left(partial, left, known)
    for name, flags in desk.kept.flags.items():
        write_sealed(partial, name, flags, space.centre)
    report.write(partial, study, left, known, with_pdf=pdf)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    return read_run(target)


def _checked(space: Workspace, study: Study, run: Run) -> Checked | None:
    """Beside what is expected: of the years of the protocol, in a country whose truth is known, and nowhere else."""
    if not (space.path / COUNTRY).is_file() or run.known["years"] != str(study.years):
        return None
    return compared(study.folder / EXPECTED, run)
