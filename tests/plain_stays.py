"""Hospital stays by a plain program, a person and a line at a time: written from the rules (docs/stays.md), not from
the SQL, to compare with it.
"""

import datetime as dt
from collections import defaultdict

from plain_lists import PlainList, is_in_time

ONE_DAY = dt.timedelta(days=1)
ROOMS = ("common", "double", "single")
COMPONENTS = {
    "physician_fee": "fee_supplement_cents",
    "other_fee": "other_fee_supplement_cents",
    "room": "room_supplement_cents",
    "pharmacy": "pharmacy_supplement_cents",
    "implant": "implant_supplement_cents",
    "other": "other_supplement_cents",
}


def plain_stays(care: list[dict], lists: dict[str, list[dict]], years: tuple[int, int], months: int) -> list[dict]:
    """All stays that begin in the years, as rows of `derived_stay`. `lists`: rows of code lists by name."""
    read = {name: PlainList(rows) for name, rows in lists.items() if name != "reference_stay_marker"}
    by_person: dict[str, list[dict]] = defaultdict(list)
    for line in care:
        if is_in_time(line, months):
            by_person[line["person_id"]].append(line)
    found = []
    for person in sorted(by_person):
        found += [stay for stay in _stays_of_person(by_person[person], read, lists) if in_years(stay, years)]
    return found


def in_years(stay: dict, years: tuple[int, int]) -> bool:
    return years[0] <= stay["admission_day"].year <= years[1]


def _stays_of_person(lines: list[dict], read: dict[str, PlainList], lists: dict[str, list[dict]]) -> list[dict]:
    by_hospital: dict[str, list[dict]] = defaultdict(list)
    for line in lines:
        if line.get("institution_number") is not None:
            act = read["reference_nomenclature"].on(line["nomenclature_code"], line["service_day"])
            told = line | {"kind": act.get("kind"), "cost_group": act.get("cost_group")}
            by_hospital[line["institution_number"]].append(told)
    stays = []
    for hospital in sorted(by_hospital):
        for stay in _stays_of_hospital(by_hospital[hospital]):
            stay["hospital_number"] = hospital
            stays.append(stay | _described(stay, by_hospital[hospital], read, lists))
    emergencies = _emergency_days(lines, read)
    for stay in stays:
        stay["is_unplanned"] = bool({stay["admission_day"], stay["admission_day"] - ONE_DAY} & emergencies)
    _chain(stays)
    return stays


def _days_told(line: dict) -> tuple[dt.date, dt.date] | None:
    """First and last day of a stay that a line tells of."""
    first = line.get("admission_day")
    if first is None and line["kind"] in ("day_price", "day_hospital"):
        first = line["service_day"]
    if first is None:
        return None
    return first, max(first, line.get("discharge_day") or line["last_service_day"])


def _stays_of_hospital(lines: list[dict]) -> list[dict]:
    invoices: dict[tuple, list[dict]] = defaultdict(list)
    for line in lines:
        if (days := _days_told(line)) is not None:
            invoices[days].append(line)
    billed = {days: own for days, own in invoices.items() if any(not line["is_correction"] for line in own)}
    stretches: list[list[tuple]] = []
    for days in sorted(billed):
        if stretches and days[0] <= max(last for _, last in stretches[-1]):
            stretches[-1].append(days)
        else:
            stretches.append([days])
    made = [_stay_of(stretch, billed) for stretch in stretches]
    return [stay for stay in made if stay is not None]


def _stay_of(stretch: list[tuple], billed: dict[tuple, list[dict]]) -> dict | None:
    prices = [_quantity(billed[days], "day_price") for days in stretch]
    lump_sums = [_quantity(billed[days], "day_hospital") for days in stretch]
    first, last = stretch[0][0], max(last for _, last in stretch)
    if sum(prices) > 0:
        kind = "classic"
    elif sum(lump_sums) > 0 and first == last:
        kind = "day"
    else:
        return None
    parts = sum(1 for price, lump in zip(prices, lump_sums, strict=True) if price > 0 or lump > 0)
    return {"admission_day": first, "discharge_day": last, "stay_kind": kind, "parts": parts}


def _quantity(lines: list[dict], kind: str) -> int:
    return sum(line["quantity"] for line in lines if line["kind"] == kind)


def _described(stay: dict, lines: list[dict], read: dict[str, PlainList], lists: dict[str, list[dict]]) -> dict:
    first, last = stay["admission_day"], stay["discharge_day"]
    inside = [line for line in lines if first <= line["service_day"] <= last]
    row = {
        "person_id": lines[0]["person_id"],
        "year": first.year,
        "nights": (last - first).days,
        "line_count": len(inside),
        "is_psychiatric": read["reference_hospital"].on(stay["hospital_number"], first).get("kind") == "psychiatric",
        "is_oncological": _is_oncological(inside, read, lists["reference_stay_marker"]),
        "official_fee_cents": 0,
        **dict.fromkeys(COMPONENTS.values(), 0),
    }
    for name in ("reimbursed_cents", "copayment_cents", "supplement_cents"):
        row[name] = sum(line[name] for line in inside)
    for line in inside:
        component = read["reference_barometer_component"].on(line["cost_group"], line["service_day"]).get("component")
        row[COMPONENTS[component or "other"]] += line["supplement_cents"]
        if component == "physician_fee":
            row["official_fee_cents"] += line["reimbursed_cents"] + line["copayment_cents"]
    originals = [line for line in inside if not line["is_correction"]]
    rooms = [ROOMS.index(line["kind"][5:]) for line in originals if (line["kind"] or "").startswith("room_")]
    row["room_type"] = ROOMS[max(rooms)] if rooms else None
    services = sorted(
        (line["service_day"], line["service_code"])
        for line in originals
        if line["kind"] in ("day_price", "day_hospital") and line["service_code"] is not None
    )
    row["service_code"] = services[0][1] if services else None
    return row


def _is_oncological(lines: list[dict], read: dict[str, PlainList], markers: list[dict]) -> bool:
    """Whether more was billed than taken back, on a day, of what a field of the list names."""
    left: dict[tuple, int] = defaultdict(int)
    for line in lines:
        told = {
            "atc": (read["reference_cnk"].on(line["cnk"], line["service_day"]).get("atc_code") or "")[:3],
            "cost_group": line["cost_group"],
            "nomenclature": line["nomenclature_code"],
        }
        for marker in markers:
            if marker["points_to"] == "malignancy" and told.get(marker["field"]) == marker["value"]:
                left[marker["field"], line["service_day"]] += line["quantity"]
    return any(quantity > 0 for quantity in left.values())


def _emergency_days(lines: list[dict], read: dict[str, PlainList]) -> set[dt.date]:
    left: dict[dt.date, int] = defaultdict(int)
    for line in lines:
        if (
            read["reference_qualification"]
            .on(line.get("provider_qualification"), line["service_day"])
            .get("is_emergency")
        ):
            left[line["service_day"]] += line["quantity"]
    return {day for day, quantity in left.items() if quantity > 0}


def _chain(stays: list[dict]) -> None:
    """Transfers and episodes: classic stays that follow each other elsewhere on the same or the next day."""
    for stay in stays:
        stay.update(
            is_transfer_in=False,
            is_transfer_out=False,
            episode_admission_day=stay["admission_day"],
            episode_discharge_day=stay["discharge_day"],
        )
    classic = sorted(
        (stay for stay in stays if stay["stay_kind"] == "classic"),
        key=lambda stay: (stay["admission_day"], stay["discharge_day"], stay["hospital_number"]),
    )
    outer: list[dict] = []
    inner: list[dict] = []
    for place, stay in enumerate(classic):
        ends = [earlier["discharge_day"] for earlier in classic[:place]]
        is_within = bool(ends) and max(ends) > stay["admission_day"] and max(ends) >= stay["discharge_day"]
        (inner if is_within else outer).append(stay)
    for one in (outer, inner):
        _link(one)


def _link(stays: list[dict]) -> None:
    chains: list[list[dict]] = []
    for place, stay in enumerate(stays):
        before = stays[place - 1] if place else None
        gap = (stay["admission_day"] - before["discharge_day"]).days if before else None
        if before and gap in (0, 1) and before["hospital_number"] != stay["hospital_number"]:
            before["is_transfer_out"] = stay["is_transfer_in"] = True
            chains[-1].append(stay)
        else:
            chains.append([stay])
    for chain in chains:
        for stay in chain:
            stay["episode_admission_day"] = min(each["admission_day"] for each in chain)
            stay["episode_discharge_day"] = max(each["discharge_day"] for each in chain)
