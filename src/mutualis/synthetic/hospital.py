"""The claim lines of hospital stays: day price, room, lump sums, fees, laboratory, imaging and medicines."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.booking import month_start, months_of
from mutualis.synthetic.hospital_extras import emergency_visits, extra_lines
from mutualis.synthetic.lines import Lines, care_lines
from mutualis.synthetic.parameters import section
from mutualis.synthetic.products import products
from mutualis.synthetic.setting import Setting, hospital_place
from mutualis.synthetic.stays import SINGLE, Stays
from mutualis.synthetic.strokes import Strokes, stroke_lines
from mutualis.synthetic.tariffs import HOSPITAL, Choice

HOSPITAL_INVOICE = 1
SERVICES = 5
MONTHS_AN_INVOICE = 64
MOST_LINES = 60


def hospital_lines(stays: Stays, where: Setting, strokes: Strokes) -> Iterator[Lines]:
    """All lines of the stays, a batch a sort of line."""
    yield _day_prices(stays, where)
    yield _day_lump_sums(stays, where)
    yield _rooms(stays, where)
    yield _medicine_forfaits(stays, where)
    yield from _admission_lump_sums(stays, where)
    for kind in ("fee", "lab", "imaging"):
        yield _acts(kind, stays, where)
    yield from _operations(stays, where)
    yield _medicines(stays, where)
    yield from extra_lines(stays, where, _line)
    yield from stroke_lines(stays, strokes, where, _line)


def lines_before_stays(stays: Stays, where: Setting) -> Lines:
    """What led to a stay and is in none: visits of the emergency room on the day before."""
    return emergency_visits(stays, where)


def _line(
    stays: Stays, where: Setting, stay: np.ndarray, first: np.ndarray, last: np.ndarray, **given: np.ndarray | int
) -> Lines:
    """Lines of stays, with what all lines of a stay share."""
    person, institution = stays.person[stay], stays.institution[stay]
    is_open = _is_open(stays, stay, last)
    invoice = stay * MONTHS_AN_INVOICE + np.where(is_open, 1 + months_of(last) % 60, 0)
    return care_lines(
        person=person,
        service_day=first,
        last_service_day=last,
        base_day=np.where(is_open, last, stays.discharge[stay]),
        institution=institution,
        place=hospital_place(where.places, institution),
        third_payer=hospital_place(where.places, institution),
        admission_day=stays.admission[stay],
        discharge_day=np.where(is_open, 0, stays.discharge[stay]),
        service=1 + stay % SERVICES,
        invoice_type=HOSPITAL_INVOICE,
        invoice=invoice,
        stay=stay + 1,
        **given,
    )


def _is_open(stays: Stays, stay: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Long stays are invoiced by month; only the last invoice knows the day of discharge."""
    is_long = stays.nights[stay] >= section("stays")["open_invoice_after_nights"]
    return is_long & (months_of(last) < months_of(stays.discharge[stay]))


def _stretches(stays: Stays, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stay, first and last night of each calendar month of the chosen stays; the day of discharge is not invoiced."""
    begin, end = months_of(stays.admission[chosen]), months_of(stays.discharge[chosen] - 1)
    count = end - begin + 1
    stay = np.repeat(chosen, count)
    month = np.repeat(begin, count) + np.arange(len(stay)) - np.repeat(np.cumsum(count) - count, count)
    first = np.maximum(month_start(month), stays.admission[stay])
    return stay, first, np.minimum(month_start(month + 1), stays.discharge[stay]) - 1


def _day_prices(stays: Stays, where: Setting) -> Lines:
    random = where.random("hospital/days")
    ward = _wards(stays, where, random)
    stay, first, last = _stretches(stays, np.flatnonzero(~stays.is_day))
    days = last - first + 1
    return _line(stays, where, stay, first, last, days=days, **where.amounts(stays.person[stay], ward[stay], days))


def _wards(stays: Stays, where: Setting, random: np.random.Generator) -> np.ndarray:
    given, year = section("wards"), where.year
    age, is_woman = where.state.age[stays.person], where.people.skeleton.is_woman[stays.person]
    drawn = random.random(stays.size)
    gives_birth = is_woman & (age >= 20) & (age <= 40) & (drawn < given["maternity_share"])
    ward = np.where(
        age < 15, where.tariffs.position(given["paediatric"], year), where.tariffs.position(given["adult"], year)
    )
    ward = np.where(age >= 80, where.tariffs.position(given["geriatric"], year), ward)
    ward = np.where(gives_birth, where.tariffs.position(given["maternity"], year), ward)
    ward = np.where(drawn > 1 - given["intensive_share"], where.tariffs.position(given["intensive"], year), ward)
    return np.where(stays.is_psychiatric, where.tariffs.position(section("codes")["psychiatric_day"], year), ward)


def _day_lump_sums(stays: Stays, where: Setting) -> Lines:
    random, codes = where.random("hospital/day_hospital"), section("codes")
    stay = np.flatnonzero(stays.is_day)
    choice = where.tariffs.choice(where.year, "day_hospital", HOSPITAL)
    general = choice.positions != where.tariffs.position(codes["day_psychiatry"], where.year)
    tariff = Choice(choice.positions[general], choice.weights[general]).draw(len(stay), random)
    day = stays.admission[stay]
    return _line(stays, where, stay, day, day, days=1, **where.amounts(stays.person[stay], tariff))


def _rooms(stays: Stays, where: Setting) -> Lines:
    """One room line a stay; a single room costs a supplement a night that depends on the hospital."""
    codes, year = section("codes"), where.year
    room, is_psychiatric = stays.room, stays.is_psychiatric
    table = np.array(
        [
            [where.tariffs.position(codes[f"{prefix}room_{name}"], year) for name in ("common", "double", "single")]
            for prefix in ("", "psychiatric_")
        ]
    )
    tariff = np.where(
        stays.is_day, where.tariffs.position(codes["day_room_single"], year), table[is_psychiatric.astype(int), room]
    )
    stay = np.flatnonzero(~stays.is_day | (room == SINGLE))
    nights = np.maximum(stays.nights[stay], 1)
    low, high = section("room")["single_cents"]
    price = low + (stays.institution[stay] * 7919) % (high - low)
    last = stays.admission[stay] + nights - 1
    lines = _line(
        stays,
        where,
        stay,
        stays.admission[stay],
        last,
        days=nights,
        **where.amounts(stays.person[stay], tariff[stay], nights),
    )
    supplement = np.where(room[stay] == SINGLE, price * nights, 0)
    return lines.having(supplement_cents=supplement)


def _medicine_forfaits(stays: Stays, where: Setting) -> Lines:
    stay = np.flatnonzero(~stays.is_day)
    nights = stays.nights[stay]
    tariff = np.full(len(stay), where.tariffs.position(section("codes")["medicine_per_day"], where.year))
    last = stays.discharge[stay] - 1
    return _line(
        stays,
        where,
        stay,
        stays.admission[stay],
        last,
        days=nights,
        **where.amounts(stays.person[stay], tariff, nights),
    )


def _admission_lump_sums(stays: Stays, where: Setting) -> Iterator[Lines]:
    stay = np.flatnonzero(~stays.is_day)
    day = stays.admission[stay]
    positions = where.tariffs.choice(where.year, "admission", HOSPITAL).positions
    for place in (*positions, where.tariffs.position(section("codes")["medicine_per_admission"], where.year)):
        tariff = np.full(len(stay), place)
        yield _line(stays, where, stay, day, day, **where.amounts(stays.person[stay], tariff))


def _repeated(stays: Stays, lines: list[float], random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A stay and a day within it for each of a random number of lines."""
    usual = np.where(stays.is_day, lines[1], lines[0] + section("stays")["lines_nights"] * np.minimum(stays.nights, 40))
    stay = np.repeat(np.arange(stays.size), np.minimum(random.poisson(usual), MOST_LINES))
    day = stays.admission[stay] + (random.random(len(stay)) * (stays.nights[stay] + 1)).astype(np.int64)
    return stay, day


def _acts(kind: str, stays: Stays, where: Setting) -> Lines:
    random = where.random(f"hospital/{kind}")
    stay, day = _repeated(stays, section("stays")[f"lines_{kind}"], random)
    tariff = where.tariffs.choice(where.year, kind, HOSPITAL).draw(len(stay), random)
    return _performed(stays, where, stay, day, tariff, random)


def _performed(
    stays: Stays, where: Setting, stay: np.ndarray, day: np.ndarray, tariff: np.ndarray, random: np.random.Generator
) -> Lines:
    """Acts of doctors in a stay; in a single room many of them ask a supplement."""
    given, size = section("stays"), len(stay)
    spot = (stays.institution[stay] * 0.6180339887 + random.random(size) * 0.01) % 1.0
    asks = (stays.room[stay] == SINGLE) & (random.random(size) < given["fee_supplement_share"])
    amounts = where.amounts(stays.person[stay], tariff)
    supplement = np.where(asks, where.tariffs.fee[tariff] * given["fee_supplement_percent"] // 100, 0)
    lines = _line(stays, where, stay, day, day, provider=where.performers.near(tariff, spot), **amounts)
    return lines.having(supplement_cents=supplement)


def _operations(stays: Stays, where: Setting) -> Iterator[Lines]:
    """Operations, and for many of them an act that is paid relative to the operation."""
    random = where.random("hospital/surgery")
    share = np.where(stays.is_day, section("stays")["surgery_share"][1], section("stays")["surgery_share"][0])
    stay = np.flatnonzero((random.random(stays.size) < share) & ~stays.is_psychiatric)
    day = np.minimum(stays.admission[stay] + (stays.nights[stay] > 1), stays.discharge[stay])
    tariff = where.tariffs.choice(where.year, "surgery", HOSPITAL).draw(len(stay), random)
    yield _performed(stays, where, stay, day, tariff, random)
    helped = random.random(len(stay)) < section("stays")["relative_share"]
    act = where.tariffs.choice(where.year, "fee", HOSPITAL).draw(int(helped.sum()), random)
    yield _performed(stays, where, stay[helped], day[helped], act, random).having(
        relative=tariff[helped].astype(np.int32)
    )


def _medicines(stays: Stays, where: Setting) -> Lines:
    random = where.random("hospital/medicines")
    stay, day = _repeated(stays, section("stays")["lines_drug"], random)
    product = products().draw(products().of("", where.year), len(stay), random)
    packs = np.ones(len(stay), np.int64)  # what a stay needs; published polypharmacy counts hospitals too
    reimbursed, copayment = products().amounts(product, packs, np.zeros(len(stay), bool))
    tariff = np.full(len(stay), where.tariffs.position(section("codes")["hospital_medicine"], where.year))
    spot = (stays.institution[stay] * 0.6180339887) % 1.0
    lines = _line(
        stays,
        where,
        stay,
        day,
        day,
        tariff=tariff,
        product=product,
        quantity=packs,
        reimbursed_cents=reimbursed + copayment,
        prescriber=where.performers.near(where.tariffs.choice(where.year, "fee", HOSPITAL).positions[stay % 3], spot),
    )
    return lines.having(supplement_cents=_medicine_supplements(reimbursed + copayment, where))


def _medicine_supplements(price: np.ndarray, where: Setting) -> np.ndarray:
    """What the patient pays for some medicines beyond the price that the insurance knows."""
    given = section("stay_extras")
    asks = where.random("hospital/medicine_supplements").random(len(price)) < given["medicine_share"]
    return np.where(asks, price * given["medicine_percent"] // 100, 0)
