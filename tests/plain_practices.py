"""GP practices by a plain program, a person at a time: written from the rules (docs/stays.md), not from the SQL."""

from collections import defaultdict

from plain_lists import PlainList, is_in_time

KINDS = ("gp_contact", "gmd", "capitation")


class PlainPractices:
    """Rows of `derived_practice_patient` and `derived_practice_year`."""

    def __init__(self, care: list[dict], lists: dict[str, list[dict]], years: tuple[int, int], months: int) -> None:
        self.lists = {name: PlainList(lists[f"reference_{name}"]) for name in ("nomenclature", "moment")}
        self.assigning = PlainList(lists["reference_practice_contact"])
        self.patients: list[dict] = []
        self.contacts: dict[tuple, int] = defaultdict(int)
        self.houses: set[tuple] = set()
        by_person: dict[tuple, list[dict]] = defaultdict(list)
        for line in care:
            year = line["service_day"].year
            kind = self.lists["nomenclature"].on(line["nomenclature_code"], line["service_day"]).get("kind")
            is_told = line.get("practice_id") is not None and kind in KINDS
            if is_told and years[0] <= year <= years[1] and is_in_time(line, months):
                by_person[line["person_id"], year].append(line | {"kind": kind})
        for person, year in sorted(by_person):
            self._person(person, year, by_person[person, year])
        self.years = self._years()

    def _person(self, person: str, year: int, lines: list[dict]) -> None:
        contacts, regular = self._contacts(lines)
        for practice, days in contacts.items():
            self.contacts[practice, year] += len(days)
        files, houses = (self._paid(lines, kind) for kind in ("gmd", "capitation"))
        self.houses |= {(practice, year) for practice in houses}
        if paid := files or houses:
            reason = "file" if files else "capitation"
            chosen = min(practice for practice, day in paid.items() if day == max(paid.values()))
        elif regular:
            reason = "contacts"
            chosen = min(regular, key=lambda practice: (-len(regular[practice]), min(regular[practice]), practice))
        else:
            return
        self.patients.append(
            {
                "person_id": person,
                "year": year,
                "practice_id": chosen,
                "assigned_by": reason,
                "contacts": len(contacts.get(chosen, ())),
            }
        )

    def _contacts(self, lines: list[dict]) -> tuple[dict, dict]:
        """Contacts (day and GP) by practice: all of which something remains, and of these the regular ones."""
        left: dict[tuple, int] = defaultdict(int)
        usual: dict[tuple, int] = defaultdict(int)
        for line in lines:
            if line["kind"] != "gp_contact":
                continue
            day = line["service_day"]
            key = (line["practice_id"], day, line.get("provider_id"))
            left[key] += line["quantity"]
            is_late = self.lists["moment"].on(line.get("moment"), day).get("is_out_of_hours")
            if self.assigning.on(line["nomenclature_code"], day) and not is_late:
                usual[key] += line["quantity"]
        contacts, regular = defaultdict(list), defaultdict(list)
        for key, quantity in left.items():
            if quantity > 0:
                contacts[key[0]].append(key[1])
                if usual[key] > 0:
                    regular[key[0]].append(key[1])
        return contacts, regular

    def _paid(self, lines: list[dict], kind: str) -> dict:
        """The last day of a lump sum by practice, where one remains."""
        own = [line for line in lines if line["kind"] == kind]
        left: dict[str, int] = defaultdict(int)
        last: dict[str, object] = {}
        for line in own:
            practice = line["practice_id"]
            left[practice] += line["quantity"]
            if line["quantity"] > 0:
                last[practice] = max(last.get(practice, line["service_day"]), line["service_day"])
        return {practice: last[practice] for practice in left if left[practice] > 0}

    def _years(self) -> list[dict]:
        patients: dict[tuple, list[dict]] = defaultdict(list)
        for row in self.patients:
            patients[row["practice_id"], row["year"]].append(row)
        return [
            {
                "practice_id": practice,
                "year": year,
                "is_medical_house": (practice, year) in self.houses,
                "patients": len(own := patients.get((practice, year), [])),
                "patients_by_file": sum(row["assigned_by"] == "file" for row in own),
                "contacts": self.contacts.get((practice, year), 0),
                "contacts_of_patients": sum(row["contacts"] for row in own),
            }
            for practice, year in sorted({*patients, *(key for key, number in self.contacts.items() if number)})
        ]
