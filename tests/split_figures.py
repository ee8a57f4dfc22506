"""A figures table with splits, as protection hands it over, and releases of it, for tests of what is made of it."""

from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa

from mutualis import publish, reference
from mutualis.disclosure import Protected, Verdict, rules
from mutualis.disclosure.protected import make
from small_country import CONTACT, COPAYMENT, INSURED

INDICATORS = (INSURED, CONTACT, COPAYMENT)
AREAS = {"country": ("BE",), "region": ("02000", "03000", "04000")}
CODES = {
    "sex": ("1", "2"),
    "age_class": tuple(row["code"] for row in reference.codelist("age_class").rows),
    "increased_reimbursement": ("no", "yes", "unknown"),
}
CV = {("mean_copayment", 2022): 1.23456789, ("mean_copayment", 2023): 2.0}


def categories(split: str) -> list[str]:
    return ["all"] if split == "total" else ["*".join(each) for each in product(*(CODES[p] for p in split.split("*")))]


def split_figures(seed: int = 1, hidden: float = 0.1) -> pa.Table:
    """Three indicators, two years, country and regions, every split; about a tenth of all figures is suppressed."""
    random, rows = np.random.default_rng(seed), []
    for indicator, year, level in product(INDICATORS, (2023, 2022), AREAS):
        for code, split in product(AREAS[level], reversed(reference.SPLITS)):
            for category in categories(split):
                rows.append(_row(random, indicator, year, (level, code, split, category), random.random() < hidden))
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return table.take(pa.array(random.permutation(table.num_rows)))


@cache
def as_if_protected() -> Protected:
    """The figures as a Protected. Nothing was protected here: this is for tests of what comes after."""
    empty = dict.fromkeys(("primary", "secondary", "all_or_nothing"), 0)
    given = {"figures": split_figures(), "cv": CV, "rules": rules(), "verdict": Verdict(0, (), 0, 0.0), **empty}
    return make(**{**dict.fromkeys(Protected.__slots__), "reasons": {"small number": 3}, **given})


def publish_again(folder: Path, version: int = 1) -> Path:
    """A release of these figures; another version of the data is another release."""
    sources = {"derived_person_year": f"version {version}"}
    return publish.publish(as_if_protected(), indicators=INDICATORS, sources=sources, folder=folder)


def _row(random, indicator, year, place, is_hidden):
    level, code, split, category = place
    persons = int(random.integers(0, 5000)) if split != "total" else 5000
    brought = {"insured": persons, "gp_contact": int(random.binomial(persons, 0.3)), "mean_copayment": persons * 777}
    status = "none" if persons == 0 else "suppressed" if is_hidden else "shown"
    has_rate = split == "total" and status == "shown" and indicator.divisor != "none"
    return {
        "indicator": indicator.name,
        "year": year,
        "level": level,
        "area_code": code,
        "split": split,
        "category": category,
        "numerator": brought[indicator.name] if status == "shown" else None,
        "denominator": None if status == "none" else persons,
        "status": status,
        "standardised": float(random.random()) if has_rate else None,
    }


SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("year", pa.int32()),
        ("level", pa.string()),
        ("area_code", pa.string()),
        ("split", pa.string()),
        ("category", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("status", pa.string()),
        ("standardised", pa.float64()),
    ]
)
