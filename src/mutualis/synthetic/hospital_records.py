"""The files of hospitals (MZG): what they register of the same stays that the insurers are billed for, and its truth.

A stay is registered in the half-year in which it ends, a long one in every half-year (`long_stays`). A hospital gives a
person one number for all its stays. Which of the insurers has the patient, the hospital does not say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
import polars as pl

from mutualis import reference
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.long_stays import earlier_parts, with_last_parts
from mutualis.synthetic.parameters import diseases
from mutualis.synthetic.parameters import rows as rows_of
from mutualis.synthetic.people import NEVER
from mutualis.synthetic.products import products
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.self_registration import registrations
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import FAR, Stays
from mutualis.synthetic.strokes import KINDS, NOTHING, Strokes

REGION = "02000"
PRINCIPAL = {
    "ischaemic": ("I639", "I6350", "I634", "I633"),
    "intracerebral": ("I619", "I610"),
    "subarachnoid": ("I609", "I606"),
    "other_bleeding": ("I6200", "I629"),
    "tia": ("G459", "G458"),
    "fibrillation": ("I4891", "I480"),
    "": ("K359", "S7200", "J189", "K802", "M179", "N201", "K573", "R074", "I214", "O80"),
}
PNEUMONIA, BLADDER, LYSIS_ELSEWHERE, NO_RESUSCITATION, HEMIPLEGIA = "J690", "N300", "Z9282", "Z66", "G8190"
SHARES = {"no_resuscitation": 0.05, "hemiplegia": 0.45, "doubtful": 0.03, "planned": 0.45, "nursing_home": 0.08}
WARDS = {"stroke": "NEUR", "other": "INT1"}
DIAGNOSED = ("hospital_code", "registration_year", "registration_period", "stay_number", "is_doubtful")
# Primes larger than any number of a person or stay: multiplication shuffles, and gives no two the same.
PERSON_PRIME, STAY_PRIME = 2_147_483_647, 999_999_999_989


@dataclass(frozen=True)
class HospitalRows:
    """What the hospitals of the region register of the stays of a block and year, a frame a table; `patient` is the
    national number behind each of their numbers, `truth` what is behind each stay, `registration` what is true of its
    strokes for indicators 5 and 6.
    """

    frames: Mapping[str, pl.DataFrame]


def hospital_rows(stays: Stays, strokes: Strokes, where: Setting, numbers: np.ndarray, lines: Lines) -> HospitalRows:
    """The rows of the stays in general hospitals of the region.

    `numbers` are the national numbers of the block, `lines` the care lines of the year that count.
    """
    here = np.isin(stays.institution, _hospitals()[0])
    own, course = stays.take(here), strokes.take(here)
    stay = _stays(own, course, where, numbers, np.flatnonzero(here))
    earlier = earlier_parts(stay)
    whole = pl.concat([earlier, with_last_parts(stay)])
    parts = {"STAYHOSP": whole, "STAYSPEC": _specialisms(whole), "STAYINDX": _bed_indexes(whole)}
    told = {"PATHOSPI": _patients(whole), "patient": stay.select("hospital_code", "pat_id", "insz").unique()}
    truth = stay.select(
        *("hospital_code", "stay_number", "pat_id", "insz", "admission_day", "discharge_day", "death_day", "kind"),
        *("is_followed", "has_fibrillation", "is_in_hospital", "lysis_day", "had_lysis_before", "has_pneumonia"),
        *("has_urinary", "antibiotic_day", "is_anticoagulated", "rehabilitation_day"),
    )
    diagnoses = pl.concat([_coded(earlier, DIAGNOSED, "principal", "P", "Y"), _diagnoses(stay, own, where)])
    known = {"truth": truth, "claim": _claims(stays, here, where, numbers, lines)}
    known["registration"] = registrations(stay, own, where)
    return HospitalRows({**parts, **told, "DIAGNOSE": diagnoses, **known})


def _claims(stays: Stays, here: np.ndarray, where: Setting, numbers: np.ndarray, lines: Lines) -> pl.DataFrame:
    """The billed lines of the stays: to which stay each belongs is known here only."""
    chosen = lines.take((lines["stay"] > 0) & here[lines["stay"] - 1])
    stay = chosen["stay"] - 1
    return pl.DataFrame(
        {
            "insz": numbers[stays.person[stay]],
            "hospital_code": _hospitals()[1][stays.institution[stay]],
            "admission_day": stays.admission[stay].astype("datetime64[D]"),
            "service_day": chosen["service_day"].astype("datetime64[D]"),
            "nomenclature_code": _written(where.tariffs.codes[chosen["tariff"]]).str.tail(6),
            "cnk": _written(products().codes[chosen["product"]]),
            "quantity": chosen["quantity"].astype(np.int64),
        }
    )


@cache
def _hospitals() -> tuple[np.ndarray, np.ndarray]:
    """Positions of the general hospitals of the region, and the recognition number at every position."""
    regions = {row["code"]: row["region_code"] for row in reference.codelist("municipality").rows}
    by_code = {row["code"]: row for row in reference.codelist("hospital").rows}
    found = [by_code.get(code) for code in ("", *institutions().codes)]
    is_here = [
        row is not None and row["kind"] == "general" and regions.get(row["municipality_code"]) == REGION
        for row in found
    ]
    return np.flatnonzero(is_here), np.array([row["agr_code"] if row else "" for row in found])


def _stays(own: Stays, course: Strokes, where: Setting, numbers: np.ndarray, row: np.ndarray) -> pl.DataFrame:
    """A row a stay: what STAYHOSP has, and what else is known of it."""
    random = where.random("hospital/records")
    drawn = {name: random.random(own.size) for name in SHARES}
    has = {name: drawn[name] < share for name, share in SHARES.items()}
    course_of = {each.name: getattr(course, each.name) for each in fields(course) if each.name != "kind"}
    frame = pl.DataFrame(
        {
            **_names(own, where, numbers, row),
            **_told(own, course, where, has, drawn["planned"]),
            **course_of,
            "kind": np.array(KINDS)[course.kind],
            "is_doubtful": has["doubtful"],
            "is_not_resuscitated": has["no_resuscitation"] & (course.kind > NOTHING),
            "is_hemiplegic": has["hemiplegia"] & course.is_stroke,
            "code": _principal(course, random),
            "other_code": np.array(PRINCIPAL[""])[random.integers(0, len(PRINCIPAL[""]), own.size)],
        }
    )
    return frame.with_columns(
        registration_year=pl.col("discharge_day").dt.year(),
        registration_period=((pl.col("discharge_day").dt.month() + 5) // 6).cast(pl.Int32),
        principal=pl.when(pl.col("is_in_hospital")).then(pl.col("other_code")).otherwise(pl.col("code")),
    )


def _names(own: Stays, where: Setting, numbers: np.ndarray, row: np.ndarray) -> dict[str, np.ndarray]:
    """Hospital, patient and stay, and who the patient is."""
    block, people = where.people.skeleton.block, where.people.skeleton
    person = block * 65_536 + own.person.astype(np.int64)
    stay = ((where.year - 2000) * 1_000 + block) * 65_536 + row.astype(np.int64)
    born = people.birth_day[own.person].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    return {
        "hospital_code": _hospitals()[1][own.institution],
        "pat_id": _shuffled(person, 48_271, own.institution * 7_919, PERSON_PRIME),
        "stay_number": _shuffled(stay, 69_621, own.institution * 104_729, STAY_PRIME),
        "insz": numbers[own.person],
        "birth_year": born,
        "sex": np.where(people.is_woman[own.person], "2", "1"),
    }


def _told(
    own: Stays, course: Strokes, where: Setting, has: dict[str, np.ndarray], drawn: np.ndarray
) -> dict[str, np.ndarray]:
    """When and how the stay began and ended."""
    death = where.state.death_day[own.person].astype(np.int64)
    dies, goes, came = death <= own.discharge, _goes_on(own), own.transfer_from >= 0
    is_urgent = course.is_stroke | ~has["planned"]
    lived = where.state.in_nursing_home[own.person]
    return {
        "admission_day": own.admission.astype("datetime64[D]"),
        "discharge_day": own.discharge.astype("datetime64[D]"),
        "death_day": np.where(death < NEVER, death, -1),
        "stay_type": np.where(own.is_day, np.where(drawn < 0.5, "C", "D"), "H"),
        "place_before": np.where(came, "3", np.where(lived, "6", "1")),
        "admission_type": np.where(came, "3", np.where(is_urgent, "2", "1")),
        "destination": np.where(dies, "8", np.where(goes, "3", np.where(lived | has["nursing_home"], "6", "1"))),
        "discharge_type": np.where(dies, "4", np.where(goes, "3", "1")),
    }


def _written(codes: np.ndarray) -> pl.Series:
    return pl.Series(codes.astype(str))


def _shuffled(number: np.ndarray, factor: int, shift: np.ndarray, prime: int) -> np.ndarray:
    return ((number * factor + shift) % prime).astype(str)


def _goes_on(own: Stays) -> np.ndarray:
    """Whether a stay in another hospital begins on the day of discharge."""
    came, person = own.transfer_from >= 0, own.person.astype(np.int64) * FAR
    return np.isin(person + own.discharge, (person + own.admission)[came])


def _principal(course: Strokes, random: np.random.Generator) -> np.ndarray:
    found = np.empty(len(course.kind), "U6")
    for place, kind in enumerate(KINDS):
        chosen = np.flatnonzero(course.kind == place)
        found[chosen] = np.array(PRINCIPAL[kind])[random.integers(0, len(PRINCIPAL[kind]), len(chosen))]
    return found


def _specialisms(stay: pl.DataFrame) -> pl.DataFrame:
    """One specialism a stay: neurology for strokes."""
    ward = (
        pl.when(pl.col("kind").is_in(["", "fibrillation"]))
        .then(pl.lit(WARDS["other"]))
        .otherwise(pl.lit(WARDS["stroke"]))
    )
    return stay.with_columns(specialism_order=pl.lit(1), specialism=ward, moved_day=pl.col("admission_day"))


def _bed_indexes(stay: pl.DataFrame) -> pl.DataFrame:
    """An acute bed, then one for rehabilitation where there was some."""
    acute = stay.with_columns(bed_index=pl.lit("D"), moved_day=pl.col("admission_day"), first=pl.lit(1))
    moved = stay.filter(pl.col("rehabilitation_day") >= 0)
    day = pl.col("admission_day") + pl.duration(days=pl.col("rehabilitation_day"))
    later = moved.with_columns(bed_index=pl.lit("S3"), moved_day=day, first=pl.lit(2))
    both = pl.concat([acute.filter(pl.col("rehabilitation_day") != 0), later])
    return both.with_columns(bed_index_order=pl.col("first").rank("ordinal").over(*DIAGNOSED[:4]))


def _patients(stay: pl.DataFrame) -> pl.DataFrame:
    return stay.select("hospital_code", "registration_year", "registration_period", "pat_id", "birth_year").unique()


def _diagnoses(stay: pl.DataFrame, own: Stays, where: Setting) -> pl.DataFrame:
    """The principal diagnosis of each stay, then what else it had, present at admission or not."""
    key = DIAGNOSED
    parts = [_coded(stay, key, "principal", "P", "Y")]
    for column, code, present in (
        ("is_in_hospital", pl.col("code"), "N"),
        ("has_fibrillation", pl.lit("I4891"), "Y"),
        ("has_pneumonia", pl.lit(PNEUMONIA), "N"),
        ("has_urinary", pl.lit(BLADDER), "N"),
        ("had_lysis_before", pl.lit(LYSIS_ELSEWHERE), "Y"),
        ("is_not_resuscitated", pl.lit(NO_RESUSCITATION), "N"),
        ("is_hemiplegic", pl.lit(HEMIPLEGIA), "Y"),
    ):
        chosen = stay.filter(pl.col(column)).with_columns(told=code)
        parts.append(_coded(chosen, key, "told", "S", present))
    parts += _comorbidities(stay, own, where, key)
    return pl.concat(parts).unique(["hospital_code", "stay_number", "diagnosis"], keep="first", maintain_order=True)


def _comorbidities(stay: pl.DataFrame, own: Stays, where: Setting, key: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    """Codes of the diseases that the patient has; a code of each disease is always the same for a person."""
    random, names = where.random("hospital/comorbidity"), [each.name for each in diseases()]
    for row in rows_of("comorbidities.csv"):
        codes = np.array(row["codes"].split())
        ill = where.state.ill[own.person, names.index(row["disease"])] & (random.random(own.size) < float(row["share"]))
        chosen = stay.filter(pl.Series(ill))
        code = codes[own.person[ill] % len(codes)]
        yield _coded(chosen.with_columns(told=pl.Series(code, dtype=pl.String)), key, "told", "S", "Y")


def _coded(stay: pl.DataFrame, key: tuple[str, ...], code: str, type_: str, present: str) -> pl.DataFrame:
    return stay.select(*key, specialism_order=pl.lit(1), diagnosis_type=pl.lit(type_), diagnosis_system=pl.lit("2"),
                       diagnosis=pl.col(code), present_at_admission=pl.lit(present),
                       certainty=pl.when(pl.col("is_doubtful")).then(pl.lit("C")).otherwise(pl.lit("A")))  # fmt: skip
