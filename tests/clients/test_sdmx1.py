"""sdmx1, the Python client of SDMX, reads flows, structures and data of a running server."""

import math
from pathlib import Path
from typing import Any

import pytest

from mutualis import release

pytestmark = pytest.mark.clients
sdmx = pytest.importorskip("sdmx")
AGENCY = "MUTUALIS"


@pytest.fixture(scope="module")
def client(address: str) -> Any:
    sdmx.add_source({"id": AGENCY, "name": "mutualis", "url": f"{address}/sdmx/2.1"}, override=True)
    return sdmx.Client(AGENCY)


def test_it_finds_the_dataflows_and_their_names(client: Any) -> None:
    flows = client.dataflow().dataflow
    assert {"FIGURES", "GP_CONTACT", "INSURED"} <= set(flows)
    assert flows["GP_CONTACT"].name.localizations.keys() == {"nl", "fr", "de", "en"}


def test_it_reads_the_structure_with_its_code_lists(client: Any) -> None:
    message = client.dataflow("GP_CONTACT", params={"references": "descendants"})
    structure = message.structure["FIGURES"]
    assert [each.id for each in structure.dimensions][:4] == ["FREQ", "INDICATOR", "AREA_LEVEL", "REF_AREA"]
    assert "85_PLUS" in message.codelist["CL_AGE_CLASS"]
    assert message.codelist["CL_REF_AREA"]["BE"].name.localized_default("nl")


def test_its_data_are_the_figures_of_the_release(client: Any, releases: Path) -> None:
    held = release.read(release.latest(releases))
    key = {"AREA_LEVEL": "province", "SEX": "_T", "AGE_CLASS": "_T", "INCREASED_REIMBURSEMENT": "_T"}
    structure = client.dataflow("GP_CONTACT", params={"references": "descendants"}).structure["FIGURES"]
    message = client.data("GP_CONTACT", key=key, params={"startPeriod": "2023", "endPeriod": "2023"}, dsd=structure)
    found = sdmx.to_pandas(message.data[0])
    expected = {each.area_code: each.value for each in held.figures("gp_contact", 2023, "province")}
    assert len(found) == len(expected)
    for place, value in found.items():
        area = place[found.index.names.index("REF_AREA")]
        assert math.isnan(value) if expected[area] is None else value == float(expected[area])


def test_it_reads_generic_data_too(client: Any) -> None:
    headers = {"Accept": "application/vnd.sdmx.genericdata+xml;version=2.1"}
    message = client.get("data", "GP_CONTACT", key="A..region.02000._T._T._T", headers=headers)
    assert len(message.data[0].obs) == 3
