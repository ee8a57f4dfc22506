"""Suppression of an indicator by practice or hospital, and the attack on what is left. Makes `ProtectedProviders`.

Whom it holds against (docs/dashboards.md says it in words for people):

- everybody who has the published national figures, all points of the funnel, and the exact figures of every provider
  that is shown (so also all practices that lay their own dashboards together), and who knows how many patients each
  practice has. He does not know which hidden figure is small and which one protects it;
- for the split of one provider: that provider itself, which knows its own total. Splits of others it never sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from mutualis.disclosure.providers.parts import Bools, Ints, Parts, interval, narrow, widened
from mutualis.disclosure.providers.protected import ALL, SHOWN, SUPPRESSED, TOTAL, ProtectedProviders, make
from mutualis.disclosure.providers.protected import ProviderVerdict as Verdict
from mutualis.disclosure.providers.standing import Earlier, standing
from mutualis.disclosure.rules import Rules
from mutualis.model import MutualisError

SMALL_PROVIDER, SMALL_COUNT, SMALL_REST = "small_provider", "small_count", "small_rest"
SMALL_POPULATION, PROTECTS = "small_population", "protects_others"
NUMBERS = ("persons", "numerator", "denominator", "expected")
COLUMNS = ("provider", "split", "category", *NUMBERS, "status")
WANTED = ("provider", "persons", "numerator", "denominator", "expected")


@dataclass(frozen=True)
class Asked:
    """What is to be protected: the indicator, `by` practice or hospital, the period; fewer persons than `least` leave a
    provider out. `earlier`: figures of the same indicator and period that went out before. `is_share`: the numerator is
    persons of the denominator; otherwise events, of which a person can have several."""

    indicator: str
    by: str
    period: str
    rules: Rules
    least: int
    earlier: Earlier = field(default_factory=dict)
    is_share: bool = True


def protect_providers(
    rows: pl.DataFrame, asked: Asked, splits: Mapping[str, pl.DataFrame] | None = None
) -> ProtectedProviders:
    """Suppress what is small and what would give it away, attack the outcome, and give what may be published.

    `rows`: a row a provider with provider, persons, numerator, denominator, expected; `splits`: {split: a row a
    provider and category, with category too}. Errors: counts that cannot be, and `ProviderBreach`.
    """
    _possible(rows, asked.is_share)
    ordered = rows.select(WANTED).sort("provider")
    hidden, reasons = _hidden(ordered, asked)
    told = standing(ordered, hidden, asked.earlier, asked.rules.k)
    as_now = ordered.filter(~pl.Series(hidden) & (told["numerator"] == ordered["numerator"]))
    found = [_rows(told, hidden, TOTAL, pl.lit(ALL))]
    split_attacked = 0
    for name, frame in (splits or {}).items():
        made, tried = _split(name, frame, as_now, asked.rules.k)
        found.append(made)
        split_attacked += tried
    verdict = attack(ordered, hidden, asked)
    total = int(ordered["denominator"].sum())
    return make(
        indicator=asked.indicator,
        by=asked.by,
        period=asked.period,
        rows=pl.concat(found).select(COLUMNS).sort("provider", "split", "category").to_arrow(),
        mean=int(ordered["numerator"].sum()) / total if total else 0.0,
        providers=ordered.height,
        reasons=reasons,
        rules=asked.rules,
        verdict=Verdict(verdict.attacked + split_attacked, verdict.breached),
    )


def attack(rows: pl.DataFrame, hidden: Bools, asked: Asked) -> Verdict:
    """What a reader makes of the total and all that is shown: of numerators, and of populations that are a part."""
    tried = _tables(rows, asked)
    breached = sum(int(narrow(parts, hidden, asked.rules.k).sum()) for parts in tried)
    return Verdict(int(hidden.sum()) * len(tried), breached)


def _tables(rows: pl.DataFrame, asked: Asked) -> list[Parts]:
    """What can be taken off a total: numerators, and populations where they are a part of the persons."""
    count, base, persons = (_ints(rows, name) for name in ("numerator", "denominator", "persons"))
    met = Parts.of(count, base if asked.is_share else np.full(len(count), count.sum()))
    return [met, Parts.of(base, persons)] if (base < persons).any() else [met]


def audit(rows: pl.DataFrame, hidden: Bools, asked: Asked) -> pl.DataFrame:
    """For the centre: each provider's numerator between the ends that a reader can compute (low and high)."""
    low, high = interval(_tables(rows, asked)[0], hidden)
    return rows.select("provider").with_columns(pl.Series("low", low), pl.Series("high", high))


def _hidden(rows: pl.DataFrame, asked: Asked) -> tuple[Bools, dict[str, int]]:
    """Which providers are hidden, and how many for which reason (the first that applies)."""
    k = asked.rules.k
    count, base, persons = (_ints(rows, name) for name in ("numerator", "denominator", "persons"))
    checks = (
        (SMALL_PROVIDER, persons < asked.least),
        (SMALL_POPULATION, base < k),
        (SMALL_COUNT, count < k),
        (SMALL_REST, (base - count < k) & asked.is_share),
    )
    primary = np.logical_or.reduce([each for _, each in checks])
    hidden = _all_wide(_tables(rows, asked), primary, base, k)
    reasons, left = {}, np.ones(len(hidden), dtype=bool)
    for name, each in (*checks, (PROTECTS, hidden & ~primary)):
        reasons[name] = int((each & left).sum())
        left &= ~each
    return hidden, {name: number for name, number in reasons.items() if number}


def _all_wide(tables: Sequence[Parts], hidden: Bools, cost: Ints, k: int) -> Bools:
    """Hide until no table has a narrow part; each only adds, so it ends."""
    while True:
        wider = hidden
        for each in tables:
            wider = widened(each, wider, cost, k)
        if (wider == hidden).all():
            return wider
        hidden = wider


def _split(name: str, frame: pl.DataFrame, shown: pl.DataFrame, k: int) -> tuple[pl.DataFrame, int]:
    """The categories of the providers that are shown: where one is small, those that would give it away are hidden."""
    rows = frame.join(shown.select("provider"), on="provider", how="semi").sort("provider", "category")
    count, base = _ints(rows, "numerator"), _ints(rows, "denominator")
    small = (count < k) | (base - count < k)
    hidden = np.zeros(rows.height, dtype=bool)
    for place in rows.with_row_index("place").group_by("provider", maintain_order=True).agg("place")["place"]:
        at = place.to_numpy()
        hidden[at] = widened(Parts.of(count[at], base[at]), small[at], base[at], k)
    return _rows(rows, hidden, name, pl.col("category")), int(hidden.sum())


def _rows(rows: pl.DataFrame, hidden: Bools, split: str, category: pl.Expr) -> pl.DataFrame:
    """Rows with hidden numbers blank. `expected` is rounded to a tenth of a person."""
    is_shown = ~pl.Series(hidden)
    expected = pl.col("expected").cast(pl.Float64).round(1) if "expected" in rows.columns else pl.lit(None, pl.Float64)
    told = rows.with_columns(expected=expected).with_columns(
        pl.when(is_shown).then(pl.col(each)).otherwise(None).alias(each) for each in NUMBERS
    )
    status = pl.when(is_shown).then(pl.lit(SHOWN)).otherwise(pl.lit(SUPPRESSED))
    return told.with_columns(
        split=pl.lit(split),
        category=category,
        status=status,
        **{each: pl.col(each).cast(pl.Int64) for each in NUMBERS[:3]},
    ).select(COLUMNS)


def _possible(rows: pl.DataFrame, is_share: bool) -> None:
    if missing := sorted(set(WANTED) - set(rows.columns)):
        raise MutualisError(f"Figures by provider have no column '{missing[0]}'.", there_is=", ".join(rows.columns))
    wrong = rows.filter(
        (pl.col("numerator") < 0)
        | (pl.lit(is_share) & (pl.col("numerator") > pl.col("denominator")))
        | (pl.col("denominator") > pl.col("persons"))
    )
    if wrong.height or rows["provider"].is_duplicated().any():
        raise MutualisError(
            "Figures by provider hold counts that cannot be.",
            there_is="a provider stands twice, or more are met than counted, or more counted than there are persons",
            do="give counts of persons, a row a provider",
        )


def _ints(rows: pl.DataFrame, name: str) -> Ints:
    return rows[name].cast(pl.Int64).to_numpy()
