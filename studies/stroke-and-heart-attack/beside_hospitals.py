"""The proxy measured against the diagnoses of hospitals (methods 6.6: test whether acts can stand for them).

It is measured within a linkage alone: stays with their principal diagnosis, and the acts that were linked to them,
under the codes of that project, which no other table of the study has.
"""

from collections.abc import Iterator

import polars as pl

from mutualis.methods.proxy import Share, proxy
from mutualis.study import Desk

STAY, PERSON, EPISODE = "stay_code", "c_project", "episode"
WITHIN = ["same_admission", "within_stay"]
# What the small cell analysis puts in the place of a code that too few have.
BLANK = "*"
# Hospitals that follow one another in one episode, at most.
LONGEST = 10


def beside_hospitals(desk: Desk) -> None:
    """Measure each variant of the proxy where hospital data are linked; else the run says that it could not."""
    if not desk.has_linked:
        why = "hospital data with principal diagnoses are not linked to this country; the codes stand unmeasured"
        desk.deviate("proxy is left out", why)
        return
    stays = episodes(desk.linked("stays"), desk.parameters["day_care"])
    stays = stays.filter(pl.col("discharge_year").is_between(desk.years.first, desk.years.last))
    told, acts = principal(desk.linked("diagnoses")), within(desk.linked("claims"))
    made = []
    for variant, wanted in desk.parameters["definitions"].items():
        for condition, groups in wanted.items():
            seen = judged(stays, told, acts, groups, desk.parameters["diagnoses"][condition])
            if seen["found"].any() and seen["true"].any():
                heads = {"variant": variant, "condition": condition}
                made.extend(heads | each for each in measured(seen))
            else:
                why = "among the linked stays there are none with the acts, or none with the diagnosis"
                desk.deviate(f"proxy of {condition} ({variant}) is left out", why)
    if made:
        desk.estimates("proxy", pl.DataFrame(made))


def episodes(stays: pl.DataFrame, day_care: list[str]) -> pl.DataFrame:
    """Stays over a night with their `episode`: the code of the first stay of those that transfers join."""
    own = stays.filter(~pl.col("stay_type").is_in(day_care))
    before = pl.when(pl.col("previous_stay_code").is_in(own[STAY].implode())).then("previous_stay_code")
    came = own.select(pl.col(STAY).alias(EPISODE), before.alias("came_from"))
    found = own.with_columns(pl.col(STAY).alias(EPISODE))
    for _ in range(LONGEST):
        earlier = pl.coalesce("came_from", EPISODE).alias(EPISODE)
        found = found.join(came, on=EPISODE, how="left").with_columns(earlier).drop("came_from")
    return found


def principal(diagnoses: pl.DataFrame) -> pl.DataFrame:
    """The principal diagnosis of each stay that has one of those asked for: that of its first specialism."""
    first = (pl.col("diagnosis_type") == "P") & (pl.col("specialism_order").cast(pl.Int32) == 1)
    plain = pl.col("diagnosis").str.replace_all(".", "", literal=True)
    return diagnoses.filter(first).select(STAY, diagnosis=plain)


def within(claims: pl.DataFrame) -> pl.DataFrame:
    """The acts that were billed within a stay and not taken back: stay and code."""
    return claims.filter(pl.col("link_rule").is_in(WITHIN) & (pl.col("quantity") > 0)).select(
        STAY, code="nomenclature_code"
    )


def judged(
    stays: pl.DataFrame, told: pl.DataFrame, acts: pl.DataFrame, groups: list[list[str]], diagnoses: list[str]
) -> pl.DataFrame:
    """A row an episode: whose it is, whether it was `found` (a code of every group was billed) and is `true` (a stay of
    it has such a principal diagnosis). One with a blanked diagnosis is left out: what it was is not known.
    """
    has = [pl.col("code").is_in(group).any().alias(f"group_{place}") for place, group in enumerate(groups)]
    coded = stays.join(acts, on=STAY).group_by(EPISODE).agg(has)
    found = coded.filter(pl.all_horizontal(pl.exclude(EPISODE))).select(EPISODE, found=True)
    known = stays.join(told, on=STAY, how="left")
    is_one = pl.any_horizontal(pl.col("diagnosis").str.starts_with(each) for each in diagnoses).fill_null(value=False)
    rows = known.group_by(EPISODE, PERSON).agg(true=is_one.any(), blanked=(pl.col("diagnosis") == BLANK).any())
    rows = rows.filter(~pl.col("blanked").fill_null(value=False))
    return rows.join(found, on=EPISODE, how="left").with_columns(pl.col("found").fill_null(value=False))


def measured(seen: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Sensitivity and predictive value over episodes, each with the persons on its smaller side."""
    made = proxy(seen["found"], seen["true"])
    yield told_of("sensitivity", made.sensitivity, seen.filter("true"), "found")
    yield told_of("predictive_value", made.predictive_value, seen.filter("found"), "true")


def told_of(name: str, share: Share, cases: pl.DataFrame, met: str) -> dict[str, object]:
    """A share with its interval; `persons` are those who meet it or those who do not, whichever are fewer."""
    sides = [cases.filter(side)[PERSON].n_unique() for side in (pl.col(met), ~pl.col(met))]
    return {"measure": name, "value": share.value, "low": share.low, "high": share.high, "persons": min(sides)}
