"""The maximum billing by a plain program, a household and a line at a time: written from the rules (docs/stays.md), not
from the SQL, to compare with it.
"""

import datetime as dt
from collections import defaultdict

from plain_lists import PlainList, is_in_time
from plain_stays import plain_stays

GROUNDS = (
    *("has_guaranteed_income", "has_elderly_income_guarantee", "has_subsistence_income"),
    *("has_disability_allowance", "has_long_unemployment", "has_social_welfare"),
)


class PlainMaf:
    """Ceilings, persons and households of the years, as rows of the tables `derived_maf_*`; and the stays they read."""

    def __init__(self, histories, lists: dict[str, list[dict]], years: tuple[int, int], months: int) -> None:
        self.ceilings = PlainList(lists["reference_maf_ceiling"])
        self.rules = {(row["field"], row["value"]): row["gives"] for row in lists["reference_maf_rule"]}
        self.stays = plain_stays(histories.care, lists, years, months)
        self.beyond = 0  # lines of psychiatric stays that are too late to count
        self.lines = self._counted(histories, PlainList(lists["reference_maf_counted"]), months)
        self.status = {(row["person_id"], row["year"]) for row in histories.person_years if row["has_chronic_status"]}
        self.ceiling_rows: list[dict] = []
        self.persons: list[dict] = []
        self.households: list[dict] = []
        eve = {
            (row["person_id"], row["year"] + 1): row for row in histories.population if row["reference_day"].month == 12
        }
        households: dict[tuple, list[dict]] = defaultdict(list)
        for row in histories.population:
            if years[0] <= row["year"] <= years[1]:
                told = eve.get((row["person_id"], row["year"]), row)
                households[told["household_head_id"] or row["person_id"], row["year"]].append(row)
        for head, year in sorted(households):
            self._household(head, year, households[head, year])

    def _counted(self, histories, counted: PlainList, months: int) -> dict[tuple, list[dict]]:
        """Lines that count, by person and year of care."""
        psychiatric = defaultdict(list)
        for stay in self.stays:
            if stay["is_psychiatric"]:
                psychiatric[stay["person_id"], stay["hospital_number"]].append(stay)
        found: dict[tuple, list[dict]] = defaultdict(list)
        for rows, code, database in (
            (histories.care, "accounting_code", "gz"),
            (histories.dispensing, "drug_category_code", "fu"),
        ):
            for line in rows:
                rule = counted.on(line[code], line["service_day"])
                counts = rule.get("is_counted") and line["copayment_cents"] and is_in_time(line, months)
                most = rule.get("stay_days")
                own = psychiatric[line["person_id"], line.get("institution_number")] if most else ()
                is_beyond = any(_is_beyond(line["service_day"], stay, int(most)) for stay in own)
                self.beyond += bool(counts and is_beyond)
                if counts and not is_beyond:
                    found[line["person_id"], line["service_day"].year].append(line | {"database": database})
        return found

    def _sum(self, person: str, year: int) -> int:
        return sum(line["copayment_cents"] for line in self.lines.get((person, year), ()))

    def _ceiling(self, code: str, day) -> int | None:
        return self.ceilings.on(code, day).get("ceiling_cents")

    def _is_chronic(self, person: str, year: int) -> bool:
        if (person, year) in self.status:
            return True
        high = []
        for before in (year - 1, year - 2):
            paid = self.lines.get((person, before))
            day = paid[0]["service_day"].replace(month=1, day=1) if paid else None
            high.append(bool(paid) and self._sum(person, before) >= self._ceiling("chronic_test", day))
        return all(high)

    def _member(self, row: dict) -> dict:
        day = row["reference_day"]
        right = self.rules.get(("right", row["maf_household_right"]), "none")
        individual = self.rules.get(("individual", row["maf_individual_right"]))
        has_ground = individual == "social" or any(row.get(name) for name in GROUNDS)
        is_social = right == "social" or (right == "mixed" and has_ground)
        category = self.rules.get(("category", row["maf_household_category"] or "0"))
        younger_than = int(self.ceilings.on("child", day)["younger_than"])
        return {
            "person_id": row["person_id"],
            "year": row["year"],
            "day": day,
            "right": right,
            "is_social": is_social,
            "category": self._ceiling(category, day),
            "is_child": row["age"] is not None and row["age"] < younger_than,
            "has_chronic_right": self._is_chronic(row["person_id"], row["year"]),
        }

    def _household(self, head: str, year: int, rows: list[dict]) -> None:
        members = [self._member(row) for row in rows]
        is_income = any(each["right"] in ("income", "mixed") and not each["is_social"] for each in members)
        is_social = any(each["is_social"] for each in members)
        maf_type = "income" if is_income else "social" if is_social else "none"
        is_chronic = any(each["has_chronic_right"] for each in members)
        for each in members:
            less = (self._ceiling("chronic", each["day"]) or 0) if is_chronic else 0
            social = self._ceiling("social", each["day"])
            each["own_ceiling_cents"] = max(0, self._ceiling("child", each["day"]) - less) if each["is_child"] else None
            each["social_cents"] = max(0, social - less) if is_income and is_social else None
            of_type = None
            if maf_type == "income":
                by_income = (x for x in members if x["right"] in ("income", "mixed") and not x["is_social"])
                of_type = _highest(other["category"] for other in by_income)
            elif maf_type == "social":
                of_type = min(social, _highest(other["category"] for other in members) or social)
            each["household_cents"] = None if of_type is None else max(0, of_type - less)
            each["is_reduced"] = less > 0 and maf_type != "none"
        self._count(members)
        self._tell(head, year, maf_type, members)

    def _count(self, members: list[dict]) -> None:
        lines = [
            line | {"member": each, "left": line["copayment_cents"]}
            for each in members
            for line in self.lines.get((each["person_id"], each["year"]), ())
        ]
        lines.sort(key=lambda x: (x["service_day"], x["booking_month"], x["delivery_id"], x["line"], x["database"]))
        for each in members:
            _repay([x for x in lines if x["member"] is each], lambda line: line["member"]["own_ceiling_cents"])
        _repay([x for x in lines if x["member"]["is_social"]], lambda line: line["member"]["social_cents"])
        _repay([x for x in lines if x["member"]["right"] != "none"], lambda line: line["member"]["household_cents"])
        for each in members:
            own = [line for line in lines if line["member"] is each]
            each["counted_cents"] = sum(line["copayment_cents"] for line in own)
            each["positive_cents"] = sum(max(0, line["copayment_cents"]) for line in own)
            each["repaid_cents"] = sum(line["copayment_cents"] - line["left"] for line in own)
            above = [line["service_day"] for line in own if line["copayment_cents"] > line["left"]]
            each["reached_day"] = min(above, default=None)

    def _tell(self, head: str, year: int, maf_type: str, members: list[dict]) -> None:
        kept = ("person_id", "year", "is_child", "own_ceiling_cents", "is_social", "has_chronic_right")
        amounts = ("counted_cents", "repaid_cents", "reached_day")
        ceilings = (*kept, "right", "counted_cents", "positive_cents")
        for each in members:
            self.persons.append({"household_head_id": head} | {name: each[name] for name in (*kept, *amounts)})
            of_household = {
                "household_head_id": head,
                "maf_type": maf_type,
                "has_chronic_reduction": each["is_reduced"],
                "ceiling_cents": each["household_cents"],
                "social_ceiling_cents": each["social_cents"],
            }
            self.ceiling_rows.append(of_household | {name: each[name] for name in ceilings})
        days = [each["reached_day"] for each in members if each["reached_day"]]
        self.households.append(
            {
                "household_head_id": head,
                "year": year,
                "maf_type": maf_type,
                "ceiling_cents": _highest(each["household_cents"] for each in members),
                "social_ceiling_cents": _highest(each["social_cents"] for each in members),
                "has_chronic_reduction": any(each["is_reduced"] for each in members),
                "members": len(members),
                "counted_cents": sum(each["counted_cents"] for each in members),
                "repaid_cents": sum(each["repaid_cents"] for each in members),
                "is_reached": bool(days),
                "reached_day": min(days, default=None),
            }
        )


def _is_beyond(day: dt.date, stay: dict, most: int) -> bool:
    return stay["admission_day"] + dt.timedelta(days=most) <= day <= stay["discharge_day"]


def _highest(values) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _repay(lines: list[dict], ceiling_of) -> None:
    """Take from what is left of each line, in order, the part above the ceiling."""
    so_far = 0
    for line in lines:
        ceiling = ceiling_of(line)
        before, so_far = so_far, so_far + line["left"]
        if ceiling is not None:
            line["left"] -= max(0, so_far - ceiling) - max(0, before - ceiling)
