"""What makes stays differ: arrivals by the emergency room, care of others than physicians, implants, various costs."""

from collections.abc import Callable, Iterator

import numpy as np

from mutualis.synthetic.lines import Lines, care_lines
from mutualis.synthetic.parameters import section
from mutualis.synthetic.setting import Setting, hospital_place
from mutualis.synthetic.stays import SINGLE, Stays
from mutualis.synthetic.tariffs import HOSPITAL, Choice

IMPLANTS = "29"
LineOfStay = Callable[..., Lines]


def arrivals(stays: Stays, where: Setting) -> np.ndarray:
    """Whether each stay began in the emergency room: 0 not, 1 on the day of admission, 2 on the day before.

    Stays over a night in a general hospital only, and not those to which a patient was transferred.
    """
    random, given = where.random("hospital/emergency"), section("emergency")
    drawn, early = random.random(stays.size), random.random(stays.size) < given["day_before_share"]
    comes = (drawn < given["share"]) & ~stays.is_day & ~stays.is_psychiatric & (stays.transfer_from < 0)
    early &= stays.admission > where.state.first[stays.person]
    return np.where(comes, np.where(early, 2, 1), 0)


def extra_lines(stays: Stays, where: Setting, line: LineOfStay) -> Iterator[Lines]:
    """The lines, a batch a sort. `line` is that of the room `hospital` of this generator."""
    yield _emergencies(stays, where, line)
    yield _therapy(stays, where, line)
    yield _implants(stays, where, line)
    yield _various(stays, where, line)


def emergency_visits(stays: Stays, where: Setting) -> Lines:
    """The fee of an emergency physician on the day before the admission: in no stay."""
    stay, day = np.flatnonzero(arrivals(stays, where) == 2), stays.admission - 1
    return care_lines(
        person=stays.person[stay],
        service_day=day[stay],
        last_service_day=day[stay],
        place=hospital_place(where.places, stays.institution[stay]),
        **_emergency_fee(stays, where, stay, "ambulatory_code"),
    )


def _emergencies(stays: Stays, where: Setting, line: LineOfStay) -> Lines:
    """The fee of an emergency physician on the day of admission."""
    stay, day = np.flatnonzero(arrivals(stays, where) == 1), stays.admission
    return line(stays, where, stay, day[stay], day[stay], **_emergency_fee(stays, where, stay, "hospital_code"))


def _emergency_fee(stays: Stays, where: Setting, stay: np.ndarray, code: str) -> dict[str, np.ndarray]:
    given = section("emergency")
    doctors = where.pool.members((given["qualification"],))
    tariff = np.full(len(stay), where.tariffs.position(given[code], where.year))
    own = where.amounts(stays.person[stay], tariff)
    return {"provider": doctors[stays.institution[stay] % len(doctors)], **own}


def _therapy(stays: Stays, where: Setting, line: LineOfStay) -> Lines:
    """Sessions of physiotherapists; in a single room some ask a supplement."""
    random, given = where.random("hospital/therapy"), section("stay_extras")
    usual = np.where(
        stays.is_day, 0.0, given["therapy_sessions"] + given["therapy_nights"] * np.minimum(stays.nights, 40)
    )
    stay = np.repeat(np.arange(stays.size), random.poisson(usual))
    day = stays.admission[stay] + (random.random(len(stay)) * (stays.nights[stay] + 1)).astype(np.int64)
    tariff = where.tariffs.choice(where.year, "physio", HOSPITAL).draw(len(stay), random)
    asks = (stays.room[stay] == SINGLE) & (random.random(len(stay)) < given["therapy_supplement_share"])
    spot = (stays.institution[stay] * 0.6180339887) % 1.0
    own = where.amounts(stays.person[stay], tariff)
    supplement = np.where(asks, where.tariffs.fee[tariff] * given["therapy_supplement_percent"] // 100, 0)
    made = line(stays, where, stay, day, day, provider=where.performers.near(tariff, spot), **own)
    return made.having(supplement_cents=supplement)


def _implants(stays: Stays, where: Setting, line: LineOfStay) -> Lines:
    """Implants, of many of which the patient pays a share that the insurance does not know."""
    random, given = where.random("hospital/implants"), section("stay_extras")
    stay = np.flatnonzero((random.random(stays.size) < given["implant_share"]) & ~stays.is_psychiatric)
    choice = where.tariffs.choice(where.year, "other", HOSPITAL)
    of_group = np.array([where.tariffs.rows[place - 1]["cost_group"] == IMPLANTS for place in choice.positions])
    tariff = Choice(choice.positions[of_group], choice.weights[of_group]).draw(len(stay), random)
    day = np.minimum(stays.admission[stay] + (stays.nights[stay] > 1), stays.discharge[stay])
    pays = random.random(len(stay)) < given["implant_own_share"]
    own = where.amounts(stays.person[stay], tariff)
    supplement = np.where(pays, where.tariffs.fee[tariff] * given["implant_own_percent"] // 100, 0)
    return line(stays, where, stay, day, day, **own).having(supplement_cents=supplement)


def _various(stays: Stays, where: Setting, line: LineOfStay) -> Lines:
    """Telephone, meals of visitors and the like: a pseudo-code that the patient pays whole."""
    random, given = where.random("hospital/various"), section("stay_extras")
    share = np.where(stays.is_day, given["various_share"][1], given["various_share"][0])
    stay = np.flatnonzero(random.random(stays.size) < share)
    tariff = np.full(len(stay), where.tariffs.position(given["various_code"], where.year))
    low, high = given["various_cents"]
    day = stays.admission[stay]
    own = where.amounts(stays.person[stay], tariff)
    return line(stays, where, stay, day, day, **own).having(supplement_cents=random.integers(low, high, len(stay)))
