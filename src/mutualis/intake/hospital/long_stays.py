"""Long stays that were registered in parts become one: the first part, with the end that the last part tells.

Source: linkage 1.4 (F keep as admission, join M and L to F of the same number; inferred).
"""

from collections.abc import Mapping

import polars as pl

FIRST, INTERMEDIATE, LAST = "F", "M", "L"
KEY = ["hospital_code", "stay_number"]
# What the last part says of the whole stay.
END = (
    *(f"discharge_{part}" for part in ("year", "month", "day", "hour", "minute")),
    *("destination", "discharge_type", "death_cause_system", "death_cause", "registration_year", "registration_period"),
)
ROWS = {
    "STAYSPEC": [*KEY, "specialism_order"],
    "STAYINDX": [*KEY, "bed_index_order"],
    "DIAGNOSE": [*KEY, "specialism_order", "diagnosis_type", "diagnosis"],
}


def joined(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables of all half-years of a hospital with every long stay as one, in one row of type F.

    A first part without a last one has no discharge yet, and stays so; an intermediate part goes. A last part whose
    first was not delivered stays a last part. What the parts say twice of specialisms, beds and diagnoses is said once,
    as the last part has it.
    """
    stays = tables["STAYHOSP"]
    type_ = pl.col("stay_type")
    last = stays.filter(type_ == LAST).unique(KEY, keep="last")
    first = stays.filter(type_ == FIRST).unique(KEY, keep="first", maintain_order=True)
    ended = first.drop(END).join(last.select(*KEY, *END), on=KEY).select(stays.columns)
    rest = stays.filter(~type_.is_in([FIRST, INTERMEDIATE]))
    alone = rest.join(ended.select(KEY).with_columns(stay_type=pl.lit(LAST)), on=[*KEY, "stay_type"], how="anti")
    open_ = first.join(ended, on=KEY, how="anti")
    made = {
        name: rows.unique(ROWS[name], keep="last", maintain_order=True) for name, rows in tables.items() if name in ROWS
    }
    return {**tables, **made, "STAYHOSP": pl.concat([alone, ended, open_])}
