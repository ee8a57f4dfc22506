"""A node's folder: parcels in and out, locks, temporary files, log."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis import node, parcel
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.node.journal import check_line
from mutualis.parcel import Content, Declared, ParcelError

AS_EVER = True  # see conftest.py: other processes take part

PASSPHRASE = "open up, it is us"


@pytest.fixture
def country(tmp_path: Path) -> Iterator[dict[str, Node]]:
    roles = {"insurer-100": "insurer", "ttp": "ttp", "centre": "centre"}
    nodes = {
        name: Node.create(tmp_path / "nodes" / name, name, role, PASSPHRASE, purposes=("sign", "exchange"))
        for name, role in roles.items()
    }
    node.exchange_keys(nodes.values())
    yield nodes
    for each in nodes.values():
        each.close()


def send(sender: Node, recipient: Node, kind: str, period: str = "2023H1", text: bytes = b"claims\n") -> Path:
    """A parcel with one file encrypted to the recipient, in the sender's outbox."""
    with sender.scratch() as folder:
        (folder / "gz.parquet").write_bytes(text)
        content = Content(folder / "gz.parquet", "gz", 1, (recipient.keys.recipient,))
        return parcel.build(
            sender.outbox,
            kind=kind,
            sender=sender.name,
            recipient=recipient.name,
            period=period,
            files={"gz.parquet.age": content},
            keys=sender.keys,
            declared={"gz": Declared(1, {"SS00060": 5})},
        )


def test_a_parcel_travels_from_outbox_to_inbox_and_is_opened_by_its_recipient(
    country: dict[str, Node], tmp_path: Path
) -> None:
    insurer, ttp = country["insurer-100"], country["ttp"]
    send(insurer, ttp, "coded")
    [carried] = transport.deliver_all(tmp_path)
    assert (carried.sender, carried.recipient) == ("insurer-100", "ttp")
    assert list(insurer.outbox.iterdir()) == []
    [waiting] = ttp.receive("coded")
    opened = ttp.open_parcel(waiting, "coded")
    assert opened.manifest.declared["gz"] == Declared(1, {"SS00060": 5})
    with ttp.scratch() as folder:
        path = ttp.decrypt(opened, "gz.parquet.age", folder)
        assert (path.name, path.read_bytes()) == ("gz.parquet", b"claims\n")
    assert not folder.exists()
    assert transport.deliver_all(tmp_path) == []


def test_what_was_sent_twice_arrives_once(country: dict[str, Node], tmp_path: Path) -> None:
    insurer, ttp = country["insurer-100"], country["ttp"]
    made = send(insurer, ttp, "coded")
    kept = [(path.name, path.read_bytes()) for path in made.iterdir()]
    transport.deliver_all(tmp_path)
    made.mkdir()
    for name, content in kept:
        (made / name).write_bytes(content)
    transport.deliver_all(tmp_path)
    assert len(ttp.receive()) == 1


def test_parcels_wait_in_order_of_period_then_name(country: dict[str, Node], tmp_path: Path) -> None:
    insurer, ttp = country["insurer-100"], country["ttp"]
    for period in ("2023H2", "2022H1", "2023H1", "2022H2"):
        send(insurer, ttp, "coded", period)
    transport.deliver_all(tmp_path)
    assert [path.name.split("-")[1] for path in ttp.receive()] == ["2022H1", "2022H2", "2023H1", "2023H2"]
    assert ttp.receive("relay") == []
    (ttp.inbox / "odd.parcel").mkdir()
    (ttp.inbox / ".unfinished-1.parcel").mkdir()
    assert [path.name for path in ttp.receive("relay")] == ["odd.parcel"]


def test_the_ttp_keeps_the_envelope_of_what_it_passed_on_and_the_centre_the_parcel(
    country: dict[str, Node], tmp_path: Path
) -> None:
    send(country["insurer-100"], country["ttp"], "coded")
    send(country["ttp"], country["centre"], "relay")
    transport.deliver_all(tmp_path)
    kept = {name: country[name].done(country[name].receive()[0]) for name in ("ttp", "centre")}
    assert sorted(os.listdir(kept["ttp"])) == ["manifest.json", "manifest.sig"]
    assert sorted(os.listdir(kept["centre"])) == ["gz.parquet.age", "manifest.json", "manifest.sig"]
    assert kept["centre"].parent == country["centre"].store / "received"
    assert country["ttp"].receive() == []


def test_a_refused_parcel_is_kept_with_the_reason_beside_it_each_time(country: dict[str, Node]) -> None:
    centre = country["centre"]
    for number in range(2):
        odd = centre.inbox / "relay-2023H1-000000000000.parcel"
        odd.mkdir()
        (odd / "manifest.json").write_text(str(number))
        with pytest.raises(ParcelError) as caught:
            centre.open_parcel(odd)
        kept = centre.refuse(odd, str(caught.value))
        assert (kept / "manifest.json").read_text() == str(number)
        assert "lacks manifest.sig" in kept.with_name(kept.name + ".reason.json").read_text()
    assert centre.receive() == []


def test_another_parcel_under_a_name_that_is_taken_is_not_lost(country: dict[str, Node], tmp_path: Path) -> None:
    insurer, ttp, centre = country["insurer-100"], country["ttp"], country["centre"]
    assert insurer
    first, second = send(ttp, centre, "relay", text=b"1"), send(ttp, centre, "relay", "2022H1", text=b"2")
    first.rename(centre.inbox / "same.parcel")
    one = centre.done(centre.inbox / "same.parcel")
    second.rename(centre.inbox / "same.parcel")
    two = centre.done(centre.inbox / "same.parcel")
    assert one != two
    assert {centre.open_parcel(path).manifest.period for path in (one, two)} == {"2023H1", "2022H1"}


@pytest.mark.parametrize(
    ("sender", "recipient", "kind"),
    [
        ("insurer-100", "centre", "coded"),
        ("insurer-100", "ttp", "relay"),
        ("centre", "ttp", "coded"),
        ("ttp", "insurer-100", "delivery"),
        ("ttp", "centre", "feedback"),
    ],
)
def test_a_party_sends_only_the_kinds_that_it_may(
    country: dict[str, Node], tmp_path: Path, sender: str, recipient: str, kind: str
) -> None:
    send(country[sender], country[recipient], kind)
    transport.deliver_all(tmp_path)
    with pytest.raises(ParcelError) as caught:
        country[recipient].open_parcel(country[recipient].receive()[0])
    assert caught.value.rule == "parcel.sender"


def test_a_parcel_brought_to_the_wrong_inbox_is_refused(country: dict[str, Node]) -> None:
    path = send(country["insurer-100"], country["ttp"], "coded")
    with pytest.raises(ParcelError) as caught:
        country["centre"].open_parcel(path)
    assert caught.value.rule == "parcel.recipient"


def test_content_for_the_centre_cannot_be_opened_by_the_ttp(country: dict[str, Node], tmp_path: Path) -> None:
    insurer, ttp, centre = (country[name] for name in ("insurer-100", "ttp", "centre"))
    (tmp_path / "gz.parquet").write_bytes(b"claims")
    made = parcel.build(
        insurer.outbox,
        kind="coded",
        sender=insurer.name,
        recipient="ttp",
        period="2023H1",
        files={"gz.parquet.age": Content(tmp_path / "gz.parquet", "gz", 1, (centre.keys.recipient,))},
        keys=insurer.keys,
    )
    opened = ttp.open_parcel(made)
    with ttp.scratch() as folder, pytest.raises(ParcelError) as caught:
        ttp.decrypt(opened, "gz.parquet.age", folder)
    assert caught.value.rule == "parcel.recipient"
    entry = opened.entry("gz.parquet.age")
    passed_on = parcel.build(
        ttp.outbox,
        kind="relay",
        sender="ttp",
        recipient="centre",
        period="2023H1",
        files={entry.name: Content(opened.file(entry.name), "gz", entry.rows, raw_size=entry.raw_size)},
        keys=ttp.keys,
    )
    relayed = centre.open_parcel(passed_on)
    assert relayed.entry(entry.name).sha256 == entry.sha256
    with centre.scratch() as folder:
        assert centre.decrypt(relayed, entry.name, folder).read_bytes() == b"claims"


def test_a_parcel_that_cannot_be_carried_stays_and_holds_up_no_other(country: dict[str, Node], tmp_path: Path) -> None:
    stuck = send(country["centre"], country["ttp"], "problems")
    (stuck / "link").symlink_to(tmp_path)
    send(country["insurer-100"], country["ttp"], "coded")
    with pytest.raises(MutualisError, match="no plain file"):
        transport.deliver_all(tmp_path)
    assert stuck.exists()
    assert len(country["ttp"].receive()) == 1
    with pytest.raises(MutualisError, match="not in the outbox"):
        transport.send(stuck, country["ttp"].path, country["centre"].path)


def test_a_folder_that_is_no_node_or_a_node_already_says_so(country: dict[str, Node], tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match=r"no node\.toml"):
        Node.open(tmp_path, PASSPHRASE)
    with pytest.raises(MutualisError, match="node already"):
        Node.create(country["ttp"].path, "ttp", "ttp", PASSPHRASE)
    for name, role in (("../x", "ttp"), ("ttp", "spy")):
        with pytest.raises(MutualisError):
            Node.create(tmp_path / "new", name, role, PASSPHRASE)
    (tmp_path / "bad").mkdir()
    for text in ("format = 3", "name = ", 'format = "mutualis-node-1"\nname = "ttp"\nrole = "ttp"\nledger = 1'):
        (tmp_path / "bad" / "node.toml").write_text(text)
        with pytest.raises(MutualisError, match=r"node\.toml of bad"):
            Node.open(tmp_path / "bad", PASSPHRASE)


def child(program: str, *arguments: object) -> "subprocess.Popen[str]":
    """A Python process that runs the program and prints a line when it has begun."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


HOLD = f"""
    import sys, time
    from pathlib import Path
    from mutualis.node import Node
    node = Node.open(Path(sys.argv[1]), "{PASSPHRASE}")
    with node.lock("load"), node.scratch() as folder:
        (folder / "decrypted.parquet").write_bytes(b"secret")
        print(folder, flush=True)
        time.sleep(60)
"""


@pytest.fixture
def holder(country: dict[str, Node]) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock `load` of the centre and has a temporary file there; killed at the end."""
    with child(HOLD, country["centre"].path) as process:
        yield process
        process.kill()


def test_a_second_holder_of_a_lock_is_told_who_runs_it_and_kill_9_lets_go(
    country: dict[str, Node], holder: "subprocess.Popen[str]"
) -> None:
    centre = country["centre"]
    assert holder.stdout is not None
    left = Path(holder.stdout.readline().strip())
    with pytest.raises(MutualisError, match=rf"Process {holder.pid} runs it since 20"), centre.lock("load"):
        pass
    with centre.lock("derive"):
        pass
    centre.close()
    Node.open(centre.path, PASSPHRASE).close()
    assert left.exists(), "the files of a living process stay"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    unfinished = centre.inbox / ".unfinished-0123"
    unfinished.mkdir()
    reopened = Node.open(centre.path, PASSPHRASE)
    with reopened.lock("load"):
        assert not left.exists(), "the files of a dead process are swept"
        assert not unfinished.exists()
    reopened.close()


BUILD = f"""
    import sys
    from pathlib import Path
    from mutualis import parcel
    from mutualis.node import Node
    node = Node.open(Path(sys.argv[1]), "{PASSPHRASE}")
    source = Path(sys.argv[2])
    print("begun", flush=True)
    for year in range(1000, 9999):
        files = {{f"gz{{number}}.txt.zst": parcel.Content(source, "gz", 1) for number in range(3)}}
        address = {{"kind": "problems", "sender": "centre", "recipient": "ttp", "period": f"{{year}}H1"}}
        parcel.build(node.outbox, files=files, keys=node.keys, **address)
"""


def test_a_builder_killed_at_any_moment_leaves_whole_parcels_only(country: dict[str, Node], tmp_path: Path) -> None:
    centre, ttp = country["centre"], country["ttp"]
    (tmp_path / "source").write_bytes(os.urandom(300_000))
    with child(BUILD, centre.path, tmp_path / "source") as process:
        assert process.stdout is not None
        process.stdout.readline()
        while len(list(centre.outbox.glob("*.parcel"))) < 5:
            time.sleep(0.003)
        process.kill()
    made = sorted(centre.outbox.glob("*.parcel"))
    assert len(made) >= 5
    for path in made:
        assert ttp.open_parcel(path).manifest.kind == "problems"
    centre.close()
    Node.open(centre.path, PASSPHRASE).close()
    assert sorted(centre.outbox.iterdir()) == made


def test_a_lock_is_free_again_after_its_block_also_after_an_error(country: dict[str, Node]) -> None:
    centre = country["centre"]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), centre.lock("load"):
            raise ZeroDivisionError
    with centre.lock("load"), pytest.raises(MutualisError, match="Only one load"), centre.lock("load"):
        pass


def test_an_event_is_written_to_the_log_and_to_the_ledger(country: dict[str, Node]) -> None:
    centre = country["centre"]
    centre.log("load.done", on="a" * 64, rows=12_345_678, seconds=1.5, status="accepted", set_aside=10**7)
    assert '"rows": 12345678' in (centre.path / "log" / "node.log").read_text().splitlines()[-1]
    last = centre.ledger.events()[-1]
    assert (last.what, last.subject, last.counts["rows"]) == ("load.done", "a" * 64, 12_345_678)


@pytest.mark.parametrize(
    "value",
    [
        "85073003328",
        "85.07.30-033.28",
        "insz 85073003328.",
        "0f" * 16,
        ("0F" * 16),
        85_073_003_328,
        "12345678",
        "x" * 81,
    ],
)
def test_a_value_that_may_be_an_identifier_is_never_logged(country: dict[str, Node], value: str | int) -> None:
    centre = country["centre"]
    before = (centre.path / "log" / "node.log").read_bytes()
    with pytest.raises(MutualisError) as caught:
        centre.log("load.done", found=value)
    assert str(value) not in str(caught.value)
    if isinstance(value, str):
        with pytest.raises(MutualisError):
            centre.log("load.done", on=value)
    assert (centre.path / "log" / "node.log").read_bytes() == before


@given(
    st.integers(0, 99_99_99_999_99).map("{:011d}".format), st.text("abc .-", max_size=5), st.text("xyz .-", max_size=5)
)
def test_no_number_of_eleven_digits_passes_in_any_company(number: str, before: str, after: str) -> None:
    if (before[-1:] in "abc" and before) or (after[:1] in "abc" and after):
        before = before + " "
    with pytest.raises(MutualisError):
        check_line("load.done", "", {"text": before + number + after})


@given(st.text("0123456789abcdef", min_size=12, max_size=12))
def test_the_short_hash_of_a_parcel_can_always_be_what_an_event_is_about(short: str) -> None:
    check_line("load.done", short, {})
    check_line("load.done", f"relay-2023H1-{short}.parcel", {})
