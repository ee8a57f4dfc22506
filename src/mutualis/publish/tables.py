"""A table as bytes: CSV (RFC 4180) and Parquet. The same table gives the same bytes."""

import io

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mutualis.release.figures import DECIMALS

ROW_GROUP = 100_000
COUNTS = ("numerator", "denominator")


def as_csv(table: pa.Table) -> bytes:
    """RFC 4180 with LF and a header, UTF-8, a decimal point; a missing value is blank."""
    return pl.DataFrame(table).write_csv(quote_style="necessary").encode()


def as_parquet(figures: pa.Table) -> bytes:
    """The figures with numbers as numbers: the nearest double of each decimal text.

    Writer settings are fixed and the Arrow schema is left out: the bytes depend on the table and the version of the
    Parquet writer only.
    """
    typed = figures
    for place, name in enumerate(figures.column_names):
        kind = pa.float64() if name in DECIMALS else pa.int64() if name in COUNTS else None
        if kind is not None:
            typed = typed.set_column(place, name, pc.cast(figures[name], kind))
    out = io.BytesIO()
    pq.write_table(
        typed.combine_chunks(),
        out,
        row_group_size=ROW_GROUP,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=False,
    )
    return out.getvalue()
