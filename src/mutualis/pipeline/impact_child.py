"""The process that makes what a code list decides, with the lists of its environment: `impact` runs it twice."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mutualis import derived, tables
from mutualis.indicators import Indicator
from mutualis.model import MutualisError, Years
from mutualis.model.protocols import Engine
from mutualis.pipeline.derive import BOOKING_MONTHS, net_tables, opened, years_of
from mutualis.pipeline.impact import affected_indicators, affected_tables
from mutualis.pipeline.library import totals
from mutualis.pipeline.workspace import Workspace


def make(space: Workspace, name: str, target: Path) -> None:
    """Write the derived tables that read a list, and the country's figures of the indicators that it decides."""
    affected = affected_tables(name)
    with opened(space) as (engine, lake, _versions):
        years, given = years_of(engine), net_tables(engine)
        for step in derived.order(derived.STEPS):
            files = lake.files(step.name)
            if step.name in affected:
                expression = step.expression({each: given[each] for each in step.inputs if each in given})
                path = target / f"{step.name}.parquet"
                engine.save(expression, path, tables.find(step.name), derived.parameters(years, BOOKING_MONTHS))
                files = [path]
            engine.use(step.name, files, step.output.schema)
        figures = _figures(engine, affected_indicators(name), years, target)
    (target / "figures.json").write_text(json.dumps(figures))


def _figures(engine: Engine, indicators: Sequence[Indicator], years: Years, scratch: Path) -> dict[str, float]:
    """{"name year figure" and "name year numerator": value} of the country."""
    by_name = {each.name: each for each in indicators}
    found: dict[str, float] = {}
    for row in totals(engine, indicators, list(years), scratch):
        key, numerator = f"{row['indicator']} {row['year']}", row["numerator"]
        value = by_name[row["indicator"]].value(numerator, row["denominator"], row["year"])
        found[f"{key} figure"] = float(value) if value is not None else 0.0
        found[f"{key} numerator"] = numerator
    return found


if __name__ == "__main__":
    try:
        make(Workspace(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
    except MutualisError as error:
        sys.exit(str(error))
