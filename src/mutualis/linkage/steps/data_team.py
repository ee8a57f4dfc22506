"""The applicant's data team: PatID becomes RN, dates become relative, stays get a code of the project (step 6)."""

import polars as pl

from mutualis import reference
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, join
from mutualis.linkage.permit import Permit
from mutualis.linkage.random_codes import random_codes

KEY = ["hospital_code", "stay_number"]
# What is told of a stay besides its diagnoses, where an authorisation asks for it; each with the name of its day.
MOVED = {"specialisms": "specialism", "bed_indexes": "bed_index"}


def prepare(permit: Permit, recipient: str) -> Account:
    """Step 6: one link set of all hospitals under RN; then concordances and the hospitals' sets are destroyed.

    Derived here: length of stay, offsets of specialisms and bed indexes, age at admission, year of discharge, and of
    each stay the one before and after it elsewhere (its discharge on the day of admission, and the other way round).
    """
    permit.step(6)
    hospitals = _with_persons(permit)
    whole = {
        name: pl.concat([each[name] for each in hospitals]) for name in permit.authorisation.file("hospital-set").tables
    }
    named = whole["stays"].filter(pl.col("rn").is_not_null())
    stays = _derived(_with_neighbours(_recoded(named)))
    codes = stays.select(*KEY, "stay_code", "admission_day")
    made = {
        "stays": stays,
        **{table: _relative(whole[table], codes, name) for table, name in MOVED.items() if table in whole},
        "diagnoses": whole["diagnoses"].join(codes, on=KEY),
    }
    file = permit.authorisation.file("link-set")
    tables = {name: frame.select(file.tables[name]) for name, frame in made.items()}
    messages.send(permit, "link-set", recipient, tables)
    for name in ("concordance", "hospital-set"):
        messages.destroy(permit, name)
    rows_in = {name: frame.height for name, frame in whole.items()}
    rows_out = {name: frame.height for name, frame in tables.items()}
    dropped = {"stays_without_code": whole["stays"].height - named.height}
    return enter(permit, Account(6, permit.node.name, rows_in, rows_out, dropped, {"hospitals": len(hospitals)}))


def _with_persons(permit: Permit) -> list[dict[str, pl.DataFrame]]:
    """The sets of all hospitals, stays with the `rn` of their patient (null where the concordance has none)."""
    persons = {each.about: each.tables["persons"] for each in messages.receive(permit, "concordance")}
    found = []
    for each in messages.receive(permit, "hospital-set"):
        none = {"pat_id": identifier(permit, "PatID", each.about), "rn": identifier(permit, "RN")}
        known = persons.get(each.about, pl.DataFrame(schema=none))
        stays = join(each.tables["stays"], known, "pat_id", "left").drop("pat_id")
        hospital = pl.lit(each.about).alias("hospital_code")
        others = {name: frame.with_columns(hospital) for name, frame in each.tables.items() if name != "stays"}
        found.append({"stays": stays, **others})
    return found


def _recoded(stays: pl.DataFrame) -> pl.DataFrame:
    """A random code for every stay: no key and no table says afterwards which stay of which hospital it was."""
    codes = random_codes(stays.height)
    numbers = {row["agr_code"]: row["code"] for row in reference.codelist("hospital").rows}
    return stays.with_columns(stay_code=codes, hospital_number=pl.col("hospital_code").replace_strict(numbers))


def _with_neighbours(stays: pl.DataFrame) -> pl.DataFrame:
    """The hospital and stay before and after, where a stay elsewhere ends, or begins, on the same day."""
    other = stays.select("rn", "hospital_code", "stay_code", "hospital_number", "admission_day", "discharge_day")
    for side, own, its in (("previous", "admission_day", "discharge_day"), ("next", "discharge_day", "admission_day")):
        mine = stays.select("rn", "hospital_code", "stay_code", own)
        met = join(mine, other, left_on=["rn", own], right_on=["rn", its])
        met = (
            met.filter(pl.col("hospital_code") != pl.col("hospital_code_right"))
            .sort("stay_code_right")
            .unique("stay_code", keep="first")
        )
        told = met.select(
            "stay_code", **{f"{side}_hospital": "hospital_number", f"{side}_stay_code": "stay_code_right"}
        )
        stays = stays.join(told, on="stay_code", how="left")
    return stays


def _derived(stays: pl.DataFrame) -> pl.DataFrame:
    """Length and year of a stay; the age where the year of birth was asked for."""
    age = pl.col("admission_day").dt.year() - pl.col("birth_year").cast(pl.Int32)
    return stays.with_columns(
        length_of_stay=(pl.col("discharge_day") - pl.col("admission_day")).dt.total_days().cast(pl.Int32),
        **({"age_at_admission": age} if "birth_year" in stays.columns else {}),
        discharge_year=pl.col("discharge_day").dt.year(),
    )


def _relative(rows: pl.DataFrame, codes: pl.DataFrame, name: str) -> pl.DataFrame:
    """Rows of stays with the days from the admission in the place of the day."""
    met = rows.join(codes, on=KEY)
    offset = (pl.col(f"{name}_day") - pl.col("admission_day")).dt.total_days().cast(pl.Int32)
    return met.with_columns(offset.alias(f"{name}_offset_days"))
