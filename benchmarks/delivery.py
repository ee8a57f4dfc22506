"""From extract to committed warehouse rows, against DuckDB alone on the same file; the limit is a ratio of 1.

    python benchmarks/delivery.py                   2 million records of Gezondheidszorgen
    python benchmarks/delivery.py --rows 300000     the small form

Ours: every check at the insurer, two codings, encryption, every check at the centre, a durable commit. Theirs: DuckDB
reads the same compressed fixed-width file as one column, cuts every field of the layout out of it, converts it and
writes Parquet; nothing is checked, coded or committed. Both sides run in one process, in turn; medians count.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from mutualis import pipeline, reference, synthetic
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace

LIMIT = 1.0
PERIOD, INSURER = "2023H1", "insurer-300"
LINES_A_PERSON = 11
TYPES = {"number": "BIGINT", "signed": "BIGINT", "flag": "TINYINT", "month": "INTEGER"}
Cost = tuple[float, float]


def write_extract(folder: Path, rows: int) -> None:
    """One delivery of so many care lines: what all insurers of a synthetic country booked in a half-year."""
    country = folder / "country"
    insured = max(400, rows // LINES_A_PERSON)
    synthetic.synthesise(country, insured=insured, years=Years(2023, 2023), seed=1, threads=2, progress=Silent())
    target = folder / "extract"
    target.mkdir()
    for database in ("fu", "mg"):
        (target / f"{database}.txt").touch()
    (target / "pp.txt").write_bytes(_whole(country, "pp"))
    length = reference.layout("gz").record_length + 1
    with (target / "gz.txt").open("wb") as out:
        out.write(_whole(country, "gz")[: rows * length])


def _whole(country: Path, database: str) -> bytes:
    parts = []
    for path in sorted(country.glob(f"*/{PERIOD}/{database}.txt.zst")):
        with pa.input_stream(str(path), compression="zstd") as stream:
            parts.append(stream.read())
    return b"".join(parts)


def compress(source: Path, target: Path) -> Path:
    with pa.output_stream(str(target), compression="zstd") as sink:
        sink.write(source.read_bytes())
    return target


def ours(folder: Path, extract: Path) -> Callable[[], None]:
    """Everything between the insurer's inbox and the centre's warehouse; nodes and parcel are made before the clock."""
    space = Workspace(folder)
    space.create()
    pipeline.pack(space, INSURER, PERIOD, extract)

    def run() -> None:
        for stage in (pipeline.accept, pipeline.code, pipeline.load):
            row = stage(space, Silent())
            print(f"  {row.stage:<7} {row.seconds:6.2f} s  {row.rows_out:,} rows")
        if "refused" in row.note and not row.rows_out:
            raise SystemExit("The delivery was not loaded.")

    return run


def theirs(compressed: dict[str, Path], target: Path) -> Callable[[], None]:
    """The same files of the extract, each field cut out and converted, each file written."""
    statements = [_copy_statement(database, path, target) for database, path in compressed.items()]

    def run() -> None:
        for statement in statements:
            with closing(duckdb.connect(config={"threads": 2})) as db:
                db.execute(statement)
            target.unlink()

    return run


def _copy_statement(database: str, compressed: Path, target: Path) -> str:
    columns = ", ".join(_column(each) for each in reference.layout(database).fields)
    reader = (
        f"read_csv('{compressed}', columns = {{'r': 'VARCHAR'}}, header = false, delim = '\\0', quote = '',"
        " escape = '', compression = 'zstd', auto_detect = false)"
    )
    return f"COPY (SELECT {columns} FROM {reader}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"


def _column(of: reference.Field) -> str:
    text = f"substr(r, {of.start}, {of.end - of.start + 1})"
    if of.type == "date":
        text = f"TRY_CAST(try_strptime({text}, '%Y%m%d') AS DATE)"
    elif of.type in TYPES:
        text = f"TRY_CAST({text} AS {TYPES[of.type]})"
    return f'{text} AS "{of.name}"'


def cost(action: Callable[[], None]) -> Cost:
    """Seconds of wall time and of processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - processor


def measure(folder: Path, rows: int, rounds: int) -> tuple[list[Cost], list[Cost]]:
    write_extract(folder, rows)
    compressed = {
        name: compress(folder / "extract" / f"{name}.txt", folder / f"{name}.txt.zst") for name in ("pp", "gz")
    }
    us, them = [], []
    for turn in range(rounds):
        us.append(cost(ours(folder / f"ours-{turn}", folder / "extract")))
        them.append(cost(theirs(compressed, folder / "theirs.parquet")))
    return us, them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        us, them = measure(Path(name), chosen.rows, chosen.rounds)
    for who, found in (("ours", us), ("duckdb", them)):
        wall, processor = (statistics.median(each[place] for each in found) for place in (0, 1))
        print(f"delivery.{who} {wall:.2f} s wall, {processor:.2f} s processor, {chosen.rows / wall:,.0f} records/s")
    ratio = statistics.median(each[0] for each in us) / statistics.median(each[0] for each in them)
    print(f"delivery.peak_memory_gb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f}")
    print(f"delivery.ratio {ratio:.2f} (limit {LIMIT:.1f}) {'ok' if ratio <= LIMIT else 'TOO SLOW'}")
    raise SystemExit(0 if ratio <= LIMIT else 1)


if __name__ == "__main__":
    main()
