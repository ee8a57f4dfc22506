"""Shuffled input and another thread count give the same derived tables, byte for byte of their ordered rows."""

import random
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from acceptance.drawing import drawn
from mutualis import derived, tables
from mutualis.engine import DuckEngine
from mutualis.model import Years
from mutualis.pipeline import Workspace
from mutualis.pipeline.derive import net_tables, use_references

CORE_TABLES = [table.name for table in tables.TABLES if table.stage == "core"]


def shuffled(files: list[Path], target: Path, seed: int) -> list[Path]:
    """The rows of the files in another order, in two files."""
    table = pl.read_parquet(files).to_arrow(compat_level=pl.CompatLevel.oldest())
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    mixed = table.take(pa.array(order))
    paths = [target.with_suffix(f".{part}.parquet") for part in (0, 1)]
    pq.write_table(mixed.slice(0, mixed.num_rows // 3), paths[0])
    pq.write_table(mixed.slice(mixed.num_rows // 3), paths[1])
    return paths


def derive_all(files: dict[str, list[Path]], folder: Path, threads: int) -> dict[str, Any]:
    folder.mkdir()
    made: dict[str, Any] = {}
    with closing(DuckEngine(threads=threads, temporary=folder)) as engine:
        for name, paths in files.items():
            engine.use(name, paths)
        use_references(engine, folder)
        given = net_tables(engine)
        for step in derived.order(derived.STEPS):
            expression = step.expression({name: given[name] for name in step.inputs if name in given})
            path = folder / f"{step.name}.out.parquet"
            engine.save(expression, path, step.output, derived.parameters(Years(2023, 2023)))
            engine.use(step.name, [path])
            made[step.name] = pq.read_table(path)
    return made


def test_shuffled_input_and_another_thread_count_give_the_same_derived_tables(
    country: Workspace, tmp_path: Path
) -> None:
    lake = country.lake()
    files = {name: lake.files(name) for name in CORE_TABLES}
    files["core_sample"] = drawn(files["core_member_state"], tmp_path / "drawn.parquet")
    mixed = {name: shuffled(paths, tmp_path / name, 7) if paths else [] for name, paths in files.items()}
    first = derive_all(files, tmp_path / "first", threads=2)
    second = derive_all(mixed, tmp_path / "second", threads=1)
    assert set(first) == {step.name for step in derived.STEPS}
    for name, table in first.items():
        assert table.num_rows > 0, name
        assert table.equals(second[name]), name
        key = tables.find(name).key
        assert table.select(list(key)).group_by(list(key)).aggregate([]).num_rows == table.num_rows
