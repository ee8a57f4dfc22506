"""The extract of GP records: diagnoses (ICPC-2), HbA1c, blood pressure, smoking and influenza vaccination."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.illness import disease_places
from mutualis.synthetic.parameters import section
from mutualis.synthetic.records import Looked, Value
from mutualis.synthetic.registers.rows import Rows, days, words
from mutualis.synthetic.setting import Setting

WIDTH = 24
ADULT, OLD, COPD_AGE = 18, 65, 50
FAILING_FRAILTY = 0.8
SEASON_START = 273  # 1 October: vaccinations of the season


def items(where: Setting) -> Iterator[Rows]:
    """Items of the patients of practices that take part."""
    has = {disease: where.state.ill[:, column] for disease, column in disease_places().items()}
    recorded = _recorded(where)
    for item, of in _diagnoses(where, has).items():
        yield _rows(where, item, np.flatnonzero(of & recorded), None)
    diabetic = np.flatnonzero((has["type_2_diabetes"] | has["insulin_diabetes"]) & recorded)
    hypertensive = np.flatnonzero(has["hypertension"] & recorded)
    random = where.random("registers/gp/measurements")
    yield _measured(where, "hba1c", diabetic, random, (7.1, 0.9), 2.2)
    yield _measured(where, "blood_pressure_systolic", hypertensive, random, (138.0, 14.0), 1.8)
    yield _measured(where, "blood_pressure_diastolic", hypertensive, random, (81.0, 9.0), 1.8)
    yield _smoking(where, recorded)
    yield _vaccinated(where, recorded)


def _recorded(where: Setting) -> np.ndarray:
    """Whether a person's practice takes part and the person is insured."""
    share = section("registers")["recording_practices_share"]
    everyone = np.arange(where.people.size)
    practice = _practice(where, everyone)
    return ((practice * 37 % 100) < share * 100) & (where.state.insured_days > 0)


def _practice(where: Setting, person: np.ndarray) -> np.ndarray:
    """Position among the practices of the usual GP of persons."""
    return (where.spot[person] * where.places.practices[1]).astype(np.int64)


def _diagnoses(where: Setting, has: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Who has which diagnosis (ICPC-2), treated or not. Heart failure is that of frail persons with heart disease."""
    old, frail = where.state.age >= COPD_AGE, where.people.frailty > FAILING_FRAILTY
    return {
        "T89": has["insulin_diabetes"] & ~has["type_2_diabetes"],
        "T90": has["type_2_diabetes"],
        "T93": has["raised_lipids"],
        "K77": has["heart_disease"] & frail,
        "K86": has["hypertension"],
        "R95": has["airways_disease"] & old,
        "R96": has["airways_disease"] & ~old,
        "P76": has["depression"],
        "P70": has["dementia"],
    }


def _rows(
    where: Setting, item: str, person: np.ndarray, value: np.ndarray | None, day: np.ndarray | None = None
) -> Rows:
    random = where.random(f"registers/gp/{item}")
    when = _some_day(where, person, random) if day is None else day
    numbers = where.places.practices[0] + _practice(where, person)
    columns: dict[str, Value] = {
        "record_day": days(when),
        "item": words((item,), np.zeros(len(person), np.int64), WIDTH),
        "value_thousandths": np.zeros(len(person), np.int64) if value is None else value,
        "practice": Looked(_elevens(where.places.texts), numbers),
    }
    return Rows("gp", person, when, columns)


def _some_day(where: Setting, person: np.ndarray, random: np.random.Generator) -> np.ndarray:
    state = where.state
    return state.first[person] + (random.random(len(person)) * state.insured_days[person]).astype(np.int64)


def _elevens(texts: np.ndarray) -> np.ndarray:
    """Numbers of twelve characters as eleven, as a practice number is written."""
    return np.ascontiguousarray(texts.view("S1").reshape(-1, 12)[:, 1:]).view("S11").reshape(-1)


def _measured(
    where: Setting,
    item: str,
    person: np.ndarray,
    random: np.random.Generator,
    normal: tuple[float, float],
    times_a_year: float,
) -> Rows:
    """Measurements around a level of one's own."""
    mean, spread = normal
    level = mean + 0.8 * spread * random.standard_normal(len(person))
    times = random.poisson(times_a_year, len(person))
    of = np.repeat(np.arange(len(person)), times)
    value = np.maximum(level[of] + 0.4 * spread * random.standard_normal(len(of)), mean / 2)
    made = _rows(where, item, person[of], np.round(value * 1000).astype(np.int64))
    return _once_a_day(made)


def _once_a_day(rows: Rows) -> Rows:
    """The first of several measurements of a person on a day."""
    _, first = np.unique(rows.person.astype(np.int64) * 100_000 + rows.day, return_index=True)
    return rows.take(np.sort(first))


def _smoking(where: Setting, recorded: np.ndarray) -> Rows:
    random = where.random("registers/gp/habits")
    asked = recorded & (where.state.age >= ADULT) & (random.random(where.people.size) < 0.45)
    person = np.flatnonzero(asked)
    share = np.where(where.state.age[person] >= OLD, 0.11, 0.22)
    drawn = random.random(len(person))
    status = np.where(drawn < share, 2, np.where(drawn < share + 0.3, 1, 0))
    return _rows(where, "smoking", person, status * 1000)


def _vaccinated(where: Setting, recorded: np.ndarray) -> Rows:
    random = where.random("registers/gp/vaccination")
    share = np.where(where.state.age >= OLD, 0.56, 0.06)
    person = np.flatnonzero(recorded & (random.random(where.people.size) < share))
    season = int(np.datetime64(f"{where.year}-01-01", "D").astype(np.int64)) + SEASON_START
    day = season + random.integers(0, 75, len(person))
    there = np.flatnonzero((day >= where.state.first[person]) & (day <= where.state.last[person]))
    return _rows(where, "influenza_vaccination", person[there], np.full(len(there), 1000), day[there])
