"""What a study of unusual providers puts on its desk: the same tables and estimates in every domain.

Tables count cases, acts and persons; no table is by provider. Flags of single providers go to the controllers' file,
which is sealed and leaves by the way back only (docs/unusual-providers.md).
"""

from functools import partial

import numpy as np
import polars as pl

from mutualis.methods.outliers import brier, flags, reliability
from mutualis.study.desk import Desk
from mutualis.study.providers.days import KINDS, in_hospital_lines, second_act_lines
from mutualis.study.providers.domain import Material, Rules
from mutualis.study.providers.injecting import detection
from mutualis.study.providers.pictures import found_by_rate, told_and_met
from mutualis.study.providers.screening import Screened, counts_by_detector, screened
from mutualis.study.providers.words import flags_in_words


def rules_of(desk: Desk) -> Rules:
    """The parameters of study.toml under [parameters.rules]; the seed is that of the study."""
    return Rules(seed=desk.study.seed % 2**31, **desk.parameters["rules"])


def search(desk: Desk, given: Material) -> Screened:
    """Everything that the studies of providers have in common, on the desk; returns what was found."""
    rules = rules_of(desk)
    found = screened(given, rules)
    for each in found.left_out:
        desk.deviate(f"detector {each.name} was left out", each.why)
    _tables(desk, given, found, rules)
    _estimates(desk, given, found, rules)
    desk.flags("flags", flags_in_words(desk, found))
    return found


def _tables(desk: Desk, given: Material, found: Screened, rules: Rules) -> None:
    cases = with_year(given.cases)
    desk.persons("cases_by_class", cases, ["year", "observed"], year="year")
    desk.persons("class_by_region", cases, ["year", "region_code", "observed"], place="region_code", year="year")
    desk.persons("impossible_acts", impossible_acts(given), ["impossible"])
    rare = np.zeros(found.of.observed.size, bool)
    rare[flags(found.of, rules.rare)["row"].to_numpy()] = True
    unlikely = with_year(found.given.cases).with_columns(is_unlikely=pl.Series(rare))
    desk.persons("unlikely_classes", unlikely, ["year", "observed"], year="year", met="is_unlikely")


def with_year(cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with the year in which they began."""
    return cases.with_columns(year=pl.col("first_day").dt.year())


def impossible_acts(given: Material) -> pl.DataFrame:
    """A row an act, with why it cannot be: in hospital, a second one, or neither (possible)."""
    hospital = in_hospital_lines(given.domain, given.acts, given.stays).select("line", pl.lit(KINDS[0]).alias("why"))
    second = second_act_lines(given.domain, given.acts).select("line", pl.lit(KINDS[1]).alias("why"))
    why = pl.concat([hospital, second]).unique("line", keep="first", maintain_order=True)
    acts = given.acts.with_row_index("line").join(why, on="line", how="left")
    return acts.select("person_id", impossible=pl.col("why").fill_null("possible"))


def _estimates(desk: Desk, given: Material, found: Screened, rules: Rules) -> None:
    persons = found.given.cases["person_id"].n_unique()
    desk.estimates("class_model", class_model(found, rules, persons))
    desk.estimates("reliability", reliable(found))
    desk.estimates("detectors", detectors(found, persons))
    desk.estimates("impossible", impossible(found, persons))
    own = desk.parameters["injection"]
    told = detection(given, tuple(own["rates"]), own["providers"], own["replications"], rules, desk.random("injection"))
    desk.estimates("detection", told)
    desk.picture("found_by_rate", partial(found_by_rate, desk))
    desk.picture("told_and_met", partial(told_and_met, desk))


def class_model(found: Screened, rules: Rules, persons: int) -> pl.DataFrame:
    """The Brier score of the ordered model, of boosted trees (sensitivity) and of the shares of the classes alone; and
    how many providers are flagged with either model.
    """
    boosted = screened(found.given, rules, boosted=True, days=found.days)
    shares = np.bincount(found.of.observed, minlength=len(found.of.levels)) / found.of.observed.size
    scores = {
        "ordered": brier(found.of.chances, found.of.observed),
        "boosted": brier(boosted.of.chances, boosted.of.observed),
        "shares_alone": brier(np.tile(shares, (found.of.observed.size, 1)), found.of.observed),
    }
    rows = [("brier", name, value, persons) for name, value in scores.items()]
    both = set(found.flagged["provider"]) & set(boosted.flagged["provider"])
    rows += [
        ("providers_flagged", "ordered", float(found.flagged.height), persons),
        ("providers_flagged", "boosted", float(boosted.flagged.height), persons),
        ("providers_flagged", "both", float(len(both)), persons),
    ]
    return pl.DataFrame(rows, schema=["measure", "variant", "value", "persons"], orient="row")


def reliable(found: Screened, groups: int = 5) -> pl.DataFrame:
    """Of each class, by fifth of its told probability: what was told and what was met, with its interval."""
    rows = []
    for place, level in enumerate(found.of.levels):
        told = reliability(found.of.chances, found.of.observed, place, groups)
        shares = {"told": "expected_share", "value": "observed_share", "low": "low", "high": "high", "persons": "cases"}
        own = told.select(pl.lit(level).alias("observed"), "group", **shares)
        rows.append(own.cast({"persons": pl.Int64}))
    return pl.concat(rows)


def detectors(found: Screened, persons: int) -> pl.DataFrame:
    """How many providers each test flags by itself, all tests together, impossible days, and both."""
    rows = [("providers", float(found.providers.height)), *((f"test_{name}", float(many)) for name, many in
            counts_by_detector(found).items())]  # fmt: skip
    rows += [(name, float(found.providers[name].sum())) for name in ("by_test", "by_days", "flagged")]
    frame = pl.DataFrame(rows, schema=["detector", "value"], orient="row")
    return frame.with_columns(persons=pl.lit(persons))


def impossible(found: Screened, persons: int) -> pl.DataFrame:
    """How many acts and days cannot be, by kind, over all years."""
    rows = [(kind, float(found.providers[kind].sum()), persons) for kind in KINDS]
    return pl.DataFrame(rows, schema=["impossible", "value", "persons"], orient="row")
