"""A flag in words that a controller can defend: what is unusual, beside which providers, and what cannot be."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from mutualis.reference import text
from mutualis.study.desk import Desk
from mutualis.study.drawing import number, percent
from mutualis.study.folder import LANGUAGES
from mutualis.study.providers.days import KINDS
from mutualis.study.providers.screening import Screened

SHARES = ("rare", "threshold")
TOPIC = "unusual_providers"
FURTHEST, SIGNIFICANT = 3, 0.05


def flags_in_words(desk: Desk, found: Screened) -> pl.DataFrame:
    """A row for each flagged provider: provider (its code), flag (JSON: domain, years, rank, q_value, tests, features
    beside the peers, and sentences in four languages). Nothing about a patient is in it.
    """
    rows = []
    for rank, row in enumerate(found.flagged.iter_rows(named=True), start=1):
        reasons = found.reasons.filter(pl.col("provider") == row["provider"]).to_dicts()
        rows.append((row["provider"], json.dumps(_flag(desk, found, row, reasons, rank), sort_keys=True)))
    return pl.DataFrame(rows, schema={"provider": pl.String, "flag": pl.String}, orient="row")


def _flag(desk: Desk, found: Screened, row: dict[str, Any], reasons: list[dict[str, Any]], rank: int) -> dict[str, Any]:
    tests = {name: row[name] for name in row if name.endswith("_p") and row[name] <= SIGNIFICANT}
    return {
        "domain": found.given.domain.name,
        "study": desk.study.name,
        "years": str(desk.years),
        "rank": rank,
        "score": row["score"],
        "q_value": row["q_value"],
        "tests": {name.removesuffix("_p"): value for name, value in tests.items()},
        "impossible": {kind: row[kind] for kind in KINDS},
        "beside_peers": [{name: each[name] for name in each if name != "provider"} for each in reasons],
        "sentences": {each: list(sentences(desk, found, row, reasons, each)) for each in LANGUAGES},
    }


def sentences(
    desk: Desk, found: Screened, row: dict[str, Any], reasons: list[dict[str, Any]], language: str
) -> Iterator[str]:
    """The basis, what is above the peers (the furthest, and each test that is significant by itself), each kind of
    impossible day, and the caution.
    """
    basis = {"cases": row["cases"], "persons": row["persons"], "years": str(desk.years), "peers": found.peers}
    yield text(f"{TOPIC}.basis", language, **basis)
    for place, each in enumerate(reasons):
        is_tested = row.get(f"{each['feature']}_p", 1.0) <= SIGNIFICANT
        if each["off"] > 0 and (place < FURTHEST or is_tested):
            yield _reason(desk, each, language)
    for kind in KINDS:
        if row[kind]:
            yield text(f"{TOPIC}.{kind}", language, count=number(row[kind], language))
    yield text(f"{TOPIC}.caution", language)


def _reason(desk: Desk, reason: dict[str, Any], language: str) -> str:
    name, _, of = reason["feature"].partition("_")
    write = percent if name in SHARES else partial(number, decimals=2)
    values = {each: write(reason[each], language) for each in ("value", "low", "high")}
    return text(f"{TOPIC}.{name}", language, of=desk.word(of, language) if of else "", **values)
