"""The truth about what was planted: a Parquet file a table and the values of the scenario, in `truth/planted`."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.synthetic.planted.effect import Grown
from mutualis.synthetic.planted.parameters import scenario

FOLDER = "planted"


class Growth:
    """Gathers what was planted block by block, in block order, and writes it."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Grown]] = {}

    def add(self, grown: Iterable[Grown]) -> None:
        """What one block planted."""
        for each in grown:
            self._parts.setdefault(each.table, []).append(each)

    def table(self, name: str) -> pa.Table:
        """One table, rows that agree on their keys added up."""
        parts = self._parts[name]
        joined = {column: np.concatenate([part.columns[column] for part in parts]) for column in parts[0].columns}
        made = _with_days(pa.table(joined))
        keys = list(parts[0].keys)
        if not keys:
            return made
        summed = [each for each in made.column_names if each not in keys]
        total = made.group_by(keys).aggregate([(each, "sum") for each in summed])
        total = total.rename_columns([each.removesuffix("_sum") for each in total.column_names])
        return total.select(made.column_names).sort_by([(each, "ascending") for each in keys])

    def write(self, folder: Path, name: str) -> None:
        """`<folder>/planted/<table>.parquet` for every table and `<effect>.json` for every effect of the scenario."""
        given = scenario(name)
        if not given:
            return
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for effect, values in given.items():
            text = json.dumps(dict(values), indent=2, sort_keys=True, default=str) + "\n"
            (folder / FOLDER / f"{effect}.json").write_text(text, "utf-8")
        for table in self._parts:
            pq.write_table(self.table(table), folder / FOLDER / f"{table}.parquet", compression="zstd")


def _with_days(table: pa.Table) -> pa.Table:
    for place, name in enumerate(table.column_names):
        if name.endswith("_day"):
            table = table.set_column(place, name, table[name].cast(pa.int32()).cast(pa.date32()))
    return table
