"""What a study reads of a linkage, on a country whose hospitals were linked with claims; the proxy beside the truth."""

import datetime as dt
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from mutualis import study as studies
from mutualis import synthetic
from mutualis.linkage.gate import Closed
from mutualis.model import MutualisError
from mutualis.pipeline import Workspace
from mutualis.pipeline.linkage import Linkage, linked_set
from mutualis.study.demo import LINKAGE, PEOPLE, Country, is_there
from mutualis.study.linked import linked
from mutualis.study.permission import OfLinkage
from mutualis.study.running import code
from study_files import CODE, LAW, draw_study

STUDY = studies.read_study(studies.root(), "stroke-and-heart-attack")
HOSPITALS = SimpleNamespace(**code(STUDY).__globals__["beside_hospitals"].__globals__)
STROKES = ["ischaemic", "intracerebral", "subarachnoid", "other_bleeding"]
OF_LINKAGE = f"""
[linked]
authorisation = "{LINKAGE}"
researcher = "{PEOPLE.researcher}"

[linked.tables]
stays = ["c_project", "stay_code"]
"""
READING = CODE + '    desk.deviate("stays of hospitals", str(desk.linked("stays").width))\n'


@pytest.fixture(scope="module")
def space(studied: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the country that the tests of this module read."""
    return Workspace(shutil.copytree(studied.path, tmp_path_factory.mktemp("linked") / "country"))


def of(space: Workspace, asked: OfLinkage | None = STUDY.permission.linked) -> Any:
    return linked(space, asked, dt.date.today())


def made(space: Workspace, folder: Path, name: str, **files: str) -> studies.Ran:
    draw_study(folder, name, **files)
    return studies.run(space, studies.read_study(folder, name), pdf=False)


def counted(space: Workspace, condition: str) -> tuple[int, int]:
    """Episodes that have the principal diagnosis in the linkage, and those of them that the main rule finds; before
    the small cell analysis, which leaves out what is rare in so small a country.
    """
    there, given = linked_set(Linkage(space, LINKAGE, dt.date.today(), PEOPLE)), STUDY.parameters
    stays = HOSPITALS.episodes(there["stays"], given["day_care"])
    parts = HOSPITALS.principal(there["diagnoses"]), HOSPITALS.within(there["claims"])
    groups = given["definitions"]["main"][condition]
    true = HOSPITALS.judged(stays, *parts, groups, given["diagnoses"][condition]).filter("true")
    return true.height, true["found"].sum()


def test_the_linkage_finds_every_heart_attack_of_the_truth_with_the_acts_that_it_had(space: Workspace) -> None:
    attacks = pl.from_arrow(synthetic.Truth(space.truth).planted("infarction")).filter("is_heart_attack")
    stays = pl.read_parquet(space.truth / "hospital_truth.parquet").select("insz", "admission_day")
    true = attacks.join(stays, left_on=["person", "admission_day"], right_on=["insz", "admission_day"], how="semi")
    assert true.height > 0
    assert counted(space, "infarction") == (true.height, true["has_angiography"].sum())


def test_the_linkage_finds_every_stroke_that_brought_somebody_to_hospital_with_its_acts(space: Workspace) -> None:
    key = ["insz", "hospital_code", "admission_day"]
    stays = pl.read_parquet(space.truth / "hospital_truth.parquet").filter(
        pl.col("kind").is_in(STROKES) & ~pl.col("is_in_hospital") & ~pl.col("is_followed")
    )
    acts = pl.read_parquet(space.truth / "hospital_claim.parquet").rename({"nomenclature_code": "code"})
    first, second = STUDY.parameters["definitions"]["main"]["stroke"]
    coded = acts.group_by(key).agg(pl.col("code").is_in(each).any().alias(each[0]) for each in (first, second))
    found = stays.join(coded.filter(pl.col(first[0]) & pl.col(second[0])), on=key, how="semi")
    assert stays.height > 0
    assert counted(space, "stroke") == (stays.height, found.height)


def test_no_code_of_the_linkage_is_one_of_the_centre(space: Workspace) -> None:
    stays = of(space).read("stays")
    lake = space.lake()
    persons = set(pl.read_parquet(lake.files("derived_stay"))["person_id"])
    assert stays.height > 0
    assert persons.isdisjoint(stays["c_project"])
    assert persons.isdisjoint(stays["stay_code"])


def test_a_study_reads_what_its_authorisation_names_and_the_store_knows_who_read(
    space: Workspace, tmp_path: Path
) -> None:
    ran = made(space, tmp_path, "reading", authorisation=LAW + OF_LINKAGE, code=READING)
    assert ran.run.known["deviations"] == [{"what": "stays of hospitals", "why": "2"}]
    assert ran.run.known["linked"] == of(space).fingerprint
    log = [each for each in space.node("project-store").ledger.events() if each.what.startswith("zone.")][-3:]
    assert [each.what for each in log] == ["zone.opened", "zone.read", "zone.left"]
    assert {each.counts["person"] for each in log} == {PEOPLE.researcher}
    assert log[1].counts["columns"] == 2


@pytest.mark.parametrize(
    ("law", "says"),
    [
        (LAW, "has no linked data here"),
        (LAW + OF_LINKAGE.replace("stays = ", "claims = "), "does not allow the linked table 'stays'"),
        (LAW + OF_LINKAGE.replace('"stay_code"', '"sex"'), "may not read stays.sex"),
        (LAW + OF_LINKAGE.replace(PEOPLE.researcher, "A. Nobody"), "has no access to the zone"),
        (LAW + OF_LINKAGE.replace(f'researcher = "{PEOPLE.researcher}"', ""), "does not say the researcher"),
    ],
)
def test_what_a_study_may_not_read_of_a_linkage_is_refused(
    space: Workspace, tmp_path: Path, law: str, says: str
) -> None:
    with pytest.raises(MutualisError, match=says):
        made(space, tmp_path, "refused", authorisation=law, code=READING)
    assert not list((space.path / "studies").glob("refused/*"))


def test_another_linkage_is_another_run_and_where_there_is_none_the_study_is_told_so(
    space: Workspace, tmp_path: Path
) -> None:
    alone = Workspace(shutil.copytree(space.path, tmp_path / "country"))
    files = {"authorisation": LAW + OF_LINKAGE, "code": CODE + '    print("linked:", desk.has_linked)\n'}
    first = made(alone, tmp_path / "one", "telling", **files)
    project = alone.node("project-store").store / "projects" / LINKAGE
    (project / "decision.json").unlink()
    with pytest.raises(Closed, match="is closed"):
        of(alone).read("stays")
    shutil.rmtree(project / "data")
    assert of(alone) is None
    second = made(alone, tmp_path / "two", "telling", **files)
    assert second.is_new
    assert "linked" not in second.run.known
    assert studies.differences(first.run, second.run)[0] == ["linked"]


def test_a_country_from_before_the_linkage_is_made_anew(space: Workspace, tmp_path: Path) -> None:
    known = json.loads((space.path / "study-country.json").read_text(encoding="utf-8"))
    country = Country(*(known[name] for name in ("insured", "first", "last", "seed")))
    assert is_there(space, country)
    del known["linked"]
    (tmp_path / "study-country.json").write_text(json.dumps(known))
    assert not is_there(Workspace(tmp_path), country)
