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
words = {{ kind = {WORDS}, stay_kind = {WORDS}, hospital_number = {WORDS} }}

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
    stays = desk.read(desk.of_years("derived_stay"))
    desk.persons("stays", stays, ["year", "stay_kind"], year="year")
    found = stays.group_by("year").agg(value=pl.len().cast(pl.Float64), persons=pl.col("person_id").n_unique())
    desk.estimates("means", found.sort("year"))
"""


def draw_study(root: Path, name: str = "little", **files: str) -> Path:
    """The folder of the study; `protocol`, `study`, `authorisation` and `code` are instead of those above."""
    folder = root / name
    (folder / "expected").mkdir(parents=True)
    given = {"protocol": PROTOCOL, "study": STUDY, "authorisation": LAW, "code": CODE} | files
    for file, part in (("protocol.md", "protocol"), ("study.toml", "study"), ("authorisation.toml", "authorisation")):
        (folder / file).write_text(given[part], encoding="utf-8")
    (folder / "study.py").write_text(given["code"], encoding="utf-8")
    return folder


def instead(text: str, was: str, now: str) -> str:
    """The text with its first `was` put as `now`; it must be there, so that a changed drawing fails in its tests."""
    assert was in text, f"the drawn study has no {was!r}"
    return text.replace(was, now, 1)
