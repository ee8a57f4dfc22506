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
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.coding import code_file, stdlib_coder

LIMIT = 2.0
BLOCK = 1 << 20
LOOP_ROWS = 2_000_000


def write_numbers(target: Path, rows: int) -> None:
    """Distinct numbers of eleven digits: an odd multiplier walks through a range without meeting a number twice."""
    with pq.ParquetWriter(
        target, pa.schema([("number", pa.string())]), compression="lz4", use_dictionary=False
    ) as sink:
        for start in range(0, rows, BLOCK):
            steps = np.arange(start, min(start + BLOCK, rows), dtype=np.uint64)
            numbers = 10**10 + (steps * np.uint64(38_654_705_663)) % np.uint64(2**36)
            sink.write_table(pa.table({"number": pa.array(numbers).cast(pa.string())}))


def hashlib_loop(source: Path, target: Path, subkey: str, limit: int) -> float:
    """Numbers per second of the loop over at most `limit` numbers."""
    started, done, code = time.perf_counter(), 0, stdlib_coder(subkey)
    with pq.ParquetWriter(target, pa.schema([("code", pa.string())]), compression="lz4", use_dictionary=False) as sink:
        for batch in pq.ParquetFile(source).iter_batches(batch_size=min(BLOCK, limit)):
            sink.write_table(pa.table({"code": [code(number) for number in batch.column(0).to_pylist()]}))
            done += batch.num_rows
            if done >= limit:
                break
    return done / (time.perf_counter() - started)


def bulk(source: Path, target: Path, subkey: str, rows: int) -> float:
    """Numbers per second of `code_file` over the whole file."""
    started = time.perf_counter()
    written = code_file(source, target, "number", subkey)
    seconds = time.perf_counter() - started
    if written != rows:
        raise SystemExit(f"{rows:,} distinct numbers gave {written:,} codes.")
    return rows / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the files may be written for a while")
    chosen = parser.parse_args()
    subkey = "0123456789abcdef" * 4
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        source, folder = Path(name) / "numbers.parquet", Path(name)
        write_numbers(source, chosen.rows)
        before = hashlib_loop(source, folder / "loop.parquet", subkey, LOOP_ROWS)
        ours = bulk(source, folder / "codes.parquet", subkey, chosen.rows)
        after = hashlib_loop(source, folder / "loop.parquet", subkey, LOOP_ROWS)
    loop = (before + after) / 2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"coding.rows {chosen.rows}")
    print(f"coding.bulk_per_second {ours:.0f}")
    print(f"coding.hashlib_loop_per_second {loop:.0f}")
    print(f"coding.peak_memory_gb {peak:.2f}")
    print(f"coding.ratio {ours / loop:.2f} (limit {LIMIT:.1f}) {'ok' if ours / loop >= LIMIT else 'TOO SLOW'}")
    raise SystemExit(0 if ours / loop >= LIMIT else 1)


if __name__ == "__main__":
    main()
