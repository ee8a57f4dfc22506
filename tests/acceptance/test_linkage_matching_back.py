"""Somebody at the centre tries to find whose C2 a linked row is, with all claims and every link variable it was told.

The codes give nothing, and the store cannot be opened. What a row says does: stays have their days and claims their
order, and who has both sides of it can match them. That is measured here, because it is why the store is closed to the
staff of the centre (weak spot of deliberation 20/284; `docs/linkage.md`, What remains).
"""

import shutil
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from mutualis import parcel
from mutualis.coding import code_distinct
from mutualis.linkage.claims import frame_of, listed_lines, use
from mutualis.linkage.project import FOLDER, Project
from mutualis.linkage.steps import centre
from mutualis.model import MutualisError
from mutualis.pipeline import Workspace
from mutualis.pipeline.derive import net_tables, opened
from mutualis.pipeline.linkage import linked_set, open_set

DAYS = ["hospital_number", "length_of_stay", "discharge_year"]
PATTERN = ["service_offset_days", "nomenclature_code", "cnk", "quantity"]


class Attack(NamedTuple):
    """What somebody at the centre has: its claims by C2 and stay, and the stays that it was told of; and the truth."""

    stays: pl.DataFrame
    claims: pl.DataFrame
    truth: pl.DataFrame


@pytest.fixture(scope="module")
def attack(linked, tmp_path_factory) -> Attack:
    space = linked.linkage.space
    first = code_distinct(linked.known["insz"], next(space.insurers()).keys.subkey("c1", "person"))
    c2 = code_distinct(first, space.ttp.keys.subkey("c2", "person"))
    known = linked.known.with_columns(c2=c2)
    told = known.select("c2", "admission_day", "discharge_day", "hospital_number").unique()
    own = Workspace(tmp_path_factory.mktemp("attacker"))  # opening the warehouse is told in the log of the node
    shutil.copytree(space.centre.path, own.path / "nodes" / "centre")
    shutil.copy(space.path / "passphrase", own.path)
    with opened(own) as (engine, _, _), own.centre.scratch() as folder:
        use(engine, centre.LINK, told, folder)
        lines = listed_lines(linked.linkage.permit("centre").authorisation, net_tables(engine))
        claims = frame_of(engine, centre.claims_of_stays(lines), centre.DOMAINS)
    numbered = told.with_columns(
        stay=pl.int_range(pl.len()),
        length_of_stay=(pl.col("discharge_day") - pl.col("admission_day")).dt.total_days().cast(pl.Int32),
        discharge_year=pl.col("discharge_day").dt.year(),
    )
    of_stay = claims.join(numbered.select("c2", "admission_day", "stay"), on=["c2", "admission_day"])
    truth = known.join(numbered, on=["c2", "admission_day", "hospital_number"]).select("stay_code", true="stay")
    return Attack(numbered, of_stay, truth)


def by_days(attack: Attack, stays: pl.DataFrame) -> pl.DataFrame:
    """The candidates for each linked stay by its hospital, days in it and year."""
    here = [each for each in DAYS if each in stays.columns]
    own = attack.stays.select("stay", *(pl.col(each).cast(pl.String) for each in here))
    return stays.select("stay_code", *(pl.col(each).cast(pl.String) for each in here)).join(own, on=here)


def by_claims(attack: Attack, claims: pl.DataFrame) -> pl.DataFrame:
    """The candidates for each linked stay: those that have all its claims, by code, product, quantity and day."""
    plain = [pl.col(each).cast(pl.String).fill_null("") for each in PATTERN]
    theirs = claims.select("stay_code", *plain).unique()
    own = attack.claims.select("stay", *plain).unique()
    met = theirs.join(own, on=PATTERN).group_by("stay_code", "stay").len()
    return met.join(theirs.group_by("stay_code").len(), on=["stay_code", "len"])


def found(attack: Attack, candidates: pl.DataFrame, stays: pl.DataFrame) -> dict[str, float]:
    """The share of the linked stays that have one candidate only, and the share of these that it is right for."""
    single = candidates.select("stay_code", "stay").unique().filter(pl.len().over("stay_code") == 1)
    right = single.join(attack.truth, on="stay_code").filter(pl.col("stay") == pl.col("true")).height
    return {"matched": single.height / stays.height, "right": right / single.height if single.height else 0.0}


def measured(attack: Attack, tables: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, float]]:
    days, claims = by_days(attack, tables["stays"]), by_claims(attack, tables["claims"])
    ways = {"days": days, "claims": claims, "both": days.join(claims, on=["stay_code", "stay"])}
    return {name: found(attack, each, tables["stays"]) for name, each in ways.items()}


def test_no_code_of_the_centre_is_in_the_linked_set_and_no_code_of_the_project_at_the_centre(linked, attack) -> None:
    tables = linked_set(linked.linkage)
    theirs = {
        value
        for frame in tables.values()
        for name in ("c_project", "stay_code", "previous_stay_code", "next_stay_code")
        if name in frame.columns
        for value in frame[name].drop_nulls().to_list()
    }
    own = (
        set(attack.stays["c2"]) | set(linked.known["rn"]) | set(linked.known["insz"]) | set(linked.known["stay_number"])
    )
    assert len(theirs) > 300
    assert theirs.isdisjoint(own)


@pytest.mark.parametrize("table", ["stays", "claims"])
@pytest.mark.parametrize("order", ["c2", "admission_day"])
def test_the_order_of_the_linked_rows_says_nothing_about_the_order_at_the_centre(
    linked, attack, table: str, order: str
) -> None:
    rows = linked_set(linked.linkage)[table].select("stay_code").with_row_index("place")
    placed = rows.join(attack.truth, on="stay_code").join(attack.stays, left_on="true", right_on="stay")
    together = np.corrcoef(placed["place"].to_numpy(), placed[order].rank("dense").to_numpy())[0, 1]
    assert abs(together) < 5 / placed["true"].n_unique() ** 0.5


def test_codes_of_the_project_in_their_order_say_nothing_about_the_order_of_the_centres(linked, attack) -> None:
    rows = linked_set(linked.linkage)["stays"].select("stay_code", "c_project")
    placed = rows.join(attack.truth, on="stay_code").join(attack.stays, left_on="true", right_on="stay")
    for one in ("stay_code", "c_project"):
        for other in ("c2", "admission_day"):
            ranks = placed.select(pl.col(one).rank(), pl.col(other).rank())
            together = np.corrcoef(ranks[one].to_numpy(), ranks[other].to_numpy())[0, 1]
            assert abs(together) < 5 / placed["c2"].n_unique() ** 0.5


def test_the_centre_cannot_open_the_store(linked) -> None:
    space = linked.linkage.space
    store = space.node("project-store")
    sealed = sorted((store.store / FOLDER).rglob("*.age"))
    assert len(sealed) > 5
    for path in sealed:
        with pytest.raises(parcel.ParcelError):
            space.centre.keys.decrypt(path.read_bytes())
    with pytest.raises(MutualisError, match="at the project store only"):
        Project(space.centre, linked.linkage.name)
    assert "store" not in space.centre.keys.purposes
    with pytest.raises(MutualisError, match="may not have a key for store"):
        space.centre.keys.check_purpose("store")


def test_what_the_rows_say_matches_them_so_the_store_is_closed_to_the_centre(linked, attack) -> None:
    whole = measured(attack, linked_set(linked.linkage))
    for way, shares in whole.items():
        print(f"linked set, by {way}: {shares['matched']:.3f} matched, {shares['right']:.3f} of them right")
        assert shares["right"] > 0.9, "who tries is right"
    assert whole["days"]["matched"] > 0.3, "hospital, days and year alone match many stays of so small a country"
    assert whole["claims"]["matched"] > 0.1, "and so does the pattern of claims, which no coding hides"
    assert whole["both"]["matched"] >= max(whole["days"]["matched"], whole["claims"]["matched"])


def test_the_small_cell_analysis_hides_hospital_and_days_and_not_the_pattern_of_claims(linked, attack) -> None:
    """So the zone is closed to who has claims under C2, as the store is."""
    tables = open_set(linked.linkage)
    days = found(attack, by_days(attack, tables["stays"]), tables["stays"])
    claims = found(attack, by_claims(attack, tables["claims"]), tables["stays"])
    print(f"open set, by claims: {claims['matched']:.3f} matched, {claims['right']:.3f} of them right")
    assert days["matched"] < 0.05, "hospital, days and year are coarse or blank"
    assert claims["matched"] > 0.1
    assert claims["right"] > 0.9
