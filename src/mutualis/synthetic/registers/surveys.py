"""Answers to patient-reported measures (PROM, PREM), and of providers on their own well-being."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.parameters import section
from mutualis.synthetic.records import Looked, Value
from mutualis.synthetic.registers.rows import Rows, days, words
from mutualis.synthetic.setting import Setting

WIDTH = 24
# instrument: mean, spread, effect of frailty (thousandths), least and most
PATIENTS = {
    "prom_eq5d": (780, 120, -70, 0, 1000),
    "prom_who5": (58_000, 15_000, -4_000, 0, 100_000),
    "prom_mrc": (2_200, 800, 350, 1000, 5000),
    "prem_care": (7_900, 1_200, 0, 0, 10_000),
    "prem_coordination": (7_000, 1_500, -200, 0, 10_000),
}
PROVIDERS = {"wellbeing_burnout": (2_300, 1_000, 0, 6000), "wellbeing_joy": (6_800, 1_600, 0, 10_000)}
FIRST_BLOCK = 0


def of_patients(where: Setting) -> Iterator[Rows]:
    """Chronically ill adults who answer, twice a year; those with few medicines now and then."""
    state, share = where.state, section("registers")["answering_share"]
    for instrument, (mean, spread, effect, least, most) in PATIENTS.items():
        random = where.random(f"registers/survey/{instrument}")
        willing = (where.chronic_count >= 2) & (state.age >= 18) & (state.insured_days >= 300)
        person = np.flatnonzero(willing & (random.random(where.people.size) < share))
        level = mean + effect * where.people.frailty[person] + 0.8 * spread * random.standard_normal(len(person))
        both, again = np.concatenate([person, person]), np.concatenate([level, level])
        day = np.concatenate([state.first[person] + random.integers(0, 150, len(person)) + half for half in (0, 150)])
        score = np.clip(again + 0.3 * spread * random.standard_normal(len(both)), least, most)
        columns: dict[str, Value] = {
            "answer_day": days(day),
            "instrument": words((instrument,), np.zeros(len(both), np.int64), WIDTH),
            "score_thousandths": np.round(score).astype(np.int64),
        }
        yield Rows("pr", both, day, columns)


def of_providers(where: Setting) -> Iterator[Rows]:
    """Some GPs answer twice a year; they are of the whole country, so the first block writes them."""
    if where.people.skeleton.block != FIRST_BLOCK:
        return
    share = section("registers")["answering_providers_share"]
    start = int(np.datetime64(f"{where.year}-01-01", "D").astype(np.int64))
    for instrument, (mean, spread, least, most) in PROVIDERS.items():
        random = where.random(f"registers/survey/{instrument}")
        answering = np.flatnonzero(random.random(len(where.gps)) < share)
        chosen = np.concatenate([answering, answering])
        day = start + np.concatenate([random.integers(0, 180, len(answering)) + half for half in (0, 181)])
        score = np.clip(mean + spread * random.standard_normal(len(chosen)), least, most)
        columns: dict[str, Value] = {
            "provider": Looked(where.pool.texts, where.gps[chosen]),
            "answer_day": days(day),
            "instrument": words((instrument,), np.zeros(len(chosen), np.int64), WIDTH),
            "score_thousandths": np.round(score).astype(np.int64),
        }
        yield Rows("wb", np.full(len(chosen), -1), day, columns)
