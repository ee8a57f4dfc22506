"""The figures of an indicator as the rows of an SDMX data set."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mutualis import reference
from mutualis.atlas.open.sdmx.names import ALL_OF_IT, flow, parts
from mutualis.atlas.open.sdmx.structures import NUMBERS, STATUSES, TIME, VALUE, divided
from mutualis.atlas.rows import Rows
from mutualis.picture.comparison import compare
from mutualis.picture.measure import Measured
from mutualis.release import LEVELS, Release

KEY = ("year", "split", "category")


def rows(release: Release, indicator: str, language: str) -> pd.DataFrame:
    """One row a figure, every column a text, blank where there is nothing; in order of series and time."""
    table = release.figures_by.table
    return described(release, table.filter(pc.equal(table["indicator"], indicator)), language)


def described(release: Release, figures: pa.Table, language: str) -> pd.DataFrame:
    """Rows of figures.csv, of one indicator or of several, as rows of the data set."""
    columns = {name: figures[name].to_pylist() for name in figures.column_names}
    divisions = [parts(*each) for each in zip(columns["split"], columns["category"], strict=True)]
    status = [STATUSES[each] for each in columns["status"]]
    made: dict[str, Any] = {
        "FREQ": ["A"] * figures.num_rows,
        "INDICATOR": [flow(each) for each in columns["indicator"]],
        "AREA_LEVEL": columns["level"],
        "REF_AREA": columns["area_code"],
        **{name.upper(): [each.get(name.upper(), ALL_OF_IT) for each in divisions] for name in divided(release)},
        TIME: [str(year) for year in columns["year"]],
        VALUE: columns["value"],
        "OBS_STATUS": [first for first, _ in status],
        "CONF_STATUS": [second for _, second in status],
        "COMPARISON": _compared(release, columns),
        **{each: columns[column] for each, column in NUMBERS.items()},
        **_of_indicator(release, columns["indicator"], language),
    }
    return pd.DataFrame(made, dtype=object).fillna("").astype(str)


def _of_indicator(release: Release, indicators: list[str], language: str) -> dict[str, list[str]]:
    shared = Rows(release, language)
    told = {each: shared.shared(each) for each in dict.fromkeys(indicators)}
    names = ("UNIT_MEASURE", "POLARITY", "DEFINITION_VERSION", "DATA_VERSION")
    found = {name: [told[each][place] for each in indicators] for place, name in enumerate(names)}
    return found | {"POLARITY": [each.upper() for each in found["POLARITY"]]}


def _compared(release: Release, columns: Mapping[str, list[Any]]) -> list[str]:
    """Each figure beside that of the country of its year, split and category."""
    table = release.figures_by.table
    own = pc.and_(
        pc.equal(table["level"], LEVELS[0]), pc.is_in(table["indicator"], pa.array(sorted(set(columns["indicator"]))))
    )
    there = table.filter(own)
    keyed = zip(*(there[name].to_pylist() for name in ("indicator", *KEY, "value", "status")), strict=True)
    countries = {tuple(key): _measured(value, None, None, status) for *key, value, status in keyed}
    asked = zip(*(columns[name] for name in ("indicator", *KEY)), strict=True)
    numbers = zip(*(columns[name] for name in ("value", "low", "high", "status")), strict=True)
    return [compare(_measured(*number), countries.get(key)).upper() for key, number in zip(asked, numbers, strict=True)]


def _measured(value: str | None, low: str | None, high: str | None, status: str) -> Measured:
    middle, below, above = (Decimal(each) if each else None for each in (value, low, high))
    return Measured(middle, below, above, status)


def attributes(release: Release) -> dict[str, str]:
    """What is said once of a whole data set."""
    return {"RELEASE": release.id, "ROOT": release.root, "LICENCE": reference.open_data().licence}
