"""After a linkage every file of every node is opened and searched: nobody holds what it may not hold any more."""

from collections.abc import Iterator
from pathlib import Path

import filelock
import polars as pl
import pyrage
import pytest

from mutualis.linkage.project import Project
from mutualis.pipeline.scan import Phase, canaries, scan_node, scan_workspace
from mutualis.pipeline.scan.canaries import known_patients
from mutualis.pipeline.scan.forms import Needles
from mutualis.pipeline.scan.scan import files_of, scan_file
from mutualis.pipeline.scan.search import prepare

PERSONS = 400


@pytest.fixture(autouse=True)
def one_at_a_time(linked) -> Iterator[None]:
    """Tests that run at the same time share the nodes: none may see what another has planted there."""
    with filelock.FileLock(linked.linkage.space.path.with_suffix(".scan.lock")):
        yield


@pytest.fixture(scope="module")
def known(linked) -> dict[str, list[Needles]]:
    return canaries(linked.linkage.space, PERSONS)


def code(linked, domain: str) -> str:
    """An identifier of a patient of whom stays were linked."""
    sought = known_patients(linked.linkage.space)[:PERSONS]
    person = linked.known.select("insz", "rn").join(sought, on="insz").sort("insz").row(0, named=True)
    return str(person[{"INSZ": "insz", "RN": "rn", "PatID": "pat_id"}[domain]])


def test_once_the_linkage_is_done_no_node_holds_what_it_may_not_hold(linked) -> None:
    scanned = scan_workspace(linked.linkage.space, PERSONS, phase=Phase.linked)
    assert (scanned.leaks, scanned.unread) == ([], [])
    assert scanned.files > 1000


def test_the_scan_sees_what_there_is_codes_of_the_project_at_the_store_and_numbers_at_the_hospital(
    linked, known
) -> None:
    space = linked.linkage.space
    for name, there in (("project-store", {"Cproject"}), (linked.linkage.hospitals()[0], {"INSZ", "PatID"})):
        node, sought = space.node(name), prepare(one for domain in there for one in known[domain])
        found = {leak.domain for path in files_of(node) for leak in scan_file(node, path, sought).leaks}
        assert found == there


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("researcher", "RN"),
        ("researcher", "INSZ"),
        ("researcher", "PatID"),
        ("kce", "RN"),
        ("centre", "RN"),
        ("centre", "PatID"),
        ("ttp", "RN"),
        ("ttp", "INSZ"),
        ("data-team", "RN"),
        ("data-team", "PatID"),
        ("data-manager", "INSZ"),
        ("ehealth", "INSZ"),
        ("contact-point", "RN"),
        ("committee", "RN"),
        ("project-store", "RN"),
    ],
)
def test_what_a_party_should_have_destroyed_or_never_had_is_found_in_its_log_and_in_a_parcel(
    linked, known, name: str, domain: str
) -> None:
    node, value = linked.linkage.space.node(name), code(linked, domain)
    plain, sealed = node.store / "forgotten.json", node.store / "forgotten.parquet.age"
    try:
        plain.write_text(f'{{"person": "{value}"}}')
        (folder := node.temporary / "plant").mkdir(exist_ok=True)
        pl.DataFrame({"a": ["x", value]}).write_parquet(folder / "a.parquet")
        recipient = pyrage.x25519.Recipient.from_str(node.keys.recipient)
        sealed.write_bytes(pyrage.encrypt((folder / "a.parquet").read_bytes(), [recipient]))
        planted = {plain, sealed, folder / "a.parquet"}
        leaks = scan_node(node, known, planted, Phase.linked)
    finally:
        for path in (plain, sealed, folder / "a.parquet"):
            path.unlink(missing_ok=True)
        folder.rmdir()
    assert {(Path(leak.file).name, leak.domain) for leak in leaks} == {(path.name, domain) for path in planted}


def test_a_code_of_another_domain_in_the_encrypted_set_of_the_project_is_found(linked, known, tmp_path: Path) -> None:
    store = linked.linkage.space.node("project-store")
    rows = pl.DataFrame({"c_project": [code(linked, "RN")]})
    project = Project(store, "planted")
    try:
        project.save("linked-set", {"stays": rows})
        leaks = scan_node(store, known, set(project.files()), Phase.linked)
    finally:
        project.shred()
        for path in project.path.rglob("*"):
            path.unlink()
        project.path.rmdir()
    assert {(leak.domain, leak.layer) for leak in leaks} == {("RN", "age")}


def test_a_set_of_stays_that_the_third_party_forgot_to_destroy_is_found_by_its_columns(linked, known) -> None:
    node = linked.linkage.space.node("ttp")
    path = node.store / "forgotten.parquet"
    try:
        pl.DataFrame({"stay_code": ["1"], "admission_diagnosis": ["I639"]}).write_parquet(path)
        found = [
            {leak.domain for leak in scan_node(node, known, {path}, phase)} for phase in (Phase.linking, Phase.linked)
        ]
    finally:
        path.unlink()
    assert found == [set(), {"content of a hospital stay"}]
