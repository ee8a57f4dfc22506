"""The file of a cancer registry of the synthetic country: who has cancer in it, as the registry knows them.

Who has cancer, and from which year on, is the country's own truth, so that the claims around the day of incidence are
those of the same persons. All shares are stand-ins. The layout is `cancer-registry.csv` beside the authorisation.
"""

from pathlib import Path

import numpy as np
import polars as pl

from mutualis.reference.national_numbers import check_digits

DISEASE = "cancer"
COLUMNS = ("NISS", "PERSON_ID", "INC_DATE", "BIRTH_YEAR", "SEX", "ICD10", "BASIS", "STAGE", "TREAT_DATE")
# Shares of sites by sex (man, woman), of bases of diagnosis, of stages (empty: not known).
SITES = {
    "1": {"C61.9": 0.29, "C34.9": 0.17, "C18.7": 0.09, "C20.9": 0.05, "C67.9": 0.1, "C44.9": 0.3},
    "2": {"C50.9": 0.36, "C34.9": 0.1, "C18.7": 0.1, "C20.9": 0.04, "C54.1": 0.1, "C44.9": 0.3},
}
BASES = {"7": 0.9, "5": 0.04, "4": 0.03, "2": 0.02, "0": 0.01}
STAGES = {"I": 0.33, "II": 0.24, "III": 0.17, "IV": 0.14, "X": 0.07, "": 0.05}
SECOND_TUMOUR, TREATED, WRONG_NUMBER, DOUBLE_NUMBER = 0.04, 0.9, 0.004, 0.004
TREATED_WITHIN_DAYS, YEAR_DAYS = 60, 365


def cancer_registry(truth: Path, target: Path, seed: int) -> pl.DataFrame:
    """Write the registry of a country with this truth to a new CSV, and return its rows.

    A few numbers have wrong check digits, and a few persons two numbers of the registry, as happens.
    """
    known = pl.read_parquet(truth / "condition.parquet").filter(pl.col("disease") == DISEASE)
    persons = known.group_by("person").agg(year=pl.col("year").min()).sort("person")
    random = np.random.default_rng([seed, 0xCA])
    rows = _persons(persons, random)
    second = rows.filter(pl.Series(random.random(rows.height) < SECOND_TUMOUR))
    whole = pl.concat([rows, _later(second, random)]).sort("PERSON_ID", "INC_DATE", "ICD10")
    made = _with_faults(whole, random).select(COLUMNS)
    target.parent.mkdir(parents=True, exist_ok=True)
    made.write_csv(target)
    return made


def _persons(persons: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    number, size = persons["person"].cast(pl.Int64).to_numpy(), persons.height
    nine, check = number // 100, number % 100
    is_later = check_digits(nine, True) == check  # born from 2000 on
    sex = np.where(nine % 2 == 0, "2", "1")
    day = np.array(persons["year"].to_numpy() - 1970, "datetime64[Y]").astype("datetime64[D]")
    frame = pl.DataFrame(
        {
            "NISS": persons["person"],
            "PERSON_ID": (random.permutation(size) + 100_001).astype(str),
            "INC_DATE": day + random.integers(0, YEAR_DAYS, size),
            "BIRTH_YEAR": nine // 10_000_000 + np.where(is_later, 2000, 1900),
            "SEX": sex,
            "BASIS": _drawn(BASES, size, random),
        }
    )
    return _tumours(frame, random)


def _tumours(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Site, stage and first treatment of a tumour of each row."""
    by_sex = {sex: _drawn(shares, frame.height, random) for sex, shares in SITES.items()}
    is_woman = (frame["SEX"] == "2").to_numpy()
    is_treated = pl.Series(random.random(frame.height) < TREATED)
    after = pl.Series(random.integers(0, TREATED_WITHIN_DAYS, frame.height))
    return frame.with_columns(
        ICD10=pl.Series(np.where(is_woman, by_sex["2"], by_sex["1"])),
        STAGE=pl.Series(_drawn(STAGES, frame.height, random)).replace("", None),
        TREAT_DATE=pl.when(is_treated).then(pl.col("INC_DATE") + pl.duration(days=pl.lit(after))),
    )


def _later(first: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """A second tumour of the same persons, some months later."""
    after = pl.Series(random.integers(60, YEAR_DAYS, first.height))
    moved = first.with_columns(INC_DATE=pl.col("INC_DATE") + pl.duration(days=pl.lit(after)))
    return _tumours(moved, random).select(first.columns)


def _with_faults(rows: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    wrong, double = (pl.Series(random.random(rows.height) < share) for share in (WRONG_NUMBER, DOUBLE_NUMBER))
    number = pl.col("NISS").str.head(9) + (97 - pl.col("NISS").str.tail(2).cast(pl.Int64)).cast(pl.String).str.zfill(2)
    again = rows.filter(double).with_columns(PERSON_ID="9" + pl.col("PERSON_ID"))
    return pl.concat([rows.with_columns(NISS=pl.when(wrong).then(number).otherwise(pl.col("NISS"))), again])


def _drawn(shares: dict[str, float], size: int, random: np.random.Generator) -> np.ndarray:
    share = np.array(list(shares.values()))
    return random.choice(np.array(list(shares)), size, p=share / share.sum())
