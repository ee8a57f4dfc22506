"""Days of a hospital's rows: year, month and day become one, in the calendar, in order, and within their stay."""

from collections.abc import Iterator, Mapping

import polars as pl

from mutualis.intake.findings import Finding
from mutualis.parcel.mzg import LINE

# Of each table, the days it tells (columns `<day>_year`, `_month`, `_day`), and whether it may be empty.
DAYS = {
    "STAYHOSP": {"admission": False, "discharge": True},
    "STAYSPEC": {"specialism": False},
    "STAYINDX": {"bed_index": False},
}
STAY = ("hospital_code", "stay_number")


def day_of(name: str) -> pl.Expr:
    """The day that three text columns tell; null where they tell none."""
    parts = [pl.col(f"{name}_{part}").cast(pl.Int32, strict=False) for part in ("year", "month", "day")]
    text = pl.format("{}-{}-{}", parts[0], *(each.cast(pl.String).str.zfill(2) for each in parts[1:]))
    return text.str.to_date("%Y-%m-%d", strict=False)


def broken(tables: Mapping[str, pl.DataFrame]) -> Iterator[Finding]:
    """Days that are in no calendar, stays that end before they start, and days outside their stay."""
    for table, told in DAYS.items():
        for name, may_be_empty in told.items():
            is_empty = pl.all_horizontal([pl.col(f"{name}_{part}") == "" for part in ("year", "month", "day")])
            is_wrong = day_of(name).is_null() & ~(is_empty if may_be_empty else pl.lit(False))
            yield from _finding("mzg.day", table, f"{name}_day", tables[table].filter(is_wrong))
    stays = tables["STAYHOSP"].with_columns(admission=day_of("admission"), discharge=day_of("discharge"))
    ends_early = stays.filter(pl.col("discharge") < pl.col("admission"))
    yield from _finding("mzg.order", "STAYHOSP", "discharge_day", ends_early)
    within = stays.select(*STAY, "admission", "discharge").unique(STAY)
    for table, name in (("STAYSPEC", "specialism"), ("STAYINDX", "bed_index")):
        met = tables[table].with_columns(day=day_of(name)).join(within, on=STAY, how="left")
        outside = (pl.col("day") < pl.col("admission")) | (pl.col("day") > pl.col("discharge"))
        yield from _finding("mzg.order", table, f"{name}_day", met.filter(outside))


def _finding(rule: str, table: str, field: str, rows: pl.DataFrame) -> Iterator[Finding]:
    if rows.height:
        yield Finding(rule, table, field, rows.get_column(LINE).sort().to_numpy())
