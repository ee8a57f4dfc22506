"""Who lived in which institution in a year, where each comes from, and which authority is competent for both."""

import polars as pl

from mutualis.reference import codelist, geography
from mutualis.study import Desk
from mutualis.study.ages import age_class
from mutualis.study.areas import merged

KEY = ["person_id", "year"]
NURSING_HOME, PSYCHIATRIC = "nursing_home", "psychiatric"
AGES, AGE_LABELS = [64, 79], ["-64", "65-79", "80+"]
UNKNOWN = "unknown"


def people(desk: Desk) -> pl.DataFrame:
    """The insured of each year: age, sex, increased reimbursement, and the authority of the home of that year."""
    rows = desk.read(desk.of_years("derived_population_year")).sort(KEY)
    towns = authorities(desk)
    return rows.with_columns(
        authority=pl.col("municipality_code").replace_strict(towns, default=UNKNOWN, return_dtype=pl.String),
        age_class=age_class(AGES, AGE_LABELS),
        woman=pl.col("sex") == "2",
        increased=pl.col("is_increased_reimbursement"),
        ten_years=(pl.col("age") - 85) / 10,
    )


def authorities(desk: Desk) -> dict[str, str]:
    """The competent authority of every municipality, whatever its code was called in a year: that of its region, and
    the German-speaking Community for its nine municipalities where it stands apart.
    """
    given, areas = desk.parameters["authorities"], geography(desk.years.last)
    german = set(desk.parameters["german_speaking"]) if desk.parameters["german_apart"] else set()
    found = {}
    for code, now in merged(desk.years.last).iter_rows():
        region = areas.above(now)["region"]
        found[code] = given["german_speaking"] if now in german else given[region]
    return found


def institutions(desk: Desk) -> dict[str, str]:
    """The competent authority of every institution: where it stands, or what the parameters say of it."""
    towns = authorities(desk)
    placed = {row["code"]: towns.get(row["municipality_code"], UNKNOWN) for row in codelist("institution").rows}
    return placed | dict(desk.parameters["other_authority"])


def nursing_homes(desk: Desk) -> pl.DataFrame:
    """Days, reimbursed cents and class of dependency by person, year and nursing home."""
    classes = desk.parameters["classes"]
    lines = desk.table("core_care_line_net")
    in_years = lines.service_day.year().between(desk.years.first, desk.years.last)
    chosen = lines.filter(lines.nomenclature_code.isin(sorted(classes)) & in_years)
    told = desk.read(chosen).sort("service_day")
    named = told.with_columns(
        year=pl.col("service_day").dt.year().cast(pl.Int32),
        dependency=pl.col("nomenclature_code").replace_strict(classes),
        institution=pl.col("institution_number").fill_null(UNKNOWN),
    )
    by = named.group_by(*KEY, "institution", maintain_order=True)
    sums = by.agg(
        days=pl.col("quantity").sum(), cents=pl.col("reimbursed_cents").sum(), dependency=pl.col("dependency").last()
    )
    return _of_kind(sums, NURSING_HOME)


def psychiatric_stays(desk: Desk) -> pl.DataFrame:
    """Nights and reimbursed cents of classic stays by person, year and psychiatric hospital."""
    told = desk.of_years("derived_stay")
    stays = desk.read(told.filter(told.is_psychiatric & (told.stay_kind == "classic")))
    by = stays.sort(*KEY, "hospital_number").group_by(*KEY, institution="hospital_number", maintain_order=True)
    sums = by.agg(days=pl.col("nights").sum(), cents=pl.col("reimbursed_cents").sum())
    return _of_kind(sums.with_columns(dependency=pl.lit(None, pl.String)), PSYCHIATRIC)


def _of_kind(sums: pl.DataFrame, kind: str) -> pl.DataFrame:
    whole = sums.with_columns(pl.col("days", "cents").cast(pl.Int64), pl.col("year").cast(pl.Int32))
    return whole.filter(pl.col("days") > 0).select(
        pl.lit(kind).alias("kind"), *KEY, "institution", "days", "cents", "dependency"
    )


def residents(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """A row a person, year and kind of institution: the institution of most days (the last of equals), what all of
    them took and cost, and the authorities of institution and home (`home`: before; `home_now`: of the year).
    """
    stays = pl.concat([nursing_homes(desk), psychiatric_stays(desk)])
    longest = stays.sort("kind", *KEY, "days", maintain_order=True).group_by("kind", *KEY, maintain_order=True)
    told = longest.agg(pl.col("institution", "dependency").last(), pl.col("days", "cents").sum())
    known = told.join(insured, on=KEY, maintain_order="left").join(
        homes(told, insured), on=["kind", "person_id"], maintain_order="left"
    )
    places = institutions(desk)
    return known.with_columns(
        competent=pl.col("institution").replace_strict(places, default=UNKNOWN, return_dtype=pl.String),
        home_now="authority",
        home=pl.coalesce("home", "authority"),
    )


def homes(told: pl.DataFrame, insured: pl.DataFrame) -> pl.DataFrame:
    """The authority of the home of each person before the first year in such an institution: on 31 December of the year
    before it, or of the last year known before; empty where nothing is known from before.
    """
    first = told.group_by("kind", "person_id").agg(first_year=pl.col("year").min())
    before = first.join(insured.select(*KEY, "authority"), on="person_id").filter(pl.col("year") < pl.col("first_year"))
    last = before.sort("year").group_by("kind", "person_id", maintain_order=True).agg(home=pl.col("authority").last())
    return first.join(last, on=["kind", "person_id"], how="left").select("kind", "person_id", "home")


def persons(told: pl.DataFrame) -> pl.DataFrame:
    """A row a person and kind of institution over all years: days and cents of all of them, age class and person of the
    first, institution, its authority and dependency of that with most days (the last of equals).
    """
    key = ["kind", "person_id"]
    first = (
        told.sort("year")
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("age_class", "ten_years", "woman", "sex", "increased", "home").first(), pl.col("days", "cents").sum()
        )
    )
    most = told.sort("days", "year").group_by(key, maintain_order=True)
    main = most.agg(pl.col("competent", "dependency", "home_now").last())
    both = first.join(main, on=key).sort(key)
    return both.with_columns(crosses=pl.col("home") != pl.col("competent"))
