"""What the code writes into every message is what `messages.toml` declares, and a column more is refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coding_world import INSURERS, World, person
from mutualis import coding, intake, parcel, reference, warehouse
from mutualis.coding.rotation import transition_schema
from mutualis.engine import DeltaLake, DuckEngine
from mutualis.node import Node, routes, sharing, transport
from mutualis.pipeline import Workspace
from mutualis.warehouse.feedback import as_table, send_problems

MEMBERS = [person(number) for number in range(20)]
ALWAYS = {"sender", "files.sha256"}
INSURER = INSURERS[2]
HUB = "record-hub"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.fresh(tmp_path_factory, "messages")


def reader_of(world: World, role: str) -> Node:
    return world.nodes[INSURER if role == "insurer" else role]


def columns(path: Path) -> list[str]:
    return list(json.loads(path.read_text())) if path.name.startswith("comparison") else pq.read_schema(path).names


def message_of(manifest: parcel.Manifest) -> reference.Message:
    """The declared message of a parcel: those of the hub of records have names of their own."""
    by_hub = HUB in (manifest.sender, manifest.recipient)
    return reference.messages()[f"record_{manifest.kind}" if by_hub else manifest.kind]


def assert_files(manifest: parcel.Manifest) -> None:
    """A parcel has all files that are always there, and others only of databases."""
    message, there = message_of(manifest), {entry.name for entry in manifest.files}
    assert {each.name for each in message.files if not each.is_of_database} <= there
    assert there <= {each.name for each in message.files}


def assert_declared(manifest: parcel.Manifest, files: dict[str, list[str]]) -> None:
    """The files of a parcel, their columns and the fields of its manifest are those declared."""
    message = message_of(manifest)
    assert {f"extra.{name}" for name in manifest.extra} == {each for each in message.manifest if each[:6] == "extra."}
    assert_files(manifest)
    for name, found in files.items():
        assert set(found) == set(message.file(name).columns), name


def opened(nodes: dict[str, Node], path: Path, folder: Path) -> dict[str, list[str]]:
    """Name to columns of each file of a parcel; each is opened by the party that it is declared to be for."""
    manifest, found = parcel.read_envelope(path), {}
    there = {entry.name for entry in manifest.files}
    for each in (file for file in message_of(manifest).files if file.name in there):
        others = [node for role, node in nodes.items() if role != each.readable_by]
        target = folder / each.name.removesuffix(".age")
        for other in others:
            with pytest.raises(parcel.ParcelError):
                other.keys.decrypt_file(path / each.name, folder / "not-for-you")
        nodes[each.readable_by].keys.decrypt_file(path / each.name, target)
        found[each.name] = columns(target)
    return found


def of_kind(node: Node, kind: str) -> Iterator[Path]:
    yield from sorted((node.store / "received").glob(f"{kind}-*.parcel"))


def roles(country: Workspace) -> dict[str, Node]:
    return {"insurer": country.node(INSURER), "ttp": country.ttp, "centre": country.centre}


@pytest.mark.parametrize(("kind", "holder"), [("relay", "centre"), ("feedback", INSURER)])
def test_every_kept_parcel_of_the_country_is_as_declared(
    country: Workspace, tmp_path: Path, kind: str, holder: str
) -> None:
    kept = list(of_kind(country.node(holder), kind))
    assert kept
    for number, path in enumerate(kept[:3]):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert_declared(parcel.read_envelope(path), opened(roles(country), path, folder))


def test_every_envelope_of_the_country_tells_what_is_declared_and_goes_where_it_may(country: Workspace) -> None:
    seen = set()
    for node in (country.node(name) for name in country.names()):
        for kind in ("delivery", "coded", "relay", "problems", "feedback"):
            for path in of_kind(node, kind):
                manifest = parcel.read_envelope(path)
                message = message_of(manifest)
                told = {f"extra.{name}" for name in manifest.extra}
                assert told == {each for each in message.manifest if each.startswith("extra.")}
                assert_files(manifest)
                seen.add(kind)
    assert seen == {"delivery", "coded", "relay", "problems", "feedback"}


def test_no_parcel_for_the_centre_names_an_insurer_on_its_envelope(country: Workspace) -> None:
    for path in of_kind(country.centre, "relay"):
        assert "insurer" not in (path / "manifest.json").read_text()


def test_a_delivery_has_the_fields_of_its_layout_and_stays_at_home(country: Workspace) -> None:
    message = reference.messages()["delivery"]
    assert message.is_at_home
    for each in message.files:
        assert list(each.columns) == [field.name for field in reference.layout(each.name[:2]).fields]
    assert [reference.layout("mg").field(name).type for name in ("old_number", "new_number")] == ["identifier"] * 2


def test_roles_of_the_declared_messages_are_the_routes_that_a_node_takes() -> None:
    sent = [each for each in reference.messages().values() if each.kind]
    ways = {(each.kind, each.sender, each.recipient) for each in sent}
    assert ways == {(kind, *way) for kind, allowed in routes.ROUTES.items() for way in allowed}


def test_a_transition_and_a_shared_key_have_the_declared_columns() -> None:
    transition = reference.messages()["transition"].file("transition.parquet.age")
    assert list(transition.columns) == transition_schema().names
    assert set(reference.messages()["shared_key"].files[0].columns) == sharing.FIELDS


def coded(world: World) -> Path:
    return world.deliver(INSURER, MEMBERS, changes=[(MEMBERS[0], MEMBERS[1])])


def test_a_coded_and_a_problems_parcel_are_as_declared(world: World, tmp_path: Path) -> None:
    world = world.copy(tmp_path / "world")
    nodes = {"insurer": world.nodes[INSURER], "ttp": world.ttp, "centre": world.centre}
    sent = coded(world)
    assert_declared(parcel.read_envelope(sent), opened(nodes, sent, tmp_path))
    (tmp_path / "problems").mkdir()
    problems = problems_about(world, world.relay()[0], tmp_path)
    assert_declared(parcel.read_envelope(problems), opened(nodes, problems, tmp_path / "problems"))


def problems_about(world: World, relay: Path, folder: Path) -> Path:
    taken = world.centre.open_parcel(relay, "relay")
    return send_problems(world.centre, taken, as_table([]), {"status": "loaded", "counts": {}}, folder)


def rebuilt(world: World, path: Path, name: str, more: str, folder: Path) -> Path:
    """The parcel in its recipient's inbox, signed by its sender, its file `name` with one column more (or none)."""
    manifest, message = parcel.read_envelope(path), reference.messages()[parcel.read_envelope(path).kind]
    sender, recipient = world.nodes[manifest.sender], world.nodes[manifest.recipient]
    files = {}
    for entry in manifest.files:
        files[entry.name] = parcel.Content(path / entry.name, entry.database, entry.rows, raw_size=entry.raw_size)
        if entry.name == name:
            reader = reader_of(world, message.file(name).readable_by)
            plain = folder / f"widened.{entry.name.removesuffix('.age')}"
            reader.keys.decrypt_file(path / name, plain)
            widen(plain, more)
            files[name] = parcel.Content(plain, entry.database, entry.rows, (reader.keys.recipient,))
    facts = {field: getattr(manifest, field) for field in ("kind", "sender", "recipient", "period", "layout_version")}
    facts |= {field: getattr(manifest, field) for field in ("declared", "key_ids", "replaces", "extra")}
    made = parcel.build(folder, files=files, keys=sender.keys, **facts)
    for waiting in recipient.inbox.glob(f"{manifest.kind}-*.parcel"):
        waiting.rename(folder / f"aside-{waiting.name}")
    return made.rename(recipient.inbox / made.name)


def widen(path: Path, more: str) -> None:
    if not more:
        return
    if path.suffix == ".json":
        path.write_text(json.dumps(json.loads(path.read_text()) | {more: "12345678901"}))
        return
    table = pq.read_table(path)
    pq.write_table(table.append_column(more, pa.array(["12345678901"] * len(table), pa.string())), path)


def ways(world: World, kind: str, folder: Path) -> Path:
    """A fresh parcel of a kind, made by the real code, before its recipient has worked on it."""
    if kind == "coded":
        return coded(world)
    coded(world)
    (relay,) = world.relay()
    if kind == "relay":
        return relay
    problems = problems_about(world, relay, folder)
    if kind == "problems":
        return problems
    transport.deliver_all(world.path)
    (waiting,) = world.ttp.receive("problems")
    return coding.relay_feedback(world.ttp, waiting)


def take(world: World, kind: str, path: Path) -> str:
    """What the recipient does with a parcel: 'taken' or 'refused'."""
    try:
        if kind == "coded":
            coding.second_coder(world.ttp, path)
        elif kind == "relay":
            engine = DuckEngine("500MB", 2, world.centre.temporary / "engine")
            try:
                done = warehouse.load(world.centre, path, engine, DeltaLake(world.centre.store / "warehouse"))
            finally:
                engine.close()
            return "refused" if done.status == "refused" else "taken"
        elif kind == "problems":
            coding.relay_feedback(world.ttp, path)
        else:
            intake.receive_feedback(world.nodes[INSURER])
            return "refused" if list((world.nodes[INSURER].store / "refused").glob("feedback-*")) else "taken"
    except parcel.ParcelError as error:
        return "refused" if error.rule == "parcel.manifest" else error.rule
    return "taken"


OPENED = [
    ("coded", "identities.parquet.age"),
    ("coded", "mg.parquet.age"),
    ("relay", "identities.parquet.age"),
    ("relay", "mg.parquet.age"),
    ("relay", "pp.parquet.age"),
    ("relay", "gz.parquet.age"),
    ("problems", "problems.parquet.age"),
    ("feedback", "problems.parquet.age"),
    ("feedback", "comparison.json.age"),
]


@pytest.mark.parametrize(("kind", "name"), OPENED)
def test_a_received_parcel_with_a_column_that_is_not_declared_is_refused(
    world: World, tmp_path: Path, kind: str, name: str
) -> None:
    world = world.copy(tmp_path / "world")
    sent = ways(world, kind, tmp_path)
    wider = rebuilt(world, sent, name, "national_number", tmp_path)
    assert take(world, kind, wider) == "refused"


@pytest.mark.parametrize("kind", ["coded", "relay", "problems", "feedback"])
def test_the_same_parcel_without_it_is_taken(world: World, tmp_path: Path, kind: str) -> None:
    world = world.copy(tmp_path / "world")
    sent = ways(world, kind, tmp_path)
    same = rebuilt(world, sent, reference.messages()[kind].files[0].name, "", tmp_path)
    assert take(world, kind, same) == "taken"


def test_tokens_and_codes_of_the_content_are_the_declared_domains(country: Workspace, tmp_path: Path) -> None:
    relay = next(each for each in of_kind(country.centre, "relay") if (each / "gz.parquet.age").exists())
    country.centre.keys.decrypt_file(relay / "gz.parquet.age", tmp_path / "gz.parquet")
    content = pl.read_parquet(tmp_path / "gz.parquet")
    for name, domains in reference.messages()["relay"].file("gz.parquet.age").columns.items():
        if domains == ("row_tokens",):
            assert content[name].dtype == pl.Int32
