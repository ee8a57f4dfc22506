"""A study on a synthetic country: what it may read, what leaves it, and that the same gives the same."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from mutualis import study as studies
from mutualis.cli.app import build
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.pipeline.scan.canaries import accepted_numbers
from mutualis.study.sealed import read_sealed
from study_files import CODE, LAW, STUDY, WORDS, draw_study, instead

K = 5
NOT_THE_TABLE = instead(CODE, 'desk.of_years("derived_stay")', 'desk.of_years("core_care_line_net")')
FLAGS = f"""
[[outputs]]
name = "looks"
kind = "flags"
title = {WORDS}
"""
RETURNS = """core_care_line_net = ["provider_id"]

[returns]
number = "A decision to return flags"
decided_on = 2020-01-01
valid_until = 2090-12-31
"""
FLAGGING = """
    providers = desk.read(desk.table("core_care_line_net").distinct())["provider_id"].drop_nulls().sort().head(3)
    desk.flags("looks", pl.DataFrame({"provider": providers, "flag": ["{}"] * 3}))
"""


@pytest.fixture(scope="module")
def space(studied: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the country that the tests of this module run studies on; each under a name of its own."""
    return Workspace(shutil.copytree(studied.path, tmp_path_factory.mktemp("studies") / "country"))


def drawn(folder: Path, name: str, **files: str) -> studies.Study:
    draw_study(folder, name, **files)
    return studies.read_study(folder, name)


def made(space: Workspace, folder: Path, name: str, **files: str) -> studies.Ran:
    return studies.run(space, drawn(folder, name, **files), pdf=False)


def files(run: studies.Run) -> Mapping[str, bytes]:
    """What a run made, but for the account of when and how long."""
    paths = [each for each in sorted(run.folder.rglob("*")) if each.is_file() and each.name != "run.json"]
    return {str(each.relative_to(run.folder)): each.read_bytes() for each in paths}


def test_a_run_with_the_same_data_code_and_seed_is_made_once_and_made_anew_it_is_the_same(
    space: Workspace, tmp_path: Path
) -> None:
    study = drawn(tmp_path, "again")
    first = studies.run(space, study, pdf=False)
    before = files(first.run)
    assert first.is_new
    assert not studies.run(space, study, pdf=False).is_new
    anew = studies.run(space, study, pdf=False, again=True)
    assert anew.is_new
    assert files(anew.run) == before


def test_other_code_is_another_run_and_comparing_tells_what_changed(space: Workspace, tmp_path: Path) -> None:
    first = made(space, tmp_path / "one", "other")
    half = instead(CODE, "value=pl.len().cast(pl.Float64)", "value=pl.len() / 2")
    second = made(space, tmp_path / "two", "other", code=half)
    causes, changes = studies.differences(first.run, second.run)
    assert causes == ["code"]
    by_table = {each.table: (each.same, each.changed, each.new, each.gone) for each in changes}
    assert by_table["means"] == (0, 2, 0, 0)
    assert by_table["stays"][1:] == (0, 0, 0)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"code": NOT_THE_TABLE}, "does not allow the table 'core_care_line_net'"),
        ({"code": instead(CODE, '["year", "stay_kind"]', '["year", "hospital"]')}, "has no column 'hospital'"),
        (
            {"authorisation": instead(LAW, '"stay_kind"', '"shoe_size"')},
            "'shoe_size', which derived_stay does not have",
        ),
        ({"code": CODE + '    desk.identity("sums", 1, 2)\n'}, "Identity 'sums' .* does not hold"),
        ({"code": instead(CODE, 'desk.persons("stays"', 'desk.persons("beds"')}, "promises no table 'beds'"),
        ({"code": instead(CODE, "    desk.estimates", "    print")}, "did not make 'means'"),
        ({"code": instead(CODE, "value=pl.len()", "value=(pl.len() / 0)")}, "a value that is no number"),
        ({"code": instead(CODE, '"derived_stay")', '"derived_stay").limit(0)')}, "has no row"),
        ({"authorisation": instead(LAW, "2090-12-31", "2020-12-31")}, "not in force"),
        ({"authorisation": instead(LAW, "2010-2030", "2019-2030")}, "does not allow 2018-2019"),
    ],
)
def test_what_a_study_may_not_do_is_refused_in_a_sentence_and_nothing_is_left(
    space: Workspace, tmp_path: Path, files: dict[str, str], says: str
) -> None:
    with pytest.raises(MutualisError, match=says):
        made(space, tmp_path, "refused", **files)
    assert not list((space.path / "studies").glob("refused/*"))


def test_a_table_taken_around_the_authorisation_is_refused(space: Workspace, tmp_path: Path) -> None:
    around = "from mutualis import tables\n" + instead(
        CODE, 'desk.of_years("derived_stay")', 'tables.find("derived_population_year")'
    )
    with pytest.raises(MutualisError, match="without going through its authorisation"):
        made(space, tmp_path, "around", code=around)


def test_what_a_run_leaves_out_is_told_as_a_deviation(space: Workspace, tmp_path: Path) -> None:
    less = instead(CODE, "desk.estimates(", 'desk.deviate("no means", "too few years")\n    print(')
    found = made(space, tmp_path, "less", code=less)
    assert [each["what"] for each in found.run.known["deviations"]] == ["no means"]
    assert "too few years" in (found.run.folder / "report.en.html").read_text(encoding="utf-8")


def test_no_cell_of_fewer_than_k_persons_leaves_nor_can_it_be_subtracted(space: Workspace, tmp_path: Path) -> None:
    law = instead(LAW, '"stay_kind"', '"stay_kind", "hospital_number"')
    code = instead(CODE, '["year", "stay_kind"]', '["year", "stay_kind", "hospital_number"]')
    found = made(space, tmp_path, "small", authorisation=law, code=code).run.frame("stays")
    shown = found.filter(pl.col("status") == "shown")
    hidden = found.filter(pl.col("status") == "suppressed")
    assert shown.height > 0
    assert hidden.height > 0
    assert shown.filter(pl.col("denominator").is_between(1, K - 1)).is_empty()
    assert hidden["denominator"].null_count() == hidden.height


def test_estimates_of_few_persons_do_not_leave(space: Workspace, tmp_path: Path) -> None:
    few = instead(CODE, 'found.sort("year")', 'found.sort("year").with_columns(persons=pl.col("year") - 2014)')
    found = made(space, tmp_path, "few", code=few).run.frame("means")
    assert found.select("year", "status").rows() == [(2018, "suppressed"), (2019, "shown")]
    assert found["value"].null_count() == 1


def test_no_code_of_a_person_is_in_the_folder_of_a_run(space: Workspace, tmp_path: Path) -> None:
    persons = set(pl.read_parquet(space.lake().files("derived_stay"))["person_id"].cast(pl.String))
    found = made(space, tmp_path, "silent").run
    for name, content in files(found).items():
        words = set(content.decode("utf-8", "replace").replace('"', " ").replace(",", " ").split())
        assert not words & persons, name


def test_reports_are_whole_in_four_languages_and_on_paper_in_two(space: Workspace, tmp_path: Path) -> None:
    found = studies.run(space, drawn(tmp_path, "reports")).run
    for language in ("nl", "fr", "de", "en"):
        page = (found.folder / f"report.{language}.html").read_text(encoding="utf-8")
        assert f'lang="{language}"' in page
        assert found.known["id"] in page
    for language in ("nl", "fr"):
        paper = PdfReader(found.folder / f"report.{language}.pdf")
        assert found.known["id"] in "".join(each.extract_text() for each in paper.pages)


def test_money_is_told_in_euros_and_kept_in_cents(space: Workspace, tmp_path: Path) -> None:
    law = instead(LAW, '"stay_kind"', '"stay_kind", "copayment_cents"')
    code = instead(CODE, 'year="year")', 'year="year", amount="copayment_cents")')
    told = STUDY.replace('kind = "table"', 'kind = "table"\nunit = "cents"')
    found = made(space, tmp_path, "money", study=told, authorisation=law, code=code).run
    cents = found.frame("stays").filter(pl.col("status") == "shown")["numerator"].max()
    page = (found.folder / "report.en.html").read_text(encoding="utf-8")
    assert "amount (euros)" in page
    assert f"{cents / 100:,.2f}" in page


def test_flags_come_back_to_insurers_under_the_numbers_that_were_coded_forward(
    space: Workspace, tmp_path: Path
) -> None:
    study = drawn(tmp_path, "flagged", study=STUDY + FLAGS, authorisation=LAW + RETURNS, code=CODE + FLAGGING)
    run = studies.run(space, study, pdf=False).run
    flagged = read_sealed(run, "looks", space.centre)
    returned = studies.return_flags(space, study, run)
    numbers = {number for each in returned.values() for number in each["number"]}
    assert len(numbers) == flagged.height == 3
    assert numbers <= {each[:8] for each in accepted_numbers(space, "gz", ("provider",))}
    assert not numbers & set(flagged["provider"])


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(), list(words))
    return done.exit_code, done.output


def test_the_command_runs_all_studies_and_tells_of_each(space: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "several"
    draw_study(folder, "fine")
    draw_study(folder, "refused", code=CODE + '    desk.identity("sums", 1, 2)\n')
    draw_study(folder, "wrong", code=CODE + "    raise KeyError('nothing')\n")
    place = ("--studies", str(folder), "-w", str(space.path))
    code, told = called("study", "run", "--all", "--no-pdf", *place)
    assert code == 3
    lines = {line.split()[0]: line.split() for line in told.splitlines() if line}
    assert lines["fine"][2] == "2"
    assert lines["refused"][1] == "refused"
    assert lines["wrong"][1] == "stopped"
    assert "not foreseen (KeyError)" in told
    assert "nothing" not in told


def test_figures_that_are_not_as_expected_end_the_command_with_3(space: Workspace, tmp_path: Path) -> None:
    expected = "table,where,measure,value,tolerance,truth,why\nmeans,year=2018,value,{},0,exact,counted\n"
    draw_study(tmp_path, "expecting")
    run = studies.run(space, studies.read_study(tmp_path, "expecting"), pdf=False).run
    value = run.frame("means").filter(pl.col("year") == 2018)["value"].item()
    place = ("--studies", str(tmp_path), "-w", str(space.path), "--no-pdf")
    for told, code in ((value, 0), (value + 1, 3)):
        (tmp_path / "expecting" / "expected" / "figures.csv").write_text(expected.format(told))
        assert called("study", "run", "expecting", *place)[0] == code


def test_only_a_country_whose_truth_is_known_and_the_years_of_the_protocol_are_beside_what_is_expected(
    studied: Workspace, tmp_path: Path
) -> None:
    space = Workspace(shutil.copytree(studied.path, tmp_path / "country"))
    folder = draw_study(tmp_path, "unknown")
    (folder / "expected" / "figures.csv").write_text(
        "table,where,measure,value,tolerance,truth,why\nmeans,year=2019,value,1,0,exact,wrong\n"
    )
    study = studies.read_study(tmp_path, "unknown")
    known = studies.run(space, study, pdf=False).checked
    assert known is not None
    assert known.off
    assert studies.run(space, study, Years(2018, 2018), pdf=False).checked is None
    (space.path / "study-country.json").unlink()
    assert studies.run(space, study, pdf=False, again=True).checked is None


def test_runs_are_listed_compared_and_their_reports_copied(space: Workspace, tmp_path: Path) -> None:
    made(space, tmp_path / "one", "listed")
    made(space, tmp_path / "two", "listed", code=instead(CODE, "pl.len().cast(pl.Float64)", "pl.len() / 2"))
    place = ("--studies", str(tmp_path / "two"), "-w", str(space.path))
    code, told = called("study", "list", *place)
    assert code == 0
    assert next(line for line in told.splitlines() if line.startswith("listed")).split()[5] == "2"
    assert "differ in: code" in called("study", "compare", "listed", "-w", str(space.path))[1]
    assert called("study", "report", "listed", "--to", str(tmp_path / "out"), "-w", str(space.path))[0] == 0
    assert (tmp_path / "out" / "listed.nl.html").is_file()
    assert called("study", "report", "listed", "--language", "it", "-w", str(space.path))[0] != 0
