"""The two coders on real nodes: what leaves the insurer, what the third party makes of it, what it refuses."""

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from coding_world import VERSION, World, accepted, delivery_manifest, person, provider
from mutualis import coding, parcel
from mutualis.coding import handover
from mutualis.model import MutualisError
from mutualis.node import transport

ON = dt.date(2030, 1, 1)  # long after everything was due
MEMBERS = [person(number) for number in range(50)]


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> World:
    return World.fresh(tmp_path_factory, "flow")


@pytest.fixture
def world(template, tmp_path) -> World:
    return template.copy(tmp_path / "world")


@pytest.fixture(scope="module")
def refusing(template, tmp_path_factory) -> World:
    """A world for parcels that are refused: nothing of it changes but the heap of what was refused."""
    return template.copy(tmp_path_factory.mktemp("refusing") / "world")


@pytest.fixture(scope="module")
def relayed(template, tmp_path_factory):
    """One delivery with every kind of identity on its way: the coded parcel kept, the relay as the centre opens it."""
    folder = tmp_path_factory.mktemp("relayed")
    world = template.copy(folder / "world")
    care = [
        {"person": MEMBERS[number % 50], "provider": provider(number % 7, number % 2), "place": provider(900)}
        | {"prescriber": provider(number % 3), "practice": person(777) if number % 5 else None, "third_payer": "0" * 11}
        for number in range(200)
    ]
    members = [{"person": each, "household_head": MEMBERS[0]} for each in MEMBERS]
    staged = world.stage(
        "all",
        pp=accepted("pp", members),
        gz=accepted("gz", care, {"iban": "BE68", "shipment_id": 1, "enterprise_number": 5}),
    )
    coded = coding.first_coder(world.nodes["insurer-300"], staged, delivery_manifest("insurer-300", "2023H1", "0"))
    kept = Path(shutil.copytree(coded, folder / coded.name))
    (relay,) = world.relay()
    return world, kept, relay, world.opened(relay, folder / "opened"), care


def test_content_has_tokens_where_it_had_identifiers_and_nothing_that_stays_at_the_insurer(relayed):
    content = relayed[3]["gz"]
    assert not {"person", "provider", "iban", "enterprise_number", "shipment_id"} & set(content.columns)
    assert {"person_token", "provider_token", "practice_token", "third_payer_token", "line"} <= set(content.columns)
    text = content.write_csv()
    assert not any(member in text for member in MEMBERS)


def test_lines_stay_in_order_and_an_empty_or_zero_identifier_has_no_token(relayed):
    content = relayed[3]["gz"]
    assert content["line"].to_list() == list(range(1, 201))
    assert content["practice_token"].null_count() == 40
    assert content["third_payer_token"].null_count() == 200


def test_every_token_leads_to_the_second_code_of_its_own_number(relayed):
    world, _, _, opened, care = relayed
    keys = world.nodes["insurer-300"].keys
    for field, kind, length in (("person", "person", 11), ("provider", "provider", 8), ("practice", "practice", 11)):
        digits = pl.Series([row[field] and row[field][:length] for row in care], dtype=pl.String)
        c1 = coding.code_distinct(digits, keys.subkey("c1", kind), method="hashlib")
        expected = coding.code_distinct(c1, world.ttp.keys.subkey("c2", kind), method="hashlib")
        found = opened["gz"].join(opened["identities"], left_on=f"{field}_token", right_on="token", how="left")
        assert found.sort("line")["code"].to_list() == expected.to_list(), field


def test_the_qualification_is_kept_and_two_qualifications_of_one_provider_share_a_code(relayed):
    found = relayed[3]["identities"].filter(pl.col("kind") == "provider")
    assert set(found["qualification"]) == {"000", "001"}
    assert found["code"].n_unique() == 7
    assert found.height == found.select("code", "qualification").n_unique()
    assert relayed[3]["identities"].filter(pl.col("kind") == "person")["qualification"].null_count() == 50


def test_household_head_and_member_are_one_identity(relayed):
    states = relayed[3]["pp"]
    assert states["household_head_token"].unique().to_list() == [states["person_token"][0]]


def test_tokens_run_from_zero_over_all_kinds_in_an_order_of_their_own(relayed):
    identities = relayed[3]["identities"]
    assert identities["token"].to_list() == list(range(identities.height))
    assert identities["kind"].to_list() != sorted(identities["kind"])


def test_the_content_goes_through_the_third_party_byte_for_byte(relayed):
    _, kept, relay, _, _ = relayed
    for name in ("pp.parquet.age", "gz.parquet.age", "fu.parquet.age"):
        assert (kept / name).read_bytes() == (relay / name).read_bytes()
    assert (kept / "identities.parquet.age").read_bytes() != (relay / "identities.parquet.age").read_bytes()


def test_the_third_party_cannot_open_the_content_nor_the_centre_the_first_codes(relayed, tmp_path):
    world, kept, relay, _, _ = relayed
    with pytest.raises(MutualisError, match="not encrypted for a key of this node"):
        world.ttp.keys.decrypt_file(relay / "gz.parquet.age", tmp_path / "content")
    with pytest.raises(MutualisError, match="not encrypted for a key of this node"):
        world.centre.keys.decrypt_file(kept / "identities.parquet.age", tmp_path / "identities")


def test_the_relay_names_the_second_key_and_a_sender_code_but_not_the_insurer(relayed):
    world, _, relay, _, _ = relayed
    manifest = parcel.read_envelope(relay)
    assert manifest.key_ids == {"c2": world.ttp.keys.key_id("c2")}
    assert manifest.extra == {"sender_code": world.ttp.ledger.sender_code("insurer-300")}
    assert b"insurer" not in (relay / "manifest.json").read_bytes()
    assert b"c1-" not in (relay / "manifest.json").read_bytes()


def test_declared_rows_and_totals_are_those_of_the_accepted_lines(relayed):
    declared = parcel.read_envelope(relayed[2]).declared
    assert (declared["pp"].rows, declared["gz"].rows, declared["fu"].rows) == (50, 200, 0)
    assert declared["gz"].totals == {"SS00060": 200, "SS00160": 200, "SS00165": 200}


def test_nothing_decrypted_stays_at_either_coder(relayed):
    world = relayed[0]
    for node in (world.ttp, world.nodes["insurer-300"]):
        assert [path.name for path in node.temporary.iterdir()] == [".in-use"]
        assert not list((node.store / "prepared").iterdir())
        assert not list(node.store.rglob("*.parquet*"))


def test_the_third_partys_files_hold_no_number_and_no_content(relayed):
    world, _, _, _, _ = relayed
    for path in (path for path in world.ttp.path.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not any(member.encode() in content for member in MEMBERS), path.name


def test_the_order_of_the_members_does_not_change_the_set_of_codes(world, tmp_path):
    world.deliver("insurer-100", MEMBERS)
    world.deliver("insurer-200", reversed(MEMBERS))
    first, second = (world.opened(path, tmp_path / path.name) for path in world.relay())
    columns = ["kind", "code", "qualification"]
    assert first["identities"].select(columns).sort(columns).equals(second["identities"].select(columns).sort(columns))
    assert first["identities"]["code"].to_list() != second["identities"]["code"].to_list()


def test_a_member_who_changes_insurer_and_one_whose_number_changes_keep_one_code(world, tmp_path):
    world.deliver("insurer-100", [person(1), person(2)])
    world.deliver("insurer-200", [person(1), person(3)], changes=[(person(2), person(3))], period="2023H2")
    world.deliver("insurer-300", [person(3)], period="2024H1")
    opened = [world.opened(path, tmp_path / path.name) for path in world.relay()]
    persons = [persons_of(each) for each in opened]
    before, after, later = persons
    assert len(before) == 2
    assert before == after
    assert later < before


def persons_of(opened: dict[str, pl.DataFrame]) -> set[str]:
    """The codes of the members of a relay."""
    members = opened["pp"].join(opened["identities"], left_on="person_token", right_on="token", how="left")
    return set(members["code"])


def test_a_code_that_was_already_out_when_the_change_came_is_told_to_the_centre(world, tmp_path):
    world.deliver("insurer-100", [person(2)])
    world.deliver("insurer-200", [person(3)], period="2023H2")
    world.deliver("insurer-300", [person(9)], changes=[(person(2), person(3))], period="2024H1")
    old, new, told = (world.opened(path, tmp_path / path.name) for path in world.relay())
    codes = told["identities"]["code"]
    assert {codes[token] for token in told["mg"]["old_token"]} == persons_of(new)
    assert {codes[token] for token in told["mg"]["new_token"]} == persons_of(old)
    assert told["identities"]["token"].to_list() == list(range(told["identities"].height))


def test_a_delivery_is_coded_once_and_its_parcel_found_again(world):
    made = world.deliver("insurer-100", MEMBERS)
    assert world.deliver("insurer-100", MEMBERS) == made
    world.relay()
    with pytest.raises(coding.KnownParcel, match="coded before"):
        world.deliver("insurer-100", MEMBERS)


def statuses(world):
    """What became of the deliveries of an insurer at the third party."""
    found = world.ttp.ledger.deliveries(kind="coded", sender="insurer-100")
    return sorted(each.status for each in found)


def test_a_replayed_parcel_changes_nothing_and_says_so(world, tmp_path):
    made = world.deliver("insurer-100", MEMBERS)
    kept = shutil.copytree(made, tmp_path / made.name)
    world.relay()
    before = world.ttp.ledger.deliveries(kind="coded"), coding.calendar(world.ttp, ON)
    shutil.copytree(kept, world.ttp.inbox / made.name)
    with pytest.raises(coding.KnownParcel, match="nothing was changed"):
        coding.second_coder(world.ttp, world.ttp.inbox / made.name)
    assert (world.ttp.ledger.deliveries(kind="coded"), coding.calendar(world.ttp, ON)) == before
    assert not list(world.ttp.outbox.iterdir())
    assert not world.ttp.receive()


def test_other_content_for_a_period_is_refused_unless_it_names_the_delivery_it_replaces(world):
    world.deliver("insurer-100", MEMBERS[:10])
    (first,) = world.relay()
    world.deliver("insurer-100", MEMBERS, tag="1")
    with pytest.raises(parcel.ParcelError, match="does not name the delivery") as refused:
        world.relay()
    assert refused.value.rule == "parcel.replaces"
    assert [path.name for path in (world.ttp.store / "refused").glob("*.reason.json")]
    earlier = delivery_manifest("insurer-100", "2023H1", "0").hash
    world.deliver("insurer-100", MEMBERS, tag="2", replaces=earlier)
    (second,) = world.relay()
    assert parcel.read_envelope(second).replaces == parcel.read_envelope(first).hash
    assert statuses(world) == ["relayed", "replaced"]


def test_a_killed_third_party_sends_its_relay_once(world, monkeypatch):
    world.deliver("insurer-100", MEMBERS)
    transport.deliver_all(world.path)
    (waiting,) = world.ttp.receive("coded")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(handover, "_move", killed)
        with pytest.raises(KeyboardInterrupt):
            coding.second_coder(world.ttp, waiting)
    assert not list(world.ttp.outbox.iterdir())
    made = coding.second_coder(world.ttp, waiting)
    assert [path.name for path in world.ttp.outbox.iterdir()] == [made.name]
    assert statuses(world) == ["relayed"]


def test_a_parcel_killed_before_its_entry_is_made_anew(world, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(handover, "send", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            world.deliver("insurer-100", MEMBERS)
    assert len(list((world.nodes["insurer-100"].store / "prepared").iterdir())) == 1
    made = world.deliver("insurer-100", MEMBERS)
    assert [path.name for path in world.nodes["insurer-100"].outbox.iterdir()] == [made.name]
    assert not list((world.nodes["insurer-100"].store / "prepared").iterdir())


def test_each_coder_runs_on_its_own_partys_node_only(refusing, tmp_path):
    staged, manifest = refusing.stage("none"), delivery_manifest("insurer-100", "2023H1", "0")
    for name in ("ttp", "centre"):
        with pytest.raises(MutualisError, match="first coder does not run on the node"):
            coding.first_coder(refusing.nodes[name], staged, manifest)
    for name in ("insurer-100", "centre"):
        for run in (coding.second_coder, coding.relay_feedback):
            with pytest.raises(MutualisError, match="does not run on the node"):
                run(refusing.nodes[name], tmp_path)
        with pytest.raises(MutualisError, match="does not run on the node"):
            coding.calendar(refusing.nodes[name], ON)


@pytest.mark.parametrize("wrong", [pl.lit(10**11), pl.lit(-1), pl.lit("1234567890X")])
def test_a_value_that_is_no_number_is_not_told_and_not_sent(refusing, wrong):
    lines = accepted("gz", [{"person": MEMBERS[0]}]).with_columns(provider=wrong)
    staged = refusing.stage("bad", pp=accepted("pp", [{"person": MEMBERS[0]}]), gz=lines)
    with pytest.raises(MutualisError, match="Field 'provider' of 'gz'") as refused:
        coding.first_coder(refusing.nodes["insurer-200"], staged, delivery_manifest("insurer-200", "2023H1", "0"))
    assert "1234567890" not in str(refused.value)
    assert not list(refusing.nodes["insurer-200"].outbox.iterdir())


def test_an_accepted_delivery_without_a_file_is_refused(refusing):
    staged = refusing.stage("part")
    del staged["fu"]
    with pytest.raises(MutualisError, match="no file of fu"):
        coding.first_coder(refusing.nodes["insurer-100"], staged, delivery_manifest("insurer-100", "2023H1", "0"))


def rebuilt(world: World, **changed: object) -> Path:
    """A coded parcel in the third party's inbox with something changed by its own sender."""
    made = world.deliver("insurer-100", MEMBERS)
    manifest, node = parcel.read_envelope(made), world.nodes["insurer-100"]
    with node.scratch() as folder:
        sources = {}
        for entry in manifest.files:
            shutil.copy(made / entry.name, folder / entry.name)
            sources[entry.name] = parcel.Content(
                folder / entry.name, entry.database, entry.rows, raw_size=entry.raw_size
            )
        sources |= changed.pop("files", lambda _: {})(folder)
        facts = {"key_ids": manifest.key_ids, "declared": manifest.declared, "extra": manifest.extra} | changed
        return parcel.build(
            world.ttp.inbox,
            kind="coded",
            sender=node.name,
            recipient="ttp",
            period=manifest.period,
            files=sources,
            keys=node.keys,
            layout_version=facts.pop("layout_version", VERSION),
            **facts,
        )


def identities(change):
    """Files with the identities changed: `change` gets kind, token, code and qualification of two persons."""

    def write(folder: Path) -> dict[str, parcel.Content]:
        frame = pl.DataFrame({"kind": ["person"] * 2, "token": [0, 1], "code": ["ab" * 16, "cd" * 16]})
        frame = change(frame.with_columns(qualification=pl.lit(None, pl.String)))
        schema = parcel.identities_schema().with_metadata({"c1_key_id": write.key})
        rows = parcel.write_parquet(folder / "new.parquet", schema, [frame.to_arrow()])
        content = parcel.Content(folder / "new.parquet", "identities", rows, (write.recipient,))
        return {"identities.parquet.age": content}

    return write


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("tokens do not run", lambda frame: frame.with_columns(token=pl.col("token") + 1)),
        ("a code is not 32", lambda frame: frame.with_columns(code=pl.lit("85073003328"))),
        ("a kind is not known", lambda frame: frame.with_columns(kind=pl.lit("household"))),
        ("a qualification", lambda frame: frame.with_columns(qualification=pl.lit("001"))),
    ],
)
def test_identities_that_are_not_what_they_should_be_are_refused(refusing, why, change):
    write = identities(change)
    write.recipient = refusing.ttp.keys.recipient
    write.key = refusing.nodes["insurer-100"].keys.key_id("c1")
    path = rebuilt(refusing, files=write)
    with pytest.raises(parcel.ParcelError, match=why) as refused:
        coding.second_coder(refusing.ttp, path)
    assert "85073003328" not in str(refused.value)
    assert not refusing.ttp.receive()


def test_codes_of_another_key_than_the_manifest_names_are_refused(refusing):
    write = identities(lambda frame: frame)
    write.recipient, write.key = refusing.ttp.keys.recipient, "c1-9-0123456789ab"
    with pytest.raises(parcel.ParcelError, match="another key than the manifest names"):
        coding.second_coder(refusing.ttp, rebuilt(refusing, files=write))


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("parcel.manifest", {"key_ids": {"c1": "c1-9-0123456789ab"}}),
        ("parcel.manifest", {"key_ids": {}}),
        ("parcel.rows", {"declared": {name: parcel.Declared(1) for name in ("pp", "gz", "fu")}}),
        (
            "parcel.totals",
            {"declared": {"pp": parcel.Declared(50), "gz": parcel.Declared(50), "fu": parcel.Declared(0)}},
        ),
        ("parcel.layout", {"layout_version": "mutualis-9"}),
    ],
)
def test_a_parcel_that_breaks_a_rule_is_refused_by_its_name(refusing, rule, changed):
    with pytest.raises(parcel.ParcelError) as refused:
        coding.second_coder(refusing.ttp, rebuilt(refusing, **changed))
    assert refused.value.rule == rule
    assert not refusing.ttp.receive()
    assert not list(refusing.ttp.outbox.iterdir())


def test_codes_of_two_keys_do_not_stand_in_one_parcel(refusing):
    key_id = refusing.nodes["insurer-100"].keys.key_id("c1")
    with pytest.raises(parcel.ParcelError, match="two keys may not stand in one parcel"):
        coding.second_coder(refusing.ttp, rebuilt(refusing, key_ids={"c1": key_id, "c1_before": "c1-9-0123456789ab"}))


def test_a_parcel_that_was_altered_or_comes_from_a_stranger_is_refused(world):
    made = world.deliver("insurer-100", MEMBERS)
    content = made / "gz.parquet.age"
    sealed = content.read_bytes()
    content.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    transport.deliver_all(world.path)
    with pytest.raises(parcel.ParcelError) as refused:
        coding.second_coder(world.ttp, *world.ttp.receive("coded"))
    assert refused.value.rule == "parcel.checksum"
    (world.ttp.path / "directory.json").write_text("{}")
    world.deliver("insurer-200", MEMBERS)
    transport.deliver_all(world.path)
    with pytest.raises(parcel.ParcelError) as unknown:
        coding.second_coder(world.ttp, *world.ttp.receive("coded"))
    assert unknown.value.rule == "parcel.sender"
