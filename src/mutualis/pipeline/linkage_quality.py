"""How good a linkage of the synthetic country is: its matches beside the truth that only the generator knows.

Who asks this holds what no party may hold together: it opens the eHealth coder's and the third party's nodes of one
workspace. It is for a rehearsal, and refuses where there is no truth.
"""

from dataclasses import dataclass

import polars as pl

from mutualis import reference
from mutualis.coding.kernel import code_distinct
from mutualis.linkage import messages
from mutualis.linkage.domains import identifier, join, recoded
from mutualis.linkage.matching import SAME_ADMISSION, WITHIN
from mutualis.linkage.selection import beginnings
from mutualis.methods.codes import begins_with
from mutualis.model import MutualisError
from mutualis.pipeline.linkage import Linkage

MATCH = ["stay_code", "service_offset_days", "nomenclature_code", "cnk"]
STAY = ["insz", "hospital_code", "admission_day"]
NO_PRODUCT = "0000000"


@dataclass(frozen=True)
class Quality:
    """Matches of claims within stays: made, true, and both; as shares, precision and recall."""

    made: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0


def known_stays(linkage: Linkage) -> pl.DataFrame:
    """The codes of the stays beside whose they are, while the link set waits at the third party (after step 6).

    `told_day` is the admission as the hospital told it. A stay whose day of admission is told wrong is known by its
    discharge.
    """
    space = linkage.space
    path = space.truth / "hospital_truth.parquet"
    if not path.is_file():
        raise MutualisError("This workspace has no truth of hospital stays.", do="rehearse on a synthetic country")
    truth = pl.read_parquet(path)
    subkey, permit = space.node("ehealth").keys.subkey("rn", linkage.name), linkage.permit("ttp")
    numbers = truth.select("insz").unique()
    rn = recoded(numbers["insz"], identifier(permit, "RN"), lambda insz: code_distinct(insz, subkey))
    coded = numbers.with_columns(rn=rn)
    sets = [each.tables["stays"] for each in messages.receive(permit, "link-set")]
    stays = pl.concat(sets).select("rn", "hospital_number", "stay_code", "discharge_day", told_day="admission_day")
    own = {row["code"]: row["agr_code"] for row in reference.codelist("hospital").rows}
    named = stays.with_columns(hospital_code=pl.col("hospital_number").replace_strict(own))
    of_person = join(named, coded, "rn")
    exact = of_person.with_columns(admission_day="told_day").join(truth.drop("discharge_day"), on=STAY)
    rest = of_person.join(exact, on="stay_code", how="anti").join(truth, on=["insz", "hospital_code", "discharge_day"])
    return pl.concat([exact, rest.select(exact.columns)]).unique("stay_code")


def quality(linkage: Linkage, stays: pl.DataFrame, claims: pl.DataFrame) -> Quality:
    """The matches by rules within a stay (`claims` as linked) beside the true lines of these stays that are listed."""
    within = claims.filter(pl.col("link_rule").is_in([SAME_ADMISSION, WITHIN]))
    made = within.with_columns(nomenclature_code=pl.col("nomenclature_code").fill_null(""), cnk=_product())
    lines = pl.read_parquet(linkage.space.truth / "hospital_claim.parquet")
    keyed = lines.join(
        stays.select("insz", "hospital_code", "admission_day", "stay_code", "told_day"),
        on=["insz", "hospital_code", "admission_day"],
    )
    offset = (pl.col("service_day") - pl.col("told_day")).dt.total_days().cast(pl.Int32)
    true = _listed(linkage, keyed).with_columns(service_offset_days=offset)
    both = _counted(made).join(_counted(true), on=MATCH, suffix="_true")
    shared = both.select(pl.min_horizontal("len", "len_true").sum()).item()
    return Quality(made.height, true.height, int(shared))


def _product() -> pl.Expr:
    return pl.col("cnk").fill_null(NO_PRODUCT).str.zfill(7).replace("", NO_PRODUCT)


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(pl.col("stay_code"), pl.col("service_offset_days").cast(pl.Int32), *MATCH[2:]).len()


def _listed(linkage: Linkage, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that the authorisation's row filters let through."""
    rules = {
        each.column: beginnings(each) for each in linkage.permit("centre").authorisation.rows if each.table == "claims"
    }
    products = pl.DataFrame(
        [(row["code"], row["atc_code"]) for row in reference.codelist("cnk").rows], schema=["cnk", "atc"], orient="row"
    ).unique()
    wanted = products.filter(begins_with(pl.col("atc"), rules.get("atc_code", ())))["cnk"]
    is_act = pl.col("nomenclature_code").is_in(list(rules.get("nomenclature_code", ())))
    return lines.filter(is_act | pl.col("cnk").is_in(wanted.to_list()))


def true_numerators(cases: pl.DataFrame, known: pl.DataFrame) -> dict[str, int]:
    """Of the cases that count for an indicator, for how many it is so in truth."""
    own = ("lysis_day", "antibiotic_day", "is_anticoagulated", "has_pneumonia", "has_urinary", "death_day")
    met = cases.join(known.select("stay_code", *own, day="admission_day"), on="stay_code")
    after = pl.col("death_day") - pl.col("day").cast(pl.Int32)
    is_dead, lysis, antibiotic = pl.col("death_day") >= 0, pl.col("lysis_day"), pl.col("antibiotic_day")
    true = {
        "thrombolysis": lysis >= 0,
        "no_antibiotics": ~antibiotic.is_between(0, 6),
        "pneumonia": pl.col("has_pneumonia"),
        "urinary_infection": pl.col("has_urinary"),
        "anticoagulant": pl.col("is_anticoagulated"),
        "death_30": is_dead & (after <= 30),
        "death_90": is_dead & (after <= 90),
    }
    return {name: met.filter(pl.col(f"{name}_counted") & mark).height for name, mark in true.items()}
