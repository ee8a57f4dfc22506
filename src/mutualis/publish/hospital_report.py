"""The feedback report of one hospital: one page with its own figures, the others without a name, in HTML and PDF.

Nothing of another hospital is in it but dots: no name, number or code, in order of their value; a figure of few cases
is in no report, not even the hospital's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from mutualis import reference
from mutualis.methods.funnel import FAR, WITHIN
from mutualis.methods.stroke_comparison import IS_BETTER_HIGHER
from mutualis.methods.stroke_shares import HOSPITAL, benchmark
from mutualis.model import MutualisError
from mutualis.picture import plots
from mutualis.publish.templating import rendered

# The indicators in the order of the page, and those with a funnel of their own; the last is the adjusted one.
ORDER = (
    "thrombolysis", "no_antibiotics", "pneumonia", "urinary_infection", "anticoagulant", "death_30",
    "death_30_adjusted", "death_90", "death_90_adjusted", "needle_within_30", "swallow_screening",
)  # fmt: skip
FUNNELS = ("thrombolysis", "no_antibiotics", "anticoagulant")
ADJUSTED = "death_30_adjusted"
# Deaths that are not adjusted for risk are told and not judged.
NOT_JUDGED = ("death_30", "death_90")
DASH = "–"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the reports of all hospitals share: the years, the c-statistic (None without a model), cases of whom nobody
    knows whether they died within 30 days.
    """

    period: str
    c_statistic: float | None
    unknown: int = 0


def hospital_report(compared: pl.DataFrame, hospital: str, name: str, language: str, facts: Facts) -> str:
    """The page of a hospital. `compared` is what `stroke_comparison.compared` returns; `hospital` its number in it.

    Raises where the hospital has no row, or there is no such language.
    """
    if compared.filter(pl.col(HOSPITAL) == hospital).is_empty():
        raise MutualisError("There is no report for this hospital.", there_is="it has no case of any indicator")
    writer = _Writer(compared, hospital, language, facts)
    return rendered(
        "hospital_report.html",
        lang=language,
        hospital=name,
        title=writer.t("title"),
        period=writer.t("period", period=facts.period),
        others=writer.t("others", count=writer.whole(compared[HOSPITAL].n_unique())),
        intro=writer.t("intro"),
        t=writer.t,
        head=[writer.t(each) for each in ("indicator", "cases", "own", "interval", "mean", "middle", "compared")],
        rows=writer.rows(),
        plots=writer.pictures(),
        notes=writer.notes(),
    )


@dataclass(frozen=True)
class _Writer:
    compared: pl.DataFrame
    hospital: str
    language: str
    facts: Facts

    def t(self, key: str, **values: object) -> str:
        return reference.text(f"hospital_report.{key}", self.language, **values)

    @cached_property
    def own(self) -> Mapping[str, Row]:
        found = self.compared.filter(pl.col(HOSPITAL) == self.hospital)
        return {row["indicator"]: row for row in found.rows(named=True)}

    @cached_property
    def there(self) -> Sequence[str]:
        """The indicators that some hospital has, in order."""
        found = set(self.compared["indicator"])
        return [*(each for each in ORDER if each in found), *sorted(found - set(ORDER))]

    def shown(self, indicator: str) -> pl.DataFrame:
        """Hospitals with a figure of an indicator, if enough of them are others; else only one's own."""
        found = self.compared.filter(
            (pl.col("indicator") == indicator) & ~pl.col("is_hidden") & pl.col("share").is_not_null()
        )
        own = pl.col(HOSPITAL) == self.hospital
        return found if found.filter(~own).height >= benchmark()["others"]["at_least"] else found.clear()

    def rows(self) -> list[dict[str, str]]:
        return [self._row(each) for each in self.there]

    def _row(self, indicator: str) -> dict[str, str]:
        own, shown = self.own.get(indicator), self.shown(indicator)
        has = own is not None and not own["is_hidden"] and own["share"] is not None
        is_up = IS_BETTER_HIGHER.get(indicator, True)
        told = {
            "name": self.t(f"name.{indicator}"),
            "better": self.t("higher_is_better" if is_up else "lower_is_better"),
            "mean": self.t("few_others") if shown.is_empty() else self.share(shown["mean"][0]),
            "middle": self._middle(shown["share"]),
        }
        if own is None or not has:
            small = self.t("small" if own is not None and own["is_hidden"] else "no_cases")
            return told | {"cases": DASH, "own": small, "interval": DASH, "compared": DASH, "ratio": ""}
        values = {
            key: self.number(own[f"ratio{end}"], 2) for key, end in (("value", ""), ("low", "_low"), ("high", "_high"))
        }
        return told | {
            "cases": self.whole(own["cases"]),
            "own": self.share(own["share"]),
            "interval": self.between(own["low"], own["high"]),
            "compared": DASH if shown.is_empty() or indicator in NOT_JUDGED else self.t(_verdict(own)),
            "ratio": "" if own["ratio"] is None else self.t("ratio", **values),
        }

    def _middle(self, values: pl.Series) -> str:
        low, high = (values.quantile(each, "linear") for each in (0.25, 0.75))
        return DASH if low is None or high is None else self.between(low, high)

    def pictures(self) -> list[dict[str, Any]]:
        """Funnels and the caterpillar, as far as there is something to draw."""
        wanted = [each for each in (*FUNNELS, ADJUSTED) if each in self.there]
        made = [{"title": self._funnel_words(each).title, "svg": self._funnel(each)} for each in wanted]
        if ADJUSTED in wanted:
            made.append({"title": self.t("caterpillar"), "svg": self._caterpillar()})
        return [each for each in made if each["svg"]]

    def _funnel(self, indicator: str) -> str:
        shown = self.shown(indicator)
        if shown.is_empty():
            return ""
        dots = self._dots(shown, "share", "low", "high")
        return plots.funnel(dots, shown["mean"][0], self._funnel_words(indicator), benchmark()["funnel"]["levels"])

    def _funnel_words(self, indicator: str) -> plots.Words:
        shown = self.shown(indicator)
        mean = DASH if shown.is_empty() else self.share(shown["mean"][0])
        says = self.t("funnel_says", mean=mean, own=self._own_says(shown, "share", self.share))
        title = self.t("funnel", name=self.t(f"name.{indicator}"))
        return plots.Words(
            f"f-{indicator}",
            title,
            says,
            self.t("along"),
            self.t("own_mark"),
            lambda each: self.share(each, 0),
            self.whole,
        )

    def _caterpillar(self) -> str:
        shown = self.shown(ADJUSTED)
        says = self.t("caterpillar_says", own=self._own_says(shown, "ratio", lambda each: self.number(each, 2)))
        words = plots.Words(
            "caterpillar", self.t("caterpillar"), says, self.t("along_ratio"), self.t("own_mark"),
            lambda each: self.number(each, 1), self.whole,
        )  # fmt: skip
        return plots.caterpillar(self._dots(shown, "ratio", "ratio_low", "ratio_high"), 1.0, words)

    def _dots(self, shown: pl.DataFrame, *values: str) -> list[plots.Dot]:
        ordered = shown.sort(values[0], "cases", "low")
        rows = ordered.select("cases", *values, is_own=pl.col(HOSPITAL) == self.hospital)
        return [plots.Dot(*row) for row in rows.rows()]

    def _own_says(self, shown: pl.DataFrame, column: str, written: Any) -> str:
        own = shown.filter(pl.col(HOSPITAL) == self.hospital)
        if own.is_empty():
            return self.t("own_not_shown")
        return self.t("own_says", value=written(own[column].item()), cases=self.whole(own["cases"].item()))

    def notes(self) -> list[str]:
        rule, c = benchmark()["hidden"], self.facts.c_statistic
        told = [self.t("method_small", denominator=rule["denominator_under"], cell=rule["cell_under"])]
        told.append(self.t("method_limits"))
        told.append(self.t("no_model") if c is None else self.t("method_risk", c=self.number(c, 2)))
        if self.facts.unknown:
            told.append(self.t("unknown", count=self.whole(self.facts.unknown)))
        return told

    def share(self, value: float, places: int = 1) -> str:
        """A share as a percentage, written as the language does."""
        return f"{self.number(100 * value, places)}{'' if self.language == 'en' else chr(0xA0)}%"

    def between(self, low: float, high: float) -> str:
        return f"{self.number(100 * low, 1)}–{self.share(high)}"

    def number(self, value: float | None, places: int) -> str:
        return DASH if value is None else reference.written(Decimal(f"{value:.{places}f}"), self.language)

    def whole(self, value: int) -> str:
        return reference.written(value, self.language)


def _verdict(own: Row) -> str:
    """The words for where a figure lies in the funnel."""
    if own["position"] == WITHIN:
        return "within"
    side = "above" if own["share"] > own["mean"] else "below"
    return f"far_{side}" if own["position"] == FAR else side
