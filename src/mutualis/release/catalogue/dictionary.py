"""The data dictionary of a database or table as CSV: its variables, a row each. The data themselves are not public."""

import csv
import io

from mutualis.release.catalogue.values import Edition

LANGUAGES = ("nl", "fr", "de", "en")
FACTS = ("official", "type", "length", "level", "unit", "position", "required", "first_data", "last_data")


def dictionary(edition: Edition, kind: str, name: str) -> bytes:
    """The variables of a database or table with their titles, facts and code lists."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", *(f"title_{language}" for language in LANGUAGES), *FACTS, "codelist"])
    for key in edition.pointing((kind, name), "part_of"):
        item = edition.items[key]
        if item.kind == "variable":
            titles = [item.texts["title"].get(language, "") for language in LANGUAGES]
            lists = " ".join(each for _, each in item.linked("coded_by"))
            writer.writerow([item.name, *titles, *(item.facts.get(fact, "") for fact in FACTS), lists])
    return out.getvalue().encode()
