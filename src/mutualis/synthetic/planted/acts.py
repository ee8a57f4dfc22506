"""Acts that effects add: to stays, on the day of admission with the invoice of the stay, and outside hospital."""

import numpy as np

from mutualis.synthetic.lines import Lines, care_lines
from mutualis.synthetic.planted.effect import Draft
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import FAR, Stays

GOLDEN = 0.6180339887


def found_in(stays: Stays, person: np.ndarray, admission: np.ndarray) -> np.ndarray:
    """The row of the stay that begins on a day, for each person and day; -1 where there is none."""
    key, wanted = stays.person.astype(np.int64) * FAR + stays.admission, person.astype(np.int64) * FAR + admission
    if not stays.size:
        return np.full(len(wanted), -1)
    place = np.searchsorted(key, wanted).clip(0, stays.size - 1)
    return np.where(key[place] == wanted, place, -1)


def acts_of(
    draft: Draft, where: Setting, stay: np.ndarray, tariff: np.ndarray, supplement: np.ndarray | None = None
) -> Lines:
    """One act for each of some classic stays, made like the lump sum of their admission; `supplement` in cents."""
    admission = np.flatnonzero(where.tariffs.is_of("admission")[draft.lines["tariff"]] & (draft.lines["stay"] > 0))
    of = np.full(draft.stays.size, -1)
    of[draft.lines["stay"][admission] - 1] = admission
    known = of[stay] >= 0
    stay, tariff = stay[known], tariff[known]
    cost = where.amounts(draft.stays.person[stay], tariff)
    spot = draft.stays.institution[stay] * GOLDEN % 1.0
    return draft.lines.take(of[stay]).having(
        tariff=tariff.astype(np.int32),
        reimbursed_cents=cost["reimbursed_cents"],
        copayment_cents=cost["copayment_cents"],
        supplement_cents=np.zeros(len(stay), np.int64) if supplement is None else supplement[known],
        provider=where.performers.near(tariff, spot).astype(np.int32),
    )


def contacts_of(where: Setting, person: np.ndarray, day: np.ndarray, tariff: np.ndarray) -> Lines:
    """One act outside hospital for each person and day, with a provider near home."""
    return care_lines(
        person=person,
        service_day=day,
        last_service_day=day,
        provider=where.performers.near(tariff, where.spot[person]),
        **where.amounts(person, tariff),
    )
