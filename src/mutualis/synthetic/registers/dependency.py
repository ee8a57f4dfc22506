"""Assessments on the Katz scale: residents of nursing homes, and frail persons nursed at home (methods 7)."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.parameters import section
from mutualis.synthetic.records import Value
from mutualis.synthetic.registers.rows import Rows, codes, days
from mutualis.synthetic.setting import Setting

ITEMS = ("washing", "dressing", "transfer", "toilet", "continence", "eating")
HARDNESS = (0.9, 0.75, 0.2, 0.1, -0.2, -0.5)
CLASSES = ("0T", "FA", "FB", "FC", "0O", "0A", "0B", "0C", "CD", "0D")
VALID_DAYS = 365
HOME_AGE, HOME_FRAILTY = 70, 0.9


def assessments(where: Setting) -> Iterator[Rows]:
    """One assessment a year; the class is that of the scores, except for the few that the physician changes."""
    state, random = where.state, where.random("registers/dependency")
    here = state.insured_days > 0
    resident = np.flatnonzero(state.in_nursing_home & here)
    frail = (where.people.frailty > HOME_FRAILTY) & (state.age >= HOME_AGE) & ~state.in_nursing_home & here
    person = np.concatenate([resident, np.flatnonzero(frail)])
    setting = np.concatenate([np.full(len(resident), 2), np.ones(int(frail.sum()), np.int64)])
    scores = _scores(where, person, setting, random)
    oriented = np.where(where.state.takes[person].any(axis=1), random.integers(1, 5, len(person)), 1)
    found = np.where(setting == 1, home_class(scores), home_of_elderly_class(scores, oriented))
    kept = np.flatnonzero(found >= 0)
    person, setting, scores, oriented, found = (each[kept] for each in (person, setting, scores, oriented, found))
    day = state.first[person] + (random.random(len(person)) * state.insured_days[person]).astype(np.int64)
    decision = np.where(random.random(len(person)) < section("registers")["class_changed_share"], 2, 1)
    columns: dict[str, Value] = {
        "assessment_day": days(day),
        "start_day": days(day),
        "end_day": days(day + VALID_DAYS - 1),
        "setting": setting,
        **{item: scores[:, place] for place, item in enumerate(ITEMS)},
        "time_orientation": oriented,
        "place_orientation": oriented,
        "dependency_class": codes(CLASSES, found, 2),
        "class_decision": decision,
    }
    yield Rows("kz", person, day, columns)


def _scores(where: Setting, person: np.ndarray, setting: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Scores from 1 to 4: dependency is one trait, and washing is lost before eating."""
    trait = (
        0.5 * where.people.frailty[person]
        + np.where(setting == 2, 0.6, 0.1)
        + 0.8 * random.standard_normal(len(person))
    )
    noise = 0.4 * random.standard_normal((len(person), len(ITEMS)))
    return np.clip(np.floor(2.2 + trait[:, None] + np.array(HARDNESS) + noise), 1, 4).astype(np.int64)


def home_class(scores: np.ndarray) -> np.ndarray:
    """Positions in CLASSES of the class of home nursing (methods 7.2); -1: none."""
    dependent = scores >= 3
    last = dependent[:, 4] | dependent[:, 5]
    full = (scores[:, :4] == 4).all(axis=1) & last
    heavy = dependent[:, :4].all(axis=1) & last
    light = dependent[:, :2].all(axis=1) & (dependent[:, 2] | dependent[:, 3])
    return np.select([full, heavy, light, scores[:, 0] >= 2], [3, 2, 1, 0], -1)


def home_of_elderly_class(scores: np.ndarray, oriented: np.ndarray) -> np.ndarray:
    """Positions in CLASSES of the class of a nursing home (methods 7.4)."""
    wash, dress, transfer, toilet, continence, eat = (scores >= 3).T
    lost = oriented >= 3
    very = wash & dress & transfer & toilet & (continence | eat)
    demented = lost & wash & dress & continence & (transfer | toilet | eat)
    half = (wash & dress & (transfer | toilet)) | (lost & (wash | dress))
    return np.select([demented, very, half, wash | dress | lost], [8, 7, 6, 5], 4)
