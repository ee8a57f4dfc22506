"""Figures by practice and hospital of a release: counted, protected, and written beside it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.operations as ops
import ibis.expr.types as ir
import polars as pl

from mutualis import disclosure, indicators, reference, release
from mutualis.disclosure.providers import Asked, ProtectedProviders, protect_providers, protect_pyramids
from mutualis.engine import DeltaLake, DuckEngine
from mutualis.indicators.definitions import named
from mutualis.indicators.providers import STRATA, by_provider
from mutualis.indicators.quarters import by_quarter, patients_of_practices
from mutualis.model import MutualisError
from mutualis.pipeline.by_provider import compared
from mutualis.pipeline.earlier_providers import earlier_providers
from mutualis.pipeline.figures import years_counted
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.standing import COUNTING, under
from mutualis.pipeline.workspace import Workspace
from mutualis.publish.providers import publish_providers
from mutualis.release.providers import STAFF
from mutualis.tables import derived_population_year

EQUITY = "increased_reimbursement"
EVERYBODY = "insured"
SUMS = ("persons", "numerator", "denominator")
ATTACKER = "attacker of providers"


@dataclass(frozen=True)
class _Work:
    """What a making needs: the engine over the tables of the release, the rules, and what went out before."""

    engine: DuckEngine
    lake: DeltaLake
    said: release.Release
    rules: disclosure.Rules
    least: int
    staff: Path
    before: tuple[str, ...]

    def frame(self, expression: ir.Table, year: int) -> pl.DataFrame:
        """An expression of a year, run on the tables that the release was made of."""
        for name in sorted({table.name for table in expression.op().find(ops.PhysicalTable)}):
            self.engine.use(name, self.lake.files(name, self._version(name)))
        return pl.DataFrame(self.engine.arrow(expression, indicators.year(year)))

    def asked(self, name: str, by: str, period: str, *, is_share: bool = True) -> Asked:
        earlier = earlier_providers(self.staff, self.before, name, by, period)
        return Asked(name, by, period, self.rules, self.least, earlier, is_share)

    def _version(self, name: str) -> int:
        """The version of a derived table that the release names; of a table that it does not read, the newest."""
        newest = self.lake.version(name)
        if newest is None:
            raise MutualisError(f"There is no {name} yet.", do="make the derived tables first: mutualis derive")
        told = self.said.versions.get(name)
        return newest if told is None else int(told)


def provide(space: Workspace, progress: Progress, release_id: str = "") -> StageRow:
    """Publish the figures by practice and hospital of a release (by default the newest) beside it.

    What may be told stands in `reference/provider_sets.toml`. Nothing is written when an attack succeeds.
    """
    under(COUNTING, space.centre)
    folder = space.releases / release_id if release_id else release.latest(space.releases)
    said, staff = release.read(folder), space.path / STAFF
    ids = [each.release for each in release.entries(space.releases)]
    with closing(space.engine(space.centre)) as engine, measured("providers", progress, 1, "releases") as row:
        lake, rules = space.lake(), reference.provider_sets().rules
        before = tuple(ids[: ids.index(said.id)]) if said.id in ids else tuple(ids)
        work = _Work(engine, lake, said, disclosure.rules(), rules.least_persons, staff, before)
        protected = list(_all(work))
        written = publish_providers(protected, said.id, space.releases, staff)
        row.rows_in = row.rows_out = sum(each.rows.num_rows for each in protected)
        row.note = _note(protected, said.id, is_new=written.is_new)
        row.facts = {ATTACKER: f"tried {sum(each.verdict.attacked for each in protected):,} hidden counts and failed"}
        progress.advance("providers", rows=row.rows_out)
    return row


def _note(protected: list[ProtectedProviders], release_id: str, *, is_new: bool) -> str:
    if not is_new:
        return f"published before with release {release_id}: nothing was written"
    return f"{len(protected)} sets beside release {release_id}"


def _all(work: _Work) -> Iterator[ProtectedProviders]:
    sets = reference.provider_sets()
    work.engine.use(derived_population_year.name, work.lake.files(derived_population_year.name))
    years = [each for each in years_counted(work.engine) if each in work.said.years]
    for year in years:
        for by in reference.PROVIDER_KINDS:
            everybody = work.frame(by_provider(named(EVERYBODY), by, STRATA), year)
            persons = everybody.group_by("provider").agg(pl.col("persons").sum())
            yield protect_pyramids(
                everybody.select("provider", *STRATA, "persons"), work.asked(EVERYBODY, by, f"{year}")
            )
            for each in (each for each in sets.allowed if each.by == by):
                yield _of_indicator(work, each, year, persons)
        for series in sets.series:
            yield from _of_series(work, series, year)


def _of_indicator(work: _Work, allowed: reference.AllowedSet, year: int, persons: pl.DataFrame) -> ProtectedProviders:
    """An indicator of a year, and the same by increased reimbursement."""
    indicator = named(allowed.indicator)
    if indicator.kind != "count" or indicator.base is not None:
        raise MutualisError(
            f"'{indicator.name}' is an amount, and figures by provider are shares of persons only.",
            do="take it out of reference/provider_sets.toml",
        )
    splits = STRATA if indicator.name == EQUITY else (*STRATA, EQUITY)
    groups = work.frame(by_provider(indicator, allowed.by, splits), year)
    counted = compared(groups, is_count=False).select("provider", "numerator", "denominator", "expected")
    rows = persons.join(counted, on="provider", how="left").with_columns(
        pl.col("numerator", "denominator").fill_null(0).cast(pl.Int64), pl.col("expected").fill_null(0.0)
    )
    parts = {} if splits == STRATA else {EQUITY: _equity(groups)}
    return protect_providers(rows, work.asked(indicator.name, allowed.by, f"{year}"), parts)


def _equity(groups: pl.DataFrame) -> pl.DataFrame:
    return groups.group_by("provider", pl.col(EQUITY).alias("category")).agg(pl.col(SUMS).sum())


def _of_series(work: _Work, series: reference.Series, year: int) -> Iterator[ProtectedProviders]:
    """A series by quarter; a practice without anything in a quarter has nobody, which is a small number."""
    patients = work.frame(patients_of_practices(), year)
    found = work.frame(by_quarter(series), year)
    for period in sorted(found["quarter"].unique()):
        there = found.filter(pl.col("quarter") == period).select("provider", "numerator")
        rows = patients.join(there, on="provider", how="left").with_columns(
            numerator=pl.col("numerator").fill_null(0), denominator=pl.col("persons")
        )
        mean = int(rows["numerator"].sum()) / max(int(rows["denominator"].sum()), 1)
        rows = rows.with_columns(expected=pl.col("denominator") * mean)
        yield protect_providers(rows, work.asked(series.name, series.by, period, is_share=series.chart == "p"))


__all__ = ["provide"]
