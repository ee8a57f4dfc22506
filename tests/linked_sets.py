"""A linked set of the stroke study with the columns of its authorisation, and the nodes of those who work on it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from mutualis.linkage.permit import Permit, permit
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.node import Node, exchange_keys
from mutualis.reference import authorisations as law
from small_cell_stays import many

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
ROLES = {
    "ttp": "ttp",
    "project-store": "project_store",
    "kce": "disclosure_checker",
    "committee": "committee",
    "researcher": "researcher",
    "centre": "centre",
    "witness": "audit_witness",
}
PRINCIPAL = ("I63.9", "I61.0", "I63.4", "I60.9", "G45.9")


def linked(number: int = 1500, seed: int = 1) -> dict[str, pl.DataFrame]:
    """The tables of a linked set of so many stays, in the columns of the authorisation."""
    drawn, file = np.random.default_rng(seed), law.authorisation(NAME).file("linked-set")
    stays = many(number, seed).with_columns(
        stay_type=pl.lit("H"), place_before=pl.lit("1"), admission_type=pl.lit("2"), discharge_type=pl.lit("1"),
        previous_stay_code=pl.lit(None, pl.String), next_stay_code=pl.lit(None, pl.String),
        death_30=pl.col("death_30").cast(pl.Int8), death_90=pl.col("death_30").cast(pl.Int8),
        feedback_code="code of " + pl.col("hospital_number"),
    )  # fmt: skip
    codes = stays["stay_code"]
    first = {"specialism_order": ["1"] * number, "stay_code": codes}
    diagnoses = pl.DataFrame({
        **first, "diagnosis_type": ["P"] * number, "diagnosis": drawn.choice(PRINCIPAL, number),
        "present_at_admission": ["Y"] * number, "certainty": ["A"] * number,
    })  # fmt: skip
    second = diagnoses.with_columns(diagnosis_type=pl.lit("S"), diagnosis=pl.lit("I48.0")).head(number // 5)
    claims = stays.select("c_project", "stay_code").with_columns(
        service_offset_days=pl.lit(1, pl.Int32), nomenclature_code=pl.lit("477724"), quantity=pl.lit(1, pl.Int64),
        days=pl.lit(1, pl.Int64), prescriber_qualification=pl.lit("0"), cnk=pl.lit(None, pl.String),
        link_rule=pl.lit("same_admission"),
    )  # fmt: skip
    made = {
        "stays": stays,
        "specialisms": pl.DataFrame({**first, "specialism": ["NEUR"] * number, "specialism_offset_days": [0] * number}),
        "bed_indexes": pl.DataFrame(
            {"bed_index_order": ["1"] * number, "bed_index": ["D"] * number, "bed_index_offset_days": [0] * number,
             "stay_code": codes}
        ),
        "diagnoses": pl.concat([diagnoses, second]),
        "claims": claims,
    }  # fmt: skip
    return {name: made[name].select(columns) for name, columns in file.tables.items()}


@dataclass(frozen=True)
class House:
    """The nodes, in the folder of a workspace, each with the sign-off."""

    path: Path
    nodes: dict[str, Node]

    def permit(self, name: str, day: dt.date = DAY) -> Permit:
        return permit(self.nodes[name], NAME, day)


def house(path: Path) -> House:
    """The nodes of everybody from the third party to the researcher, who know each other."""
    made = {name: Node.create(path / "nodes" / name, name, role, "a long passphrase") for name, role in ROLES.items()}
    exchange_keys(made.values())
    given = law.authorisation(NAME)
    signed = sign_off(made["witness"], given, given.security_adviser.name, DAY)
    for node in made.values():
        take_sign_off(node, signed)
    return House(path, made)
