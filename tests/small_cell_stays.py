"""Stays for the small cell analysis: random ones from few values, and a whole table like that of the stroke study."""

from typing import Any

import numpy as np
import polars as pl
from hypothesis import strategies as st

SCHEMA = {
    "c_project": pl.String, "stay_code": pl.String, "hospital_number": pl.String, "age_at_admission": pl.Int64,
    "sex": pl.String, "length_of_stay": pl.Int64, "discharge_year": pl.Int64, "destination": pl.String,
    "previous_hospital": pl.String, "next_hospital": pl.String, "principal_diagnosis": pl.String,
    "admission_diagnosis": pl.String, "death_30": pl.Boolean,
}  # fmt: skip
CODES = [f"I6{first}.{second}" for first in range(5) for second in range(10)]
ADMITTED = ["I63.9", "I61.0", "R47", "F05", "Z66"]
VALUES: dict[str, tuple[Any, ...]] = {
    "hospital_number": ("71000", "71001"), "age_at_admission": (60, 61, 66, 92), "sex": ("1", "2"),
    "length_of_stay": (1, 2, 8, 75), "discharge_year": (2017, 2018), "destination": ("1", "8"),
    "previous_hospital": (None, None, "71001"), "next_hospital": (None, "71000"),
    "principal_diagnosis": ("I63.3", "I63.4", "I61.0"), "admission_diagnosis": ("I63.9", "F05", None),
    "death_30": (True, False, False, None),
}  # fmt: skip


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA)


@st.composite
def stays(draw: st.DrawFn, most: int = 60) -> pl.DataFrame:
    """Some stays of some persons."""
    one = st.fixed_dictionaries({
        "c_project": st.integers(0, 40).map(lambda n: f"p{n}"),
        **{name: st.sampled_from(values) for name, values in VALUES.items()},
    })  # fmt: skip
    rows = draw(st.lists(one, min_size=1, max_size=most))
    return table([{**row, "stay_code": f"s{at}"} for at, row in enumerate(rows)])


def some(seed: int, number: int, persons: int) -> pl.DataFrame:
    """So many stays of few values, of up to so many persons."""
    drawn = np.random.default_rng(seed)
    columns = {name: [values[at] for at in drawn.integers(0, len(values), number)] for name, values in VALUES.items()}
    codes = {"c_project": [f"p{at}" for at in drawn.integers(0, persons, number)]}
    return pl.DataFrame({**codes, "stay_code": [f"s{at}" for at in range(number)], **columns}, schema=SCHEMA)


tables = st.builds(some, st.integers(0, 2**32), st.integers(1, 400), st.integers(1, 300))


def many(number: int, seed: int = 1) -> pl.DataFrame:
    """Stays with the columns and about the values of the stroke study, of nine persons for ten stays."""
    drawn = np.random.default_rng(seed)
    transfer = drawn.random((2, number))
    hospitals = [str(each) for each in range(71000, 71060)]
    columns = {
        "c_project": [f"p{each}" for each in drawn.integers(0, max(number * 9 // 10, 1), number)],
        "stay_code": [f"s{each}" for each in range(number)],
        "hospital_number": drawn.choice(hospitals, number),
        "age_at_admission": np.clip(drawn.normal(74, 13, number), 19, 104).astype(np.int64),
        "sex": drawn.choice(["1", "2"], number),
        "length_of_stay": np.minimum(drawn.geometric(0.1, number), 200),
        "discharge_year": drawn.integers(2017, 2020, number),
        "destination": drawn.choice(list("013468"), number, p=[0.02, 0.6, 0.1, 0.06, 0.1, 0.12]),
        "previous_hospital": np.where(transfer[0] < 0.08, drawn.choice(hospitals, number), None).tolist(),
        "next_hospital": np.where(transfer[1] < 0.1, drawn.choice(hospitals, number), None).tolist(),
        "principal_diagnosis": np.array(CODES)[np.minimum(drawn.geometric(0.12, number), 44)],
        "admission_diagnosis": drawn.choice(ADMITTED, number, p=[0.7, 0.1, 0.1, 0.07, 0.03]),
        "death_30": drawn.random(number) < 0.12,
    }  # fmt: skip
    return pl.DataFrame(columns, schema=SCHEMA, strict=False)
