"""Keyed coding from Parquet to Parquet against a hashlib loop, both in one run; the limit is a ratio of 2.

    python benchmarks/coding.py                    20 million numbers
    python benchmarks/coding.py --rows 200000      the small form

Both sides read the same file of distinct eleven-digit numbers in random order and write the codes to Parquet. The loop
does less: it neither sorts its codes nor makes them distinct. It is timed on at most two million of the numbers and
its rate is taken for the whole.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.coding import code_file, stdlib_coder

LIMIT = 2.0
BLOCK = 1 << 20
LOOP_ROWS = 2_000_000
WARM_UP = 10_000


def write_numbers(target: Path, rows: int) -> None:
    """Distinct numbers of eleven digits: an odd multiplier walks through a range without meeting a number twice."""
    with pq.ParquetWriter(
        target, pa.schema([("number", pa.string())]), compression="lz4", use_dictionary=False
    ) as sink:
        for start in range(0, rows, BLOCK):
            steps = np.arange(start, min(start + BLOCK, rows), dtype=np.uint64)
            numbers = 10**10 + (steps * np.uint64(38_654_705_663)) % np.uint64(2**36)
            sink.write_table(pa.table({"number": pa.array(numbers).cast(pa.string())}))


@dataclass(frozen=True)
class Speed:
    """Numbers per second of wall time and of processor time."""

    wall: float
    processor: float


@dataclass
class Clock:
    """Wall and processor time since it was made."""

    wall: float = field(default_factory=time.perf_counter)
    processor: float = field(default_factory=time.process_time)

    def speed(self, rows: int) -> Speed:
        return Speed(rows / (time.perf_counter() - self.wall), rows / (time.process_time() - self.processor))


def hashlib_loop(source: Path, target: Path, subkey: str, limit: int) -> Speed:
    """The speed of the loop over at most `limit` numbers."""
    clock, done, code = Clock(), 0, stdlib_coder(subkey)
    with pq.ParquetWriter(target, pa.schema([("code", pa.string())]), compression="lz4", use_dictionary=False) as sink:
        for batch in pq.ParquetFile(source).iter_batches(batch_size=min(BLOCK, limit)):
            sink.write_table(pa.table({"code": [code(number) for number in batch.column(0).to_pylist()]}))
            done += batch.num_rows
            if done >= limit:
                break
    return clock.speed(done)


def bulk(source: Path, target: Path, subkey: str, rows: int) -> Speed:
    """The speed of `code_file` over the whole file."""
    clock = Clock()
    written = code_file(source, target, "number", subkey)
    speed = clock.speed(rows)
    if written != rows:
        raise SystemExit(f"{rows:,} distinct numbers gave {written:,} codes.")
    return speed


def measure(folder: Path, rows: int) -> tuple[Speed, list[Speed]]:
    """The speed of `code_file`, and of the loop before and after it. A first small file loads the libraries."""
    subkey, source = "0123456789abcdef" * 4, folder / "numbers.parquet"
    write_numbers(source, WARM_UP)
    bulk(source, folder / "codes.parquet", subkey, WARM_UP)
    write_numbers(source, rows)
    before = hashlib_loop(source, folder / "loop.parquet", subkey, LOOP_ROWS)
    ours = bulk(source, folder / "codes.parquet", subkey, rows)
    return ours, [before, hashlib_loop(source, folder / "loop.parquet", subkey, LOOP_ROWS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the files may be written for a while")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        ours, loops = measure(Path(name), chosen.rows)
    loop = sum(each.wall for each in loops) / len(loops)
    processor = sum(each.processor for each in loops) / len(loops)
    print(f"coding.rows {chosen.rows}")
    print(f"coding.bulk_per_second {ours.wall:.0f}")
    print(f"coding.hashlib_loop_per_second {loop:.0f}")
    print(f"coding.processor_ratio {ours.processor / processor:.2f}")
    print(f"coding.peak_memory_gb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f}")
    print(
        f"coding.ratio {ours.wall / loop:.2f} (limit {LIMIT:.1f}) {'ok' if ours.wall / loop >= LIMIT else 'TOO SLOW'}"
    )
    raise SystemExit(0 if ours.wall / loop >= LIMIT else 1)


if __name__ == "__main__":
    main()
