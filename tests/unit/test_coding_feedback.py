"""The calendar, the comparison of insurers, and the way of the centre's problems back to the right insurer."""

import datetime as dt
import json
import shutil

import polars as pl
import pytest

from coding_world import INSURERS, World, delivery_manifest, person
from mutualis import coding, parcel, reference
from mutualis.node import transport

RULE, OTHER_RULE = (rule.id for rule in [rule for rule in reference.rules() if rule.database == "gz"][:2])
ON = dt.date(2030, 1, 1)  # long after everything was due
MEMBERS = [person(number) for number in range(100)]
EARLIER, NOW = "2023H1", "2023H2"
PER_LINE = 1_000  # one problem in 100 lines is 1,000 in 100,000


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Four insurers deliver a half-year, one of them two; the centre answers each with one problem more."""
    world = World.fresh(tmp_path_factory, "feedback")
    world.deliver(INSURERS[0], MEMBERS, period=EARLIER, counts={RULE: 7, "no.such.rule": 3})
    for place, name in enumerate(INSURERS[:4]):
        world.deliver(name, MEMBERS, period=NOW, counts={RULE: place + 1})
    relays = world.relay()
    for relay in relays:
        problems(world, relay, 2)
    transport.deliver_all(world.path)
    for path in world.ttp.receive("problems"):
        coding.relay_feedback(world.ttp, path)
    transport.deliver_all(world.path)
    return world, relays


def problems(world: World, relay, count: int, status: str = "loaded"):
    """The centre's problems parcel about a relay, with so many lines under the second rule."""
    centre, manifest = world.centre, parcel.read_envelope(relay)
    columns = {"rule": OTHER_RULE, "severity": "warning", "file": "gz", "field": "quantity"}
    rows = pl.DataFrame({"line": range(1, count + 1), **columns}, schema_overrides={"line": pl.Int64})
    with centre.scratch() as folder:
        parcel.write_parquet(folder / "problems.parquet", parcel.problems_schema(), [rows.to_arrow()])
        recipient = (centre.directory.party("ttp").recipient,)
        return parcel.build(
            centre.outbox,
            kind="problems",
            sender="centre",
            recipient="ttp",
            period=manifest.period,
            files={"problems.parquet.age": parcel.Content(folder / "problems.parquet", "problems", count, recipient)},
            keys=centre.keys,
            extra={"delivery": manifest.hash, "status": status, "counts": {OTHER_RULE: count}},
        )


def received(world: World, name: str, period: str, folder):
    """The problems and the comparison of the one feedback parcel of an insurer about a period."""
    node = world.nodes[name]
    found = [path for path in node.receive("feedback") if parcel.read_envelope(path).period == period]
    (opened,) = [node.open_parcel(path, "feedback") for path in found]
    folder.mkdir()
    lines = pl.read_parquet(node.decrypt(opened, "problems.parquet.age", folder))
    compared = json.loads(node.decrypt(opened, "comparison.json.age", folder).read_text())
    return opened.manifest, lines, compared


def test_the_calendar_shows_who_delivered_which_period_and_who_did_not(compared):
    rows = [row for row in coding.calendar(compared[0].ttp, ON) if row.database == "gz"]
    there = {(str(row.period), row.sender) for row in rows if row.status == "accepted"}
    late = {(str(row.period), row.sender) for row in rows if row.status == "late"}
    earlier, now = (
        [official for code, official in sorted(reference.covered(period, ["gz"]))] for period in (EARLIER, NOW)
    )
    assert {(period, sender) for period, sender in there if period in earlier} == {
        (period, INSURERS[0]) for period in earlier
    }
    assert {(period, sender) for period, sender in late if period in earlier} == {
        (period, sender) for period in earlier for sender in INSURERS[1:]
    }
    assert {sender for period, sender in late if period in now} == set(INSURERS[4:])
    assert all(row.rows > 0 for row in rows if row.status == "accepted")


def test_problems_reach_the_insurer_whose_delivery_it_was_with_its_own_delivery_named(compared, tmp_path):
    world = compared[0]
    for name in INSURERS[:4]:
        manifest, lines, _ = received(world, name, NOW, tmp_path / name)
        assert manifest.extra["delivery"] == delivery_manifest(name, NOW, "0").hash
        assert lines["rule"].to_list() == [OTHER_RULE] * 2
        assert lines["line"].to_list() == [1, 2]


def test_the_comparison_shows_the_spread_of_the_others_and_no_name(compared, tmp_path):
    manifest, _, found = received(compared[0], INSURERS[0], NOW, tmp_path / "opened")
    assert found["others"] == 3
    assert found["rules"][RULE] == {"lowest": 2 * PER_LINE, "median": 3 * PER_LINE, "highest": 4 * PER_LINE}
    assert found["own"][RULE] == {"count": 1, "share": PER_LINE, "earlier": [[EARLIER, 7 * PER_LINE]]}
    assert found["rules"][OTHER_RULE] == dict.fromkeys(("lowest", "median", "highest"), 2 * PER_LINE)
    text = json.dumps(found) + json.dumps(dict(manifest.extra))
    assert not any(name in text for name in INSURERS)


def test_a_comparison_needs_three_others(compared, tmp_path):
    _, _, found = received(compared[0], INSURERS[0], EARLIER, tmp_path / "opened")
    assert (found["others"], found["rules"]) == (0, {})
    assert found["own"][RULE]["count"] == 7


def test_a_rule_that_is_not_known_is_not_compared(compared):
    ttp = compared[0].ttp
    first = next(each for each in ttp.ledger.deliveries(kind="coded", period=EARLIER))
    assert set(coding.compare(ttp, first.hash)) == {RULE, OTHER_RULE}


def test_the_same_problems_are_passed_on_once(compared):
    world, relays = compared
    again = problems(world, relays[0], 2)
    target = world.ttp.inbox / again.name
    shutil.move(again, target)
    coding.relay_feedback(world.ttp, target)
    replayed = next((world.ttp.store / "received").glob("problems-*"))
    assert not list(replayed.glob("*.age"))
    with pytest.raises(parcel.ParcelError):
        coding.relay_feedback(world.ttp, replayed)


def test_problems_about_a_delivery_that_never_passed_here_are_refused(compared):
    world, relays = compared
    stranger = shutil.copytree(relays[0], relays[0].with_name("relay-2023H1-000000000000.parcel"))
    manifest = parcel.read_envelope(stranger)
    text = (stranger / "manifest.json").read_text().replace(manifest.created, "2001-01-01T00:00:00Z")
    (stranger / "manifest.json").write_text(text)
    made = problems(world, stranger, 1)
    shutil.move(made, world.ttp.inbox / made.name)
    with pytest.raises(parcel.ParcelError, match="never passed on"):
        coding.relay_feedback(world.ttp, world.ttp.inbox / made.name)
    shutil.rmtree(stranger)


def test_a_delivery_that_the_centre_refused_leaves_its_period_free(compared):
    world = compared[0]
    world.deliver(INSURERS[5], MEMBERS, period=NOW)
    (relay,) = world.relay()
    made = problems(world, relay, 1, status="refused")
    shutil.move(made, world.ttp.inbox / made.name)
    coding.relay_feedback(world.ttp, world.ttp.inbox / made.name)
    world.deliver(INSURERS[5], MEMBERS[:50], period=NOW, tag="better")
    assert len(world.relay()) == 1
    found = world.ttp.ledger.deliveries(kind="coded", period=NOW, sender=INSURERS[5])
    assert {each.status for each in found} == {"refused", "relayed"}
    rows = [row for row in coding.calendar(world.ttp, ON) if row.sender == INSURERS[5]]
    assert {row.status for row in rows if row.delivery} == {"accepted"}
