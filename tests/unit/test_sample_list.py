"""The historical variant of the permanent sample: the same persons by a list, at the price it tells."""

import shutil

import numpy as np
import polars as pl
import pytest

from coding_world import INSURERS, World, accepted
from mutualis import coding
from mutualis.coding import keys
from mutualis.coding.handover import KnownParcel
from mutualis.coding.sample import Draw
from mutualis.model import MutualisError
from mutualis.node import Custodians, create_key, exchange_keys, transport
from mutualis.parcel import ParcelError, read_envelope

DRAWS, YEAR, LAST = "insurer-600", 1956, 1891  # births of 1890 and 1891 only; the extra sample of 65 and older
NOBODY, OLDER = "91129999901", "90019999902"  # of no stratum: nobody draws these


@pytest.fixture
def world(tmp_path_factory):
    return World.fresh(tmp_path_factory, "list")


@pytest.fixture
def drawn(world):
    """The numbers drawn, by part."""
    draw = Draw(world.nodes[DRAWS].keys.subkey("sample", "theoretical"))
    found = [draw.births(year) for year in (1890, 1891)]
    number, extra = (np.concatenate([getattr(each, name) for each in found]) for name in ("number", "is_extra"))
    text = np.array([f"{each:011d}" for each in number.tolist()])
    return {"base": text[~extra].tolist(), "extra": text[extra].tolist()}


@pytest.fixture
def members(drawn):
    """Who is a member where: base[2] of two insurers, base[3] gave up that number, base[4] is nobody's."""
    base, extra = drawn["base"], drawn["extra"]
    return {
        "insurer-100": {"pp": [base[0], base[2], NOBODY]},
        "insurer-200": {"pp": [base[2], extra[0], OLDER], "mg": [(base[3], OLDER)]},
        DRAWS: {"pp": [base[1], extra[1]]},
    }


@pytest.fixture
def deliveries(world, members, tmp_path):
    """The accepted files of each insurer that delivered: one delivery by database."""
    made = {}
    for insurer, given in members.items():
        files = {
            "pp": accepted("pp", [{"person": each} for each in given["pp"]]),
            "mg": accepted("mg", [{"old_number": old, "new_number": new} for old, new in given.get("mg", [])]),
        }
        made[insurer] = [{}]
        for name, frame in files.items():
            path = tmp_path / f"{insurer}-{name}.parquet"
            frame.write_parquet(path)
            made[insurer][0][name] = path
    return made


def send_list(world, deliveries, year=YEAR, **options):
    return coding.send_list(world.nodes[DRAWS], year, deliveries[DRAWS], last_birth_year=LAST, **options)


def answer_all(world, deliveries, leaving_out=()):
    transport.deliver_all(world.path)
    made = []
    for name, node in world.nodes.items():
        if name not in leaving_out:
            made += [coding.answer_list(node, path, deliveries.get(name, [])) for path in node.receive("sample_list")]
    transport.deliver_all(world.path)
    return made


def merge(world):
    made = [coding.pass_on_answer(world.ttp, path) for path in world.ttp.receive("sample_answer") if path.exists()]
    transport.deliver_all(world.path)
    return [world.centre.inbox / each.name for each in made if each is not None]


def at_centre(world, relay):
    opened = world.centre.open_parcel(relay, "sample_relay")
    with world.centre.scratch() as folder:
        return {
            part: pl.read_parquet(world.centre.decrypt(opened, f"{part}.parquet.age", folder), glob=False)[
                "code"
            ].to_list()
            for part in ("base", "extra")
        }


def c2(world, numbers):
    c1 = coding.code_distinct(pl.Series("number", numbers), world.nodes[DRAWS].keys.subkey("c1", "person"))
    return coding.code_distinct(c1, keys.c2_subkey(world.ttp, "person")).to_list()


def by_codes(world):
    """What the centre gets by the variant `coded`, in a copy of the world."""
    coding.send_sample(world.nodes[DRAWS], YEAR, last_birth_year=LAST)
    transport.deliver_all(world.path)
    (waiting,) = world.ttp.receive("sample")
    relay = coding.pass_on_sample(world.ttp, waiting)
    transport.deliver_all(world.path)
    return at_centre(world, world.centre.inbox / relay.name)


def test_both_variants_give_the_same_codes_of_members_each_once_by_first_numbers(world, drawn, deliveries, tmp_path):
    safe = by_codes(world.copy(tmp_path / "safe"))
    send_list(world, deliveries)
    answer_all(world, deliveries)
    (relay,) = merge(world)
    listed = at_centre(world, relay)
    anybody = drawn["base"][:4] + drawn["extra"][:2] + [NOBODY, OLDER]
    known = set(c2(world, anybody))
    assert listed == {part: [code for code in codes if code in known] for part, codes in safe.items()}
    assert listed == {
        "base": sorted(c2(world, drawn["base"][:4])),
        "extra": sorted(c2(world, drawn["extra"][:2])),
    }


def test_another_insurer_can_read_the_list_in_this_variant_and_in_no_other(world, drawn, deliveries, tmp_path):
    def readable(country):
        transport.deliver_all(country.path)
        node, found = country.nodes["insurer-300"], {}
        for path in node.receive():
            opened = node.open_parcel(path)
            for entry in opened.manifest.files:
                frame = pl.read_parquet(node.decrypt(opened, entry.name, tmp_path), glob=False)
                found[entry.name.split(".")[0]] = frame["number"].to_list()
        return found

    safe = world.copy(tmp_path / "safe")
    coding.send_sample(safe.nodes[DRAWS], YEAR, last_birth_year=LAST)
    assert readable(safe) == {}
    send_list(world, deliveries)
    assert readable(world) == {part: sorted(drawn[part], key=lambda each: (each[:2], each)) for part in drawn}


def test_the_third_party_and_the_centre_get_no_number_and_the_relay_names_no_insurer(world, deliveries, tmp_path):
    send_list(world, deliveries)
    answer_all(world, deliveries)
    for path in world.ttp.receive("sample_answer"):
        opened = world.ttp.open_parcel(path, "sample_answer")
        folder = tmp_path / opened.hash
        folder.mkdir()
        frame = pl.read_parquet(world.ttp.decrypt(opened, "base.parquet.age", folder), glob=False)
        assert frame.columns == ["code"]
        assert frame["code"].str.contains("^[0-9a-f]{32}$").all()
    (relay,) = merge(world)
    assert "insurer" not in (relay / "manifest.json").read_text()
    assert read_envelope(relay).extra == {}


def test_the_third_party_waits_for_every_insurer(world, deliveries):
    send_list(world, deliveries)
    answer_all(world, deliveries, leaving_out=["insurer-900"])
    assert merge(world) == []
    assert len(world.ttp.receive("sample_answer")) == len(INSURERS) - 1
    answer_all(world, deliveries)
    assert len(merge(world)) == 1
    assert not world.ttp.receive("sample_answer")


def test_sent_again_answered_again_and_passed_on_again_nothing_changes(world, deliveries):
    sent = send_list(world, deliveries)
    kept = {path.name: shutil.copytree(path, world.path / "kept" / path.name) for path in sent}
    answer_all(world, deliveries)
    answers = [shutil.copytree(path, world.path / "answers" / path.name) for path in world.ttp.receive("sample_answer")]
    merge(world)
    with pytest.raises(KnownParcel, match="sent before"):
        send_list(world, deliveries)
    to_another = next(path for path in kept.values() if read_envelope(path).recipient == "insurer-300")
    with pytest.raises(KnownParcel):
        coding.answer_list(world.nodes["insurer-300"], to_another, deliveries.get("insurer-300", []))
    for path in answers:
        with pytest.raises(KnownParcel):
            coding.pass_on_answer(world.ttp, path)
    assert transport.deliver_all(world.path) == []


def test_a_later_year_sends_the_whole_list_so_that_new_members_are_found(world, drawn, deliveries):
    send_list(world, deliveries)
    answer_all(world, deliveries)
    merge(world)
    deliveries["insurer-300"] = deliveries["insurer-100"]
    deliveries["insurer-100"] = []
    send_list(world, deliveries, YEAR + 1)
    answer_all(world, deliveries)
    (relay,) = merge(world)
    assert at_centre(world, relay)["base"] == sorted(c2(world, drawn["base"][:4]))


@pytest.mark.parametrize("first", ["coded", "list"])
def test_the_other_variant_in_one_year_is_refused_unless_it_is_said(world, deliveries, first):
    def coded(**options):
        return coding.send_sample(world.nodes[DRAWS], YEAR, last_birth_year=LAST, **options)

    def listed(**options):
        return send_list(world, deliveries, **options)[-1]

    one, other = (coded, listed) if first == "coded" else (listed, coded)
    one()
    with pytest.raises(MutualisError, match=f"came by the variant '{first}'.*--beside"):
        other()
    assert read_envelope(other(beside=True)).extra["beside"] == first


def test_the_third_party_refuses_the_other_variant_that_does_not_say_so(world, deliveries, tmp_path):
    behind = world.copy(tmp_path / "behind")  # its insurers do not know of the list that the third party passed on
    send_list(world, deliveries)
    answer_all(world, deliveries)
    merge(world)
    sent = coding.send_sample(behind.nodes[DRAWS], YEAR, last_birth_year=LAST)
    carried = shutil.copytree(sent, world.ttp.inbox / sent.name)
    with pytest.raises(ParcelError, match="came by the variant 'list'"):
        coding.pass_on_sample(world.ttp, carried)
    coding.send_sample(world.nodes[DRAWS], YEAR, last_birth_year=LAST, beside=True)
    transport.deliver_all(world.path)
    (said,) = world.ttp.receive("sample")
    assert coding.pass_on_sample(world.ttp, said).exists()


def test_a_list_of_an_insurer_that_does_not_draw_is_refused_by_the_others(world, deliveries):
    with pytest.raises(MutualisError, match="insurer-100 does not draw"):
        coding.send_list(world.nodes["insurer-100"], YEAR, [], last_birth_year=LAST)
    send_list(world, deliveries)
    answer_all(world, deliveries)
    create_key(world.nodes["insurer-100"], "sample", Custodians.by_function("insurer-100"))
    exchange_keys(world.nodes.values())
    coding.send_list(world.nodes["insurer-100"], YEAR + 1, [], last_birth_year=LAST)
    transport.deliver_all(world.path)
    node = world.nodes["insurer-300"]
    (waiting,) = node.receive("sample_list")
    with pytest.raises(ParcelError, match="insurer-100 may not send the list"):
        coding.answer_list(node, waiting, [])
    assert not node.receive("sample_list"), "it was put away as refused"
