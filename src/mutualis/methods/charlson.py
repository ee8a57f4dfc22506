"""The Charlson comorbidity index of stays, from their ICD-10 codes, by several published tables of codes and scores.

Which beginnings of codes are in which group of which table says the code list `charlson`, what a group scores and which
group hides another the list `charlson_group`. Source: linkage 3 (annex of deliberation 20/284; Quan 2005 and 2011;
Glasheen 2019). Distinct codes are matched once, by their beginnings of each length, and joined back.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference
from mutualis.model import MutualisError

# A profile and the column of `charlson` with its codes; Quan 2011 scores the groups of Quan 2005 anew.
PROFILES = {
    "vikz2020": "is_vikz2020",
    "vikz2020_wide": "is_vikz2020_wide",
    "quan2005": "is_quan2005",
    "quan2011": "is_quan2005",
}
DEFAULT = "vikz2020"
# Adds kidney, urinary, eye, brain, thyroid and endocrine tumours to the malignancies of the text, which misses them.
FIX_C64_C75 = "c64_c75"
# A lymphoma of somebody with HIV is an opportunistic disease (AIDS) and a malignancy: 2 + 6, or 6 with this switch.
LYMPHOMA_ONCE = "lymphoma_once"
SWITCHES = (FIX_C64_C75, LYMPHOMA_ONCE)
LYMPHOMA = ("C81", "C96")
SCORE = "charlson_score"
SHORTEST, LONGEST = 3, 6


def charlson(
    diagnoses: ir.Table,
    codes: ir.Table,
    key: Sequence[str],
    profile: str = DEFAULT,
    switches: Sequence[str] = (),
) -> ir.Table:
    """One row per key that has a diagnosis of some group: a column `is_<group>` each, and `charlson_score`.

    `diagnoses` has the key and `diagnosis` (ICD-10, with or without a dot); `codes` is the list `charlson`. The milder
    of two groups does not count beside the graver one; AIDS needs a code of HIV and an opportunistic disease.
    Raises for a profile or switch that there is not.
    """
    groups = scores(profile)
    _known(switches)
    told = _of_codes(diagnoses.select("diagnosis").distinct(), codes, PROFILES[profile], tuple(groups), switches)
    met = diagnoses.select(*key, "diagnosis").join(told, "diagnosis")
    found = met.group_by(*key).agg(**{name: met[name].max() for name in told.columns if name != "diagnosis"})
    counted = _counted(found, groups, switches)
    weights = [ibis.cases((counted[_column(name)], score), else_=0) for name, score in groups.items()]
    columns = [_column(name) for name in groups]
    return counted.select(*key, *columns, reduce(lambda a, b: a + b, weights).cast("int32").name(SCORE))


def with_charlson(stays: ir.Table, index: ir.Table, key: Sequence[str]) -> ir.Table:
    """The stays with the columns of their index; a stay of no group has none of them, and scores 0."""
    added = [name for name in index.columns if name not in key]
    met = stays.left_join(index, list(key))
    return met.select(*stays.columns, **{name: met[name].fill_null(0 if name == SCORE else False) for name in added})


def scores(profile: str = DEFAULT) -> Mapping[str, int]:
    """What each group of a profile scores, in the order of the list."""
    if profile not in PROFILES:
        raise MutualisError(
            f"There is no Charlson profile '{profile}'.", there_is=f"the profiles are {', '.join(PROFILES)}"
        )
    rows = reference.codelist("charlson_group").rows
    return {row["code"]: int(row[profile]) for row in rows if row[profile]}


def _of_codes(
    found: ir.Table, codes: ir.Table, profile: str, groups: Sequence[str], switches: Sequence[str]
) -> ir.Table:
    """The codes that are in some group of a profile, each with a column for every group."""
    wanted = codes.filter(codes[profile] | codes.switch.isin(list(switches)))
    wanted = wanted.select(
        "charlson_group", begins_with=_plain(wanted.begins_with), but_not=_plain(wanted.but_not.fill_null(""))
    )
    plain = found.mutate(plain=_plain(found.diagnosis))
    lengths = range(SHORTEST, LONGEST + 1)
    begun = ibis.union(*(plain.mutate(begins_with=plain.plain.substr(0, each)) for each in lengths), distinct=True)
    met = begun.join(wanted, "begins_with")
    met = met.filter((met.but_not == "") | ~met.plain.startswith(met.but_not))
    flags = {_column(name): (met.charlson_group == name).max() for name in groups}
    flags["is_lymphoma"] = met.plain.substr(0, SHORTEST).between(*LYMPHOMA).max()
    return met.group_by("diagnosis").agg(**flags)


def _counted(found: ir.Table, groups: Mapping[str, int], switches: Sequence[str]) -> ir.Table:
    """The groups that count: those that need another have it, and the graver hides the milder."""
    rules = {row["code"]: row for row in reference.codelist("charlson_group").rows if row["code"] in groups}
    complete = found.mutate(
        **{
            _column(name): found[_column(name)] & found[_column(row["needs"])]
            for name, row in rules.items()
            if row["needs"]
        }
    )
    hidden = {
        _column(name): complete[_column(name)] & ~complete[_column(row["hidden_by"])]
        for name, row in rules.items()
        if row["hidden_by"] in groups
    }
    if LYMPHOMA_ONCE in switches and "aids" in groups:
        hidden["is_mal"] &= ~(complete.is_aids & complete.is_lymphoma)
    return complete.mutate(**hidden)


def _plain(code: ir.StringValue) -> Any:
    """A code in capitals, without dot and blanks, as the files of hospitals have it."""
    return code.upper().replace(".", "").replace(" ", "")


def _column(group: str) -> str:
    return f"is_{group}"


def _known(switches: Sequence[str]) -> None:
    if unknown := [each for each in switches if each not in SWITCHES]:
        raise MutualisError(
            f"There is no Charlson switch '{unknown[0]}'.", there_is=f"the switches are {', '.join(SWITCHES)}"
        )
