"""Random histories of persons, nasty on purpose: stays that touch, overlap, lie within each other and come in parts,
transfers, corrections (some of another day), late bookings, ties of one day, households that change.

Codes are those of the small world of the specs. The same seed gives the same histories.
"""

import datetime as dt
import itertools
import random

HOSPITALS = ("H1", "H2", "H3", "P1", "Unknown")
START = dt.date(2021, 11, 1)
ACTS = ("surgery", "physio", "implant", "phone", "pill", "radio", "doctor", "psy", "strange")
ROOMS = ("single", "double", "common")
GAPS = (-9, -3, -1, 0, 0, 0, 1, 1, 1, 2, 3, 20, 90)
LENGTHS = (0, 0, 1, 2, 3, 5, 40)
PARTS = ("parts", "closed", "closed", "own_days", "open")


class Histories:
    """Rows of the tables that steps read, drawn for so many persons."""

    def __init__(self, persons: int, seed: int) -> None:
        self.care: list[dict] = []
        self.dispensing: list[dict] = []
        self.population: list[dict] = []
        self.person_years: list[dict] = []
        self._random = random.Random(seed)
        names = [f"p{seed}-{number}" for number in range(persons)]
        while names:
            size = self._random.choice((1, 1, 2, 3, 5))
            self._household(names[:size])
            del names[:size]

    def _household(self, names: list[str]) -> None:
        rnd = self._random
        right = rnd.choice(("0", "1", "2", "2", "4", "4", None, "x"))
        category = rnd.choice(("0", "3", "4", "6", "6", None))
        for name in names:
            for year in (2021, 2022, 2023):
                if rnd.random() < 0.1:
                    continue
                moves = rnd.random() < 0.1
                self.population.append(
                    {
                        "person_id": name,
                        "year": year,
                        "reference_day": dt.date(year, *rnd.choice(((6, 30), (12, 31)))),
                        "household_head_id": None if moves else names[0],
                        "age": rnd.choice((None, 3, 18, 19, 40, 80)),
                        "maf_household_right": right if rnd.random() < 0.9 else rnd.choice(("1", "2")),
                        "maf_household_category": category if rnd.random() < 0.9 else rnd.choice(("3", "4")),
                        "maf_individual_right": rnd.choice(("0", "1", "3", None)),
                        "has_social_welfare": rnd.choice((None, False, False, True)),
                    }
                )
                self.person_years.append({"person_id": name, "year": year, "has_chronic_status": rnd.random() < 0.05})
            self._stays(name)
            self._contacts(name)
            self._payments(name)

    def _stays(self, person: str) -> None:
        rnd = self._random
        day = START + dt.timedelta(days=rnd.randrange(420))
        for _ in range(rnd.choice((0, 0, 1, 2, 3, 5))):
            length = rnd.choice(LENGTHS)
            self._segment(person, rnd.choice(HOSPITALS[: rnd.choice((2, 5))]), day, day + dt.timedelta(days=length))
            if length > 2 and rnd.random() < 0.2:
                inner = day + dt.timedelta(days=rnd.randrange(length))
                end = rnd.choice((day + dt.timedelta(days=length), inner + dt.timedelta(days=1)))
                self._segment(person, rnd.choice(HOSPITALS), inner, end)
            day = max(START, day + dt.timedelta(days=length + rnd.choice(GAPS)))

    def _segment(self, person: str, hospital: str, first: dt.date, last: dt.date) -> None:
        rnd = self._random
        form = rnd.choice(PARTS)
        ends = {"closed": (first, last), "open": (first, None), "own_days": (None, None), "parts": (first, last)}[form]
        stay = {"person_id": person, "institution_number": hospital, "admission_day": ends[0], "discharge_day": ends[1]}
        code = rnd.choice(("day", "day", "day", "lump", "oncoday"))
        stops = [first, last]
        if form == "parts" and (last - first).days > 2:
            stops = sorted({first, last, first + dt.timedelta(days=rnd.randrange(1, (last - first).days))})
        for begin, end in itertools.pairwise(stops):
            told = stay | ({"discharge_day": None} if end != last else {})
            self._line(told, code, begin, end, quantity=max(1, (end - begin).days))
        for _ in range(rnd.choice((0, 1, 3, 6))):
            day = first + dt.timedelta(days=rnd.randrange(-1, (last - first).days + 2))
            alone = rnd.random() < 0.2
            told = stay | ({"admission_day": None, "discharge_day": None} if alone else {})
            self._line(told, rnd.choice(ACTS + ROOMS), day, day)
        if hospital == "P1":
            self._days_billed(stay, first, last)
        if rnd.random() < 0.4:
            day = first + dt.timedelta(days=rnd.choice((-2, -1, 0, 1)))
            place = rnd.choice((None, hospital, "H2"))
            self._line(
                {"person_id": person, "institution_number": place}, "doctor", day, day, provider_qualification="810"
            )

    def _days_billed(self, stay: dict[str, object], first: dt.date, last: dt.date) -> None:
        """Prices of days of a psychiatric stay, before and after the day from which they count no more."""
        for _ in range(self._random.choice((0, 2, 4))):
            day = first + dt.timedelta(days=self._random.randrange((last - first).days + 1))
            self._line(stay, "strange", day, day, accounting_code="psych", copayment_cents=300)

    def _contacts(self, person: str) -> None:
        rnd = self._random
        near = f"practice-{rnd.randrange(50)}"
        practices = (near, "practice-b", "practice-c", None)[: rnd.choice((1, 2, 4))]
        for _ in range(rnd.choice((0, 1, 2, 4, 8))):
            day = dt.date(2022, 1, 1) + dt.timedelta(days=rnd.choice((0, 0, 1, 5, 200, 400, 720)))
            practice = rnd.choice(practices)
            code = rnd.choice(("gp", "gp", "gp", "gp", "call", "file", "house") if rnd.random() < 0.5 else ("gp",))
            who = {"person_id": person, "practice_id": practice, "moment": rnd.choice((None, "0", "0", "1", "2", "4"))}
            self._line(who, code, day, day, provider_id=f"{practice}-{rnd.choice('xy')}")

    def _payments(self, person: str) -> None:
        rnd = self._random
        for year in (2020, 2021, 2022, 2023):
            for _ in range(rnd.choice((0, 1, 2, 6))):
                day = dt.date(year, rnd.choice((1, 1, 7, 12)), rnd.choice((1, 1, 2, 31)))
                if rnd.random() < 0.5:
                    self._line({"person_id": person}, "doctor", day, day, copayment_cents=rnd.choice((5, 50, 449, 450)))
                else:
                    self._dispensed(person, day)

    def _line(self, who: dict, code: str, day: dt.date, last: dt.date, quantity: int = 1, **more: object) -> None:
        rnd = self._random
        line = {
            "nomenclature_code": code,
            "service_day": day,
            "last_service_day": last,
            "booking_month": self._booked(day),
            "accounting_code": rnd.choice(("visit", "visit", "room", "rehab", "other", "psych")),
            "service_code": rnd.choice((None, "100", "200", "300")),
            "cnk": rnd.choice(("chemo", "amoxi", "nothing")) if code == "pill" else None,
            "quantity": quantity,
            "is_correction": False,
            "reimbursed_cents": rnd.randrange(0, 5_000),
            "copayment_cents": rnd.choice((0, 0, 1, 20, 300)),
            "supplement_cents": rnd.choice((0, 0, 7, 1_000)),
            "line": len(self.care) + 1,
            "delivery_id": rnd.choice(("d1", "d2")),
        } | {**who, **more}
        self.care.append(line)
        if rnd.random() < 0.12:
            self._correct(line)

    def _correct(self, line: dict) -> None:
        """A line that takes back another one, mostly whole, sometimes a part of it or on another day."""
        rnd = self._random
        signed = ("quantity", "reimbursed_cents", "copayment_cents", "supplement_cents")
        taken = line | {name: -line[name] for name in signed} | {"is_correction": True, "line": len(self.care) + 1}
        taken["booking_month"] = max(line["booking_month"], self._booked(line["service_day"]))
        if rnd.random() < 0.2:
            taken["quantity"] = -1
        if rnd.random() < 0.2:
            taken["service_code"] = "000"
        if rnd.random() < 0.1:
            taken["discharge_day"] = line["last_service_day"] + dt.timedelta(days=3)
        self.care.append(taken)

    def _dispensed(self, person: str, day: dt.date) -> None:
        rnd = self._random
        self.dispensing.append(
            {
                "person_id": person,
                "service_day": day,
                "booking_month": self._booked(day),
                "drug_category_code": rnd.choice(("pills-a", "pills-a", "pills-d")),
                "copayment_cents": rnd.choice((-20, 10, 20, 300, 700)),
                "delivery_id": rnd.choice(("d1", "d2")),
                "line": len(self.dispensing) + 1,
            }
        )

    def _booked(self, day: dt.date) -> int:
        """A month like 202203; now and then too late to count."""
        months = day.year * 12 + day.month - 1 + self._random.choice((0, 0, 1, 1, 2, 5, 14, 30))
        return months // 12 * 100 + months % 12 + 1
