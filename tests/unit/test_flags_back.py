"""Flags of providers on their way back: matched by a forward code, read by nobody between, under an authorisation."""

import datetime as dt
import json

import polars as pl
import pytest

from coding_world import INSURERS, World, provider
from mutualis import coding, parcel, reference
from mutualis.coding import keys
from mutualis.coding.flags.asking import coded
from mutualis.model import MutualisError
from mutualis.node import transport
from mutualis.parcel import ParcelError

PERIOD = "2021H2"
GRANT = coding.Grant("decision 1", dt.date(2020, 1, 1), dt.date(2090, 1, 1))
FIRST, SECOND = INSURERS[0], INSURERS[1]


@pytest.fixture
def world(tmp_path_factory):
    return World.fresh(tmp_path_factory, "flags")


def numbers(*which):
    return pl.Series([int(provider(each)) for each in which], dtype=pl.Int64)


def flags(world, *which):
    """Flags of providers under their second code, as the centre has them."""
    first = coded(world.nodes[FIRST], numbers(*which))
    second = coding.code_distinct(first["code"], keys.c2_subkey(world.ttp, "provider"))
    return first.select(provider=second, flag=pl.format('{{"of": "{}"}}', "number"))


def back(world, flagged, asked):
    """All the way: what each insurer has in the end."""
    coding.send_flags(world.centre, flags(world, *flagged), GRANT, PERIOD)
    for name, own in asked.items():
        coding.ask_for_flags(world.nodes[name], numbers(*own), PERIOD)
    transport.deliver_all(world.path)
    for path in world.ttp.receive("flags"):
        coding.pass_on_flags(world.ttp, path, world.ttp.receive("flags_asked"))
    transport.deliver_all(world.path)
    return {
        name: [coding.take_flags(world.nodes[name], path, numbers(*own))
               for path in world.nodes[name].receive("flags_returned")]
        for name, own in asked.items()
    }  # fmt: skip


def test_an_insurer_gets_the_flags_of_providers_that_it_knows_and_no_other(world):
    found = back(world, (1, 2, 3), {FIRST: (1, 2, 9), SECOND: (3, 8)})
    (first,), (second,) = found[FIRST], found[SECOND]
    assert first["number"].to_list() == [provider(1)[:8], provider(2)[:8]]
    assert second["number"].to_list() == [provider(3)[:8]]
    assert [json.loads(each)["of"] for each in first["flag"]] == first["number"].to_list()


def test_an_insurer_without_a_flagged_provider_gets_an_answer_without_a_flag(world):
    ((found,),) = back(world, (1,), {FIRST: (5, 6)}).values()
    assert found.is_empty()


def test_the_third_party_has_codes_and_cannot_read_a_flag(world, tmp_path):
    coding.send_flags(world.centre, flags(world, 1), GRANT, PERIOD)
    transport.deliver_all(world.path)
    (path,) = world.ttp.receive("flags")
    opened = world.ttp.open_parcel(path, kind="flags")
    rows = pl.read_parquet(world.ttp.decrypt(opened, "flags.parquet.age", tmp_path))
    assert rows.columns == list(reference.messages()["flags"].file("flags.parquet.age").columns)
    with pytest.raises(ParcelError):
        world.ttp.keys.decrypt(rows["sealed"][0])
    assert world.nodes[SECOND].keys.decrypt(rows["sealed"][0]).startswith(b'{"of"')


def test_all_flags_of_a_parcel_are_of_one_length_before_they_are_encrypted(world, tmp_path):
    told = flags(world, 1, 2).with_columns(flag=pl.Series(["short", "much longer than the other"]))
    coding.send_flags(world.centre, told, GRANT, PERIOD)
    transport.deliver_all(world.path)
    (path,) = world.ttp.receive("flags")
    opened = world.ttp.open_parcel(path, kind="flags")
    rows = pl.read_parquet(world.ttp.decrypt(opened, "flags.parquet.age", tmp_path))
    reader = world.nodes[FIRST].keys
    assert len({len(reader.decrypt(each)) for each in rows["sealed"]}) == 1


def test_a_question_and_an_answer_have_the_declared_columns(world, tmp_path):
    coding.send_flags(world.centre, flags(world, 1), GRANT, PERIOD)
    coding.ask_for_flags(world.nodes[FIRST], numbers(1, 2), PERIOD)
    transport.deliver_all(world.path)
    (asked,) = world.ttp.receive("flags_asked")
    declared = reference.messages()
    rows = pl.read_parquet(world.ttp.decrypt(world.ttp.open_parcel(asked), "providers.parquet.age", tmp_path))
    assert rows.columns == list(declared["flags_asked"].file("providers.parquet.age").columns)
    assert rows["code"].is_sorted()
    (flagged,) = world.ttp.receive("flags")
    (made,) = coding.pass_on_flags(world.ttp, flagged, [asked])
    node, manifest = world.nodes[FIRST], parcel.read_envelope(made)
    (tmp_path / "back").mkdir()
    target = tmp_path / "back" / "flags.parquet"
    node.keys.decrypt_file(made / "flags.parquet.age", target)
    assert pl.read_parquet(target).columns == list(declared["flags_returned"].file("flags.parquet.age").columns)
    assert manifest.extra == {"authorisation": GRANT.number}
    assert manifest.recipient == FIRST


@pytest.mark.parametrize(
    "grant",
    [
        coding.Grant("", GRANT.first, GRANT.last),
        coding.Grant("old", dt.date(2019, 1, 1), dt.date(2020, 1, 1)),
    ],
)
def test_without_an_authorisation_that_holds_nothing_goes_back(world, grant):
    with pytest.raises(MutualisError, match="no authorisation to give flags of providers back"):
        coding.send_flags(world.centre, flags(world, 1), grant, PERIOD)
    assert list(world.centre.outbox.iterdir()) == []


def test_only_the_centre_sends_flags_and_only_an_insurer_asks(world):
    with pytest.raises(MutualisError, match="does not run on the node of ttp"):
        coding.send_flags(world.ttp, flags(world, 1), GRANT, PERIOD)
    with pytest.raises(MutualisError, match="does not run on the node of centre"):
        coding.ask_for_flags(world.centre, numbers(1), PERIOD)


def test_a_question_without_a_provider_and_a_return_without_a_flag_are_refused(world):
    with pytest.raises(MutualisError, match="no provider to ask about"):
        coding.ask_for_flags(world.nodes[FIRST], numbers(), PERIOD)
    with pytest.raises(MutualisError, match="no flag to give back"):
        coding.send_flags(world.centre, flags(world, 1).clear(), GRANT, PERIOD)


def test_two_qualifications_of_a_provider_are_asked_about_once(world):
    both = pl.Series([int(provider(1, 401)), int(provider(1, 402))], dtype=pl.Int64)
    assert coded(world.nodes[FIRST], both).height == 1
