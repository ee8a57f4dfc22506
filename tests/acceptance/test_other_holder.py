"""A linkage with a holder that the program has never heard of, and 05/033, from end to end on a small country."""

import datetime as dt
import shutil
from pathlib import Path

import filelock
import polars as pl
import pytest

import holder_world
from mutualis import pipeline, synthetic
from mutualis.coding.kernel import code_distinct
from mutualis.coding.keys import c2_subkey
from mutualis.linkage import decoding, gate
from mutualis.linkage.holder_file import read_holder_file
from mutualis.linkage.permit import Refused, permit
from mutualis.linkage.project import Project
from mutualis.linkage.records import asked
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.derive import net_tables, opened
from mutualis.pipeline.linkage import Linkage, linked_set, open_set, prepare_holder, prepare_nodes
from mutualis.pipeline.linkage_steps import act, run
from mutualis.reference import authorisations as law

DAY = dt.date(2026, 11, 23)
YEAR = 2023
STUDY = "supplements-again"
BEFORE, AFTER = 30, 180
# The extract of 05/033 in the year that the country is lived in.
OF_THIS_YEAR = f"""\
id = "{STUDY}"
amends = "kce-05-033-a"
number = "05/033 B"
status = "authorised"
mark = "ours"
source = "a test"
decided = 2022-01-01
why = {{ nl = "x", fr = "x", en = "x" }}
[replace.population]
text = {{ nl = "x", fr = "x", en = "x" }}
sample = true
care_from = {YEAR}-01-01
care_until = {YEAR}-12-31
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A folder of authorisations of one's own: two files for the trial, one for the study."""
    folder = tmp_path_factory.mktemp("authorisations")
    holder_world.write(folder, holder_world.authorisation(BEFORE, AFTER))
    (folder / f"{STUDY}.toml").write_text(OF_THIS_YEAR, encoding="utf-8")
    with pytest.MonkeyPatch.context() as context:
        context.setenv("MUTUALIS_AUTHORISATIONS", str(folder))
        yield folder


@pytest.fixture(scope="module")
def space(country: Workspace, own: Path, tmp_path_factory: pytest.TempPathFactory):
    """A copy of the small country, with the sample drawn."""
    path = tmp_path_factory.mktemp("holder") / "country"
    with filelock.FileLock(country.path.with_suffix(".scan.lock")):
        shutil.copytree(country.path, path)
    made = Workspace(path)
    pipeline.sample(made, Silent())
    return made


@pytest.fixture(scope="module")
def trial(space: Workspace, tmp_path_factory: pytest.TempPathFactory):
    """The linkage of the trial, its participants and its accounts."""
    ill = pl.read_parquet(space.truth / "condition.parquet").filter(pl.col("disease") == "raised_lipids")
    rows = holder_world.participants(sorted(ill["person"].unique())[:200])
    file = tmp_path_factory.mktemp("trial") / "cohort.csv"
    rows.write_csv(file)
    linkage = Linkage(space, holder_world.NAME, DAY)
    prepare_holder(linkage, file)
    return linkage, rows, run(linkage, lambda _: None)


def test_two_files_are_a_linkage_all_twelve_steps_of_it(trial):
    _, rows, accounts = trial
    assert [each.step for each in accounts] == [1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 11, 11, 12]
    by_step = {each.step: each for each in accounts}
    assert by_step[1].rows_in["records"] == rows.height == by_step[1].rows_out["selection"]
    assert by_step[6].rows_out["link-set"] == by_step[10].rows_out["records"] == rows.height
    assert by_step[10].rows_in["claims-set"] == by_step[10].rows_out["claims"] > 100


def test_the_linked_set_is_what_the_authorisation_says_under_codes_of_the_project(trial):
    linkage, rows, _ = trial
    tables = linked_set(linkage)
    assert {name: tuple(frame.columns) for name, frame in tables.items()} == dict(
        law.authorisation(holder_world.NAME).file("linked-set").tables
    )
    told = tables["records"].sort("arm", "age_at_entry", "smoker", "event_offset_days", nulls_last=True)
    true = rows.with_columns(event=pl.when(pl.col("EVENT").is_not_null()).then(10)).sort(
        "ARM", "LEEFTIJD", "ROKER", "event", nulls_last=True
    )
    assert told["age_at_entry"].to_list() == true["LEEFTIJD"].to_list()
    assert told["event_offset_days"].to_list() == true["event"].to_list()
    values = {str(value) for column in told.iter_columns() for value in column.unique()}
    assert values.isdisjoint({*rows["RIJKSNUMMER"], *rows["DEELNEMER"]})


def project_codes(linkage: Linkage, numbers: pl.Series) -> pl.DataFrame:
    """Of each number its C2 and its code of the project, with the keys of four parties: a test may, nobody else can."""
    space = linkage.space
    ring, point = space.node("ehealth").keys, space.node("contact-point").keys
    rn = code_distinct(numbers, ring.subkey("rn", linkage.name))
    c2 = code_distinct(code_distinct(numbers, point.subkey("c1", "person")), c2_subkey(space.ttp, "person"))
    c_project = code_distinct(rn, ring.subkey("project", linkage.name))
    return pl.DataFrame({"number": numbers, "c2": c2, "c_project": c_project})


def test_the_claims_are_those_of_the_participants_within_the_window_and_no_others(trial):
    linkage, rows, _ = trial
    codes = project_codes(linkage, rows["RIJKSNUMMER"])
    anchors = codes.join(rows.select(number="RIJKSNUMMER", anchor="LOTING"), on="number")
    with opened(linkage.space) as (engine, _, _):
        given = net_tables(engine)
        wanted = [pl.from_arrow(engine.arrow(given[f"core_{name}_net"].select("person_id", "service_day", "cnk",
                                                                             "quantity")))
                  for name in ("care_line", "dispensing")]  # fmt: skip
    products = pl.read_csv(
        Path(pipeline.__file__).parents[1] / "reference" / "codelists" / "cnk.csv", infer_schema=False
    )
    listed = products.filter(pl.col("atc_code").str.contains("^(C10|C09)"))["code"].unique()
    lines = pl.concat(wanted).filter(pl.col("cnk").is_in(listed.to_list()))
    met = lines.join(anchors, left_on="person_id", right_on="c2")
    offset = (pl.col("service_day") - pl.col("anchor")).dt.total_days()
    true = met.with_columns(service_offset_days=offset).filter(offset.is_between(-BEFORE, AFTER))
    key = ["c_project", "service_offset_days", "cnk", "quantity"]
    count = true.group_by(key).len().sort(key)
    found = linked_set(linkage)["claims"].group_by(key).len().sort(key)
    assert count.height > 100
    assert found.equals(count.select(found.columns).cast(dict(found.schema)))


def test_a_claim_belongs_to_the_record_of_its_person(trial):
    tables = linked_set(trial[0])
    met = tables["claims"].join(tables["records"], on="record_code", suffix="_of_record")
    assert met.height == tables["claims"].height
    assert (met["c_project"] == met["c_project_of_record"]).all()


def test_the_zone_opens_after_the_analysis_and_small_classes_are_gone(trial):
    linkage, _, _ = trial
    project = Project(linkage.space.node("project-store"), linkage.name)
    report = gate.require_open(project)
    assert report["authorisation"] == holder_world.NAME
    seen = open_set(linkage)["records"].group_by("age_at_entry", "smoker", "anchor_year")
    assert seen.agg(pl.col("c_project").n_unique())["c_project"].min() >= 5
    pages = linkage.space.node("committee").store / "reports" / linkage.name
    assert {"report.nl.html", "report.de.html"} <= {path.name for path in pages.iterdir()}


def test_what_a_step_needed_is_destroyed(trial):
    linkage, _, _ = trial
    for name in ("data-manager", "data-team", "ehealth", "contact-point", "ttp"):
        assert list(linkage.space.node(name).receive("linkage")) == []


def test_a_party_that_has_no_part_is_refused_and_nobody_does_the_step_of_another(trial):
    linkage, _, _ = trial
    spare = Node.create(linkage.space.path / "spare", "hospital-999", "hospital", "a long passphrase")
    with pytest.raises(Refused, match="has no part for a hospital"):
        permit(spare, linkage.name, DAY)
    with pytest.raises(MutualisError, match="Step 9 is not one of ttp"):
        act(linkage, 9, "ttp")


def test_a_record_of_days_before_the_linkage_is_not_asked(space, own, tmp_path_factory):
    folder = tmp_path_factory.mktemp("later")
    rows = holder_world.participants(["85073003328"] * 12)
    file = folder / "cohort.csv"
    rows.write_csv(file)
    layout = law.read_holder_layout(own / f"{holder_world.NAME}.csv")
    path = holder_world.write(folder, holder_world.authorisation(first="2023-07-01"))
    given = law.read_authorisation(path)
    assert asked(given, layout, read_holder_file(file, layout)).height == 6


@pytest.fixture(scope="module")
def study(space: Workspace):
    """05/033 in the year of the country, up to the zone."""
    linkage = Linkage(space, STUDY, DAY)
    prepare_nodes(linkage, {})
    return linkage, run(linkage, lambda _: None)


def test_the_six_steps_of_05_033_give_their_accounts(study):
    _, accounts = study
    assert [each.step for each in accounts] == [1, 2, 3, 4, 5, 5, 5, 6]
    by_step = {each.step: each for each in accounts}
    assert by_step[1].rows_out["pp"] > 50
    assert by_step[2].rows_out["hospital-list"] == by_step[3].rows_out["hospital-conversion"]
    assert by_step[4].dropped == {"stays_in_a_hospital_without_code": 0}


def test_only_the_sample_is_extracted_and_of_households_only_their_states(study):
    linkage, accounts = study
    space = linkage.space
    members = pl.concat([pl.read_parquet(path) for path in space.lake().files("derived_sample_member")])
    of_year = members.filter(pl.col("year") == YEAR)
    tables = linked_set(linkage)
    persons = tables["pp"].unique("c_project")
    assert accounts[0].facts["persons"] == persons.height == of_year["person_id"].n_unique()
    assert persons["is_household_member"].sum() == (of_year["part"] == "household").sum()
    members_only = persons.filter("is_household_member")["c_project"]
    for name in ("quarters", "stays"):
        assert tables[name].height > 0
        assert not tables[name]["c_project"].is_in(members_only.to_list()).any()
        assert tables[name]["c_project"].is_in(persons["c_project"].to_list()).all()
    assert set(tables["quarters"]["quarter"]) <= {f"{YEAR}Q{number}" for number in (1, 2, 3, 4)}


def test_no_cent_of_the_sample_is_lost_between_the_warehouse_and_the_study(study):
    linkage, _ = study
    lake = linkage.space.lake()
    members = pl.concat([pl.read_parquet(path) for path in lake.files("derived_sample_member")])
    drawn = members.filter((pl.col("year") == YEAR) & (pl.col("part") != "household"))["person_id"].to_list()
    quarters = pl.concat([pl.read_parquet(path) for path in lake.files("derived_quarter_group")])
    own = quarters.filter(pl.col("person_id").is_in(drawn) & pl.col("quarter").str.starts_with(str(YEAR)))
    told = linked_set(linkage)["quarters"]
    for name in ("reimbursed_cents", "copayment_cents", "supplement_cents", "quantity"):
        assert told[name].sum() == own[name].sum()


def test_a_hospitals_own_number_is_nowhere_at_the_project_store_and_not_in_the_open_set(study):
    linkage, _ = study
    lake = linkage.space.lake()
    stays = pl.concat([pl.read_parquet(path) for path in lake.files("derived_stay")])
    numbers = {str(each) for each in stays["hospital_number"].unique()}
    assert len(numbers) > 20
    for tables in (linked_set(linkage), open_set(linkage)):
        told = {str(value) for frame in tables.values() for column in frame.iter_columns() for value in column.unique()}
        assert told.isdisjoint(numbers)
    store = linkage.space.node("project-store")
    content = b"".join(path.read_bytes() for path in store.path.rglob("*") if path.is_file())
    assert not any(number.encode() in content for number in numbers)


def test_the_codes_of_persons_are_not_those_of_the_agency(study):
    linkage, _ = study
    members = pl.concat([pl.read_parquet(path) for path in linkage.space.lake().files("derived_sample_member")])
    assert set(linked_set(linkage)["pp"]["c_project"]).isdisjoint(members["person_id"])


def test_a_hospital_of_the_study_is_decoded_to_the_one_that_it_is(study):
    linkage, _ = study
    lake = linkage.space.lake()
    stays = pl.concat([pl.read_parquet(path) for path in lake.files("derived_stay")])
    cents = ["admission_day", "discharge_day", "reimbursed_cents", "copayment_cents", "supplement_cents"]
    told = linked_set(linkage)["stays"].join(stays, on=cents).unique("hospital_code")
    researcher, physician = linkage.permit("researcher"), linkage.permit("supervising-physician")
    why = "Recommendation 3 rests on the supplements of this hospital: to validate them with it."
    decoding.ask(researcher, "R. Voorbeeld", told["hospital_code"].to_list(), why, "supervising-physician")
    transport.deliver_all(linkage.space.path)
    (waits,) = decoding.waiting(physician)
    assert decoding.grant(physician, waits.id, "Dr. P. Voorbeeld", "to validate recommendation 3") == told.height > 5
    transport.deliver_all(linkage.space.path)
    found = decoding.answers(researcher).join(told, on="hospital_code", suffix="_true")
    assert (found["hospital_number"] == found["hospital_number_true"].cast(pl.String)).all()


def test_the_decision_is_about_persons_and_stays_and_a_change_of_either_closes_the_zone(study):
    linkage, _ = study
    project = Project(linkage.space.node("project-store"), linkage.name)
    told = gate.read(project.node, (project.path / gate.DECISION).read_bytes())
    assert set(told["others"]) == {"report-stays"}
    tables = project.whole("analysis-set")
    project.save("analysis-set", {**tables, "pp": tables["pp"].head(1)})
    with pytest.raises(gate.Closed, match="its data have changed"):
        gate.require_open(project)
    project.save("analysis-set", tables)
    assert gate.require_open(project)


def test_the_registry_of_the_synthetic_country_is_about_its_own_persons(space, tmp_path):
    rows = synthetic.cancer_registry(space.truth, tmp_path / "registry.csv", 1)
    ill = pl.read_parquet(space.truth / "condition.parquet").filter(pl.col("disease") == "cancer")
    wrong = rows.filter(~pl.col("NISS").is_in(ill["person"].to_list())).height
    assert rows.height > 20
    assert wrong <= 3  # a few numbers with wrong check digits are planted
    layout = law.holder_layout("cancer-registry")
    read = read_holder_file(tmp_path / "registry.csv", layout)
    assert read.height == rows.height
    again = synthetic.cancer_registry(space.truth, tmp_path / "again.csv", 1)
    assert again.equals(rows)
