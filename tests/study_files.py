"""A small study, drawn into a folder, for tests."""

from pathlib import Path

WORDS = "{ nl = 'a', fr = 'b', de = 'c', en = 'd' }"
PROTOCOL = "\n\n".join(
    f"## {each}\n\nAs a rule."
    for each in ("Question", "Population", "Design", "Outcomes", "Sensitivity", "Authorisation")
)
STUDY = f"""
version = "1"
seed = 7
years = "2018-2019"
title = {WORDS}
question = {WORDS}
words = {{ kind = {WORDS} }}

[[outputs]]
name = "stays"
kind = "table"
title = {WORDS}

[[outputs]]
name = "means"
kind = "estimates"
title = {WORDS}
"""
LAW = """
id = "law-1"
number = "A decision"
decided_by = "a committee"
decided_on = 2017-01-01
valid_until = 2090-12-31
purpose = "To know."
legal_basis = "An act."
years = "2010-2030"
mark = "stand-in"

[tables]
derived_stay = ["person_id", "year", "stay_kind"]
"""
CODE = """
import polars as pl

def run(desk):
    told = desk.table("derived_stay")
    stays = desk.read(told.filter(told.year.between(desk.years.first, desk.years.last)))
    desk.persons("stays", stays, ["year", "stay_kind"], year="year")
    found = stays.group_by("year").agg(value=pl.len().cast(pl.Float64), persons=pl.col("person_id").n_unique())
    desk.estimates("means", found.sort("year"))
"""


def draw_study(root: Path, name: str = "little", **files: str) -> Path:
    """The folder of the study; `files` (by stem) are instead of those above."""
    folder = root / name
    (folder / "expected").mkdir(parents=True)
    given = {"protocol.md": PROTOCOL, "study.toml": STUDY, "authorisation.toml": LAW, "study.py": CODE}
    for file, words in given.items():
        (folder / file).write_text(files.get(file.partition(".")[0], words), encoding="utf-8")
    return folder
