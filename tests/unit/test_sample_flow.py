"""The permanent sample on its way: from the one insurer that draws, through the third party, to the centre."""

import shutil

import polars as pl
import pyarrow.parquet as pq
import pytest

from coding_world import World
from mutualis import coding, warehouse
from mutualis.coding import keys
from mutualis.coding.handover import KnownParcel
from mutualis.coding.sample import Draw
from mutualis.engine import DeltaLake
from mutualis.model import MutualisError
from mutualis.node import Custodians, create_key, exchange_keys, rotate_key, transport
from mutualis.parcel import ParcelError

DRAWS, YEAR, LAST = "insurer-600", 1956, 1891  # births of 1890 and 1891 only; the extra sample of 65 and older


@pytest.fixture
def world(tmp_path_factory):
    return World.fresh(tmp_path_factory, "sample")


def drawn(world, years=range(1890, LAST + 1)):
    draw = Draw(world.nodes[DRAWS].keys.subkey("sample", "theoretical"))
    found = [draw.births(year) for year in years]
    base = [number for each in found for number in each.number[~each.is_extra].tolist()]
    extra = [number for each in found for number in each.number[each.is_extra].tolist()]
    return [f"{number:011d}" for number in base], [f"{number:011d}" for number in extra]


def send(world, year=YEAR, last=LAST):
    return coding.send_sample(world.nodes[DRAWS], year, last_birth_year=last)


def pass_on(world):
    transport.deliver_all(world.path)
    made = [coding.pass_on_sample(world.ttp, path) for path in world.ttp.receive("sample")]
    transport.deliver_all(world.path)
    return [world.centre.inbox / each.name for each in made]


def at_centre(world, relay):
    """The codes of each part as the centre decrypts them."""
    opened = world.centre.open_parcel(relay, "sample_relay")
    with world.centre.scratch() as folder:
        return {
            part: pl.read_parquet(world.centre.decrypt(opened, f"{part}.parquet.age", folder), glob=False)["code"]
            for part in ("base", "extra")
        }


def c2(world, numbers):
    c1 = coding.code_distinct(pl.Series("number", numbers), world.nodes[DRAWS].keys.subkey("c1", "person"))
    return coding.code_distinct(c1, keys.c2_subkey(world.ttp, "person"))


def test_the_centre_gets_the_codes_of_what_was_drawn_and_nothing_else_in_the_order_of_the_codes(world):
    send(world)
    (relay,) = pass_on(world)
    for codes, numbers in zip(at_centre(world, relay).values(), drawn(world), strict=True):
        assert codes.to_list() == sorted(c2(world, numbers))


def test_the_parcels_name_no_insurer_towards_the_centre_and_hold_no_number(world):
    send(world)
    (relay,) = pass_on(world)
    assert DRAWS not in (relay / "manifest.json").read_text()
    opened = world.centre.open_parcel(relay, "sample_relay")
    with world.centre.scratch() as folder:
        assert pq.read_schema(world.centre.decrypt(opened, "base.parquet.age", folder)).names == ["code"]


def test_a_later_year_sends_newborns_and_who_turns_65_and_a_year_again_nothing(world):
    send(world)
    pass_on(world)
    with pytest.raises(KnownParcel, match="nothing is new"):
        send(world)
    send(world, YEAR + 1, LAST + 2)
    (relay,) = pass_on(world)
    codes = at_centre(world, relay)
    assert codes["base"].to_list() == sorted(c2(world, drawn(world, [LAST + 1, LAST + 2])[0]))
    assert codes["extra"].to_list() == sorted(c2(world, drawn(world, [LAST + 1])[1]))


def test_the_place_of_a_person_follows_the_first_number_that_he_or_she_had(world):
    base, _ = drawn(world)
    first_drawn, later_drawn, other, another = base[0], base[1], "90010100197", "91010100163"
    world.deliver(
        "insurer-100", [first_drawn, other, later_drawn, another], [(first_drawn, other), (another, later_drawn)]
    )
    (relay,) = world.relay()
    seen = set(world.opened(relay, world.path / "opened")["identities"].filter(pl.col("token") < 4)["code"])
    send(world)
    (sample,) = pass_on(world)
    sampled = seen & set(at_centre(world, sample)["base"])
    assert sampled == set(c2(world, [first_drawn]))


def test_only_the_designated_insurer_draws(world):
    for name, node in world.nodes.items():
        assert ("sample" in node.keys.purposes) == (name == DRAWS)
    with pytest.raises(MutualisError, match="insurer-100 does not draw"):
        coding.send_sample(world.nodes["insurer-100"], YEAR)
    with pytest.raises(MutualisError, match="needs the role insurer"):
        coding.send_sample(world.ttp, YEAR)


def test_another_insurer_with_a_key_of_its_own_is_refused_by_the_third_party(world):
    send(world)
    pass_on(world)
    create_key(world.nodes["insurer-100"], "sample", Custodians.by_function("insurer-100"))
    exchange_keys(world.nodes.values())
    coding.send_sample(world.nodes["insurer-100"], YEAR, last_birth_year=LAST)
    with pytest.raises(ParcelError, match="insurer-100 may not draw the sample"):
        pass_on(world)
    assert not world.ttp.receive("sample"), "it was put away as refused"


def test_another_sampling_key_would_draw_others_and_is_refused(world):
    send(world)
    pass_on(world)
    rotate_key(world.nodes[DRAWS], "sample")
    exchange_keys(world.nodes.values())
    send(world, YEAR + 1, LAST + 1)
    with pytest.raises(ParcelError, match="not with this key"):
        pass_on(world)


def test_what_was_passed_on_is_loaded_once(world):
    send(world)
    (relay,) = pass_on(world)
    kept = shutil.copytree(relay, world.path / "again" / relay.name)
    lake = DeltaLake(world.centre.store / "warehouse")
    first = warehouse.load_sample(world.centre, relay, lake)
    again = warehouse.load_sample(world.centre, kept, lake)
    base, extra = drawn(world)
    assert (first.status, again.status) == ("loaded", "known")
    assert first.rows == {"core_sample": len(base) + len(extra)}
    rows = pl.concat([pl.read_parquet(path) for path in lake.files("core_sample")])
    assert sorted(rows["person_id"]) == sorted(c2(world, base + extra))
    assert rows["year"].unique().to_list() == [YEAR]
