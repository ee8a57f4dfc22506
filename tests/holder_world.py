"""A trial cohort that the program has never heard of: authorisation, layout and file, as a user writes them."""

from pathlib import Path

import polars as pl

NAME = "statin-trial"
LAYOUT = """\
code,name,type,role,required,values,known_to,harmful,coarser,nl,fr,en,source,mark
RIJKSNUMMER,insz,text,person,1,,,,,nummer,numéro,number,protocol,stand-in
DEELNEMER,pat_id,text,own_number,1,,,,,deelnemer,participant,participant,protocol,stand-in
LOTING,randomisation_day,date,anchor,1,,,,,loting,randomisation,randomisation,protocol,stand-in
LEEFTIJD,age_at_entry,number,quasi,1,,prosecutor journalist,,classes 10 80,leeftijd,âge,age,protocol,stand-in
ROKER,smoker,text,quasi,1,yes no,,,,roker,fumeur,smoker,protocol,stand-in
ARM,arm,text,sensitive,1,A B,,,,arm,bras,arm,protocol,stand-in
EVENT,event_day,date,sensitive,0,,,,,voorval,événement,event,protocol,stand-in
"""
WORDS = 'text = { nl = "x", fr = "x", en = "x" }'
WHY = 'why = { nl = "voor de studie", fr = "pour l\'étude", en = "for the trial" }'
OLD = ["sex", "tumour", "basis", "stage", "age_at_anchor"]
OWN = ["age_at_entry", "smoker", "arm"]


def change(file: str, add: list[str], drop: list[str], table: str = "records") -> str:
    return f'[[change]]\nfile = "{file}"\ntable = "{table}"\nadd = {add}\ndrop = {drop}\n{WHY}\n'


def authorisation(days_before: int = 30, days_after: int = 180, first: str = "2023-01-01") -> str:
    """What differs from the linkage with the cancer registry: layout, window, columns, and which claims."""
    offset, event = "first_treatment_offset_days", "event_offset_days"
    head = [
        f'id = "{NAME}"', 'has_flow_of = "cancer-registry"', 'number = "trial 1"', 'status = "authorised"',
        'mark = "ours"', 'source = "a test"', "decided = 2022-01-01", WHY,
        change("holder-set", ["randomisation_day", "event_day", *OWN],
               ["incidence_day", "birth_year", "first_treatment_day", *OLD[:4]]),
        change("link-set", [event, *OWN], [offset, *OLD]),
        change("linked-set", [event, "death_180", *OWN], [offset, "death_365", *OLD]),
        change("analysis-set", [event, "death_180", *OWN], [offset, "death_365", *OLD]),
        change("claims-set", ["death_180"], ["death_365"], "deaths"),
    ]  # fmt: skip
    columns = [f"[column.{name}]\n{WHY}" for name in ("event_day", event, *OWN)]
    columns += [f"[column.{name}]\n{WORDS}\n{WHY}" for name in ("death_180", "randomisation_day")]
    replaced = [
        f"[replace.population]\n{WORDS}",
        f'[replace.link]\nby = "person"\nlayout = "{NAME}"\nanchor_from = {first}\nanchor_until = 2023-12-31',
        f"days_before = {days_before}\ndays_after = {days_after}",
        f'[[replace.rows]]\nfile = "claims-set"\ntable = "claims"\ncolumn = "atc_code"\n{WORDS}',
        'begins_with = ["C10", "C09"]',
    ]
    return "\n".join([*head, *columns, *replaced]) + "\n"


def write(folder: Path, text: str | None = None, layout: str = LAYOUT) -> Path:
    """Write both files into a folder; returns that of the authorisation."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.csv").write_text(layout, encoding="utf-8")
    path = folder / f"{NAME}.toml"
    path.write_text(text or authorisation(), encoding="utf-8")
    return path


def participants(numbers: list[str]) -> pl.DataFrame:
    """A file of so many participants, in the columns of the layout: every third has an event, ages are spread."""
    rows = pl.DataFrame({"RIJKSNUMMER": numbers}).with_row_index("at")
    return rows.select(
        "RIJKSNUMMER",
        DEELNEMER=pl.format("T{}", pl.col("at") + 1),
        LOTING=pl.date(2023, 1 + pl.col("at") % 12, 15),
        LEEFTIJD=20 + pl.col("at") * 7 % 61,
        ROKER=pl.when(pl.col("at") % 4 == 0).then(pl.lit("yes")).otherwise(pl.lit("no")),
        ARM=pl.when(pl.col("at") % 2 == 0).then(pl.lit("A")).otherwise(pl.lit("B")),
        EVENT=pl.when(pl.col("at") % 3 == 0).then(pl.date(2023, 1 + pl.col("at") % 12, 25)),
    )
