"""The process that makes what a code list decides, with the lists of its environment: `impact` runs it twice."""

import json
import sys
from pathlib import Path

from mutualis import derived, tables
from mutualis.indicators import Indicator, year
from mutualis.model import MutualisError, Years
from mutualis.model.protocols import Engine
from mutualis.pipeline.derive import BOOKING_MONTHS, net_tables, opened, years_of
from mutualis.pipeline.impact import affected_indicators, affected_tables
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
        figures: dict[str, float] = {}
        for each in affected_indicators(name):
            figures |= _figures(engine, each, years)
    (target / "figures.json").write_text(json.dumps(figures))


def _figures(engine: Engine, indicator: Indicator, years: Years) -> dict[str, float]:
    cells = indicator.counts()
    whole = cells.filter(cells.level == "country", cells["split"] == "total")
    found: dict[str, float] = {}
    for each in years:
        for row in engine.rows(whole, year(each)):
            value = indicator.value(row["numerator"], row["denominator"], each)
            found[f"{indicator.name} {each} figure"] = float(value) if value is not None else 0.0
            found[f"{indicator.name} {each} numerator"] = row["numerator"]
    return found


if __name__ == "__main__":
    try:
        make(Workspace(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
    except MutualisError as error:
        sys.exit(str(error))
