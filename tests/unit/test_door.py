"""The door of the Atlas: what is kept, who is slowed, what is counted, and what is written down."""

import asyncio
import json
import logging
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas_country import Reader, publish_atlas, published
from mutualis import release
from mutualis.atlas.door import settings
from mutualis.atlas.door.kept import Kept, Shelf
from mutualis.atlas.door.metrics import EDGES, Metrics
from mutualis.atlas.door.rate import Buckets, sender
from mutualis.atlas.door.settings import PER_MINUTE, Settings
from mutualis.model import MutualisError

MAP = "/?indicator=gp_contact&level=province&lang=nl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture
def reader(folder):
    return Reader(folder)


def numbers(reader):
    lines = reader.ask("/metrics").text.splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def test_what_was_made_once_is_sent_again_as_it_was(reader):
    first, second = reader.ask(MAP), reader.ask(MAP)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert numbers(reader)["mutualis_kept_hits_total"] == 1


def test_a_kept_page_is_asked_after_by_its_fingerprint_and_by_head(reader):
    first = reader.ask(MAP)
    unchanged = reader.ask(MAP, if_none_match=first.headers["etag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    head = reader.ask(MAP, method="HEAD")
    assert head.content == b""
    assert head.headers["content-length"] == first.headers["content-length"]
    assert numbers(reader)["mutualis_kept_hits_total"] == 2


def test_languages_and_compression_are_kept_apart(reader):
    address = "/?indicator=gp_contact&level=province"
    dutch, french = (reader.ask(address, accept_language=each) for each in ("nl", "fr"))
    plain = reader.ask(address, accept_language="nl", accept_encoding="identity")
    assert dutch.text != french.text
    assert dutch.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.text == dutch.text
    assert numbers(reader)["mutualis_kept_hits_total"] == 0


def test_an_answer_with_whole_links_is_kept_for_its_own_host_only(reader):
    there = {
        reader.ask("/collection.jsonstat", host=each).json()["link"]["item"][0]["href"] for each in ("a.be", "b.be")
    }
    assert {each.split("/files")[0] for each in there} == {"http://a.be", "http://b.be"}


def test_a_mistake_is_not_kept(reader):
    for _ in range(2):
        assert reader.ask("/?year=1999").status_code == 400
    assert numbers(reader)["mutualis_kept_answers"] == 0


def test_a_new_release_is_seen_at_once_and_a_page_grows_old(tmp_path):
    publish_atlas(tmp_path, ("gp_contact",))
    reader = Reader(tmp_path)
    before = reader.ask("/?lang=en").text
    publish_atlas(tmp_path, ("gp_contact", "insured"))
    assert reader.ask("/?lang=en").text != before
    now = [0.0]
    shelf = Shelf(clock=lambda: now[0])
    reader.app.middleware_stack = Kept(reader.app.build_middleware_stack(), tmp_path, shelf)
    reader.ask(MAP)
    now[0] = 301.0
    reader.ask(MAP)
    assert (shelf.hits, shelf.misses) == (0, 2)


def test_many_who_ask_at_once_wait_for_the_first(folder):
    made = []

    async def slow(scope, receive, send):
        made.append(scope["path"])
        await asyncio.sleep(0.01)
        headers = [(b"cache-control", b"public, max-age=300"), (b"etag", b'W/"x"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"page"})

    async def ask(app, sent):
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
        await app(scope, None, lambda message: _into(sent, message))

    async def _into(sent, message):
        sent.append(message)

    async def all_at_once():
        app, sent = Kept(slow, folder, Shelf()), []
        await asyncio.gather(*(ask(app, sent) for _ in range(20)))
        return sent

    sent = asyncio.run(all_at_once())
    assert made == ["/"]
    assert [each["body"] for each in sent if each["type"] == "http.response.body"] == [b"page"] * 20


def test_the_shelf_holds_no_more_than_its_bytes(monkeypatch):
    monkeypatch.setattr("mutualis.atlas.door.kept.MOST_BYTES", 25)
    shelf = Shelf()
    from mutualis.atlas.door.kept import Answer

    for n in range(5):
        shelf.put(("h", "/", str(n).encode(), "nl", True), Answer([], b"0123456789", (0, 0), 9e9))
    assert (len(shelf.answers), shelf.size) == (2, 20)


def test_who_asks_too_much_is_told_when_to_come_back_and_health_is_always_answered(folder):
    from mutualis.atlas import create_app

    reader = Reader(folder)
    reader.app = create_app(folder, None, Settings(rate=3))
    assert [reader.ask(MAP).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = reader.ask("/map.json", accept_language="fr")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert "Trop de demandes" in refused.json()["detail"]
    assert "content-security-policy" in refused.headers
    assert reader.ask("/health").status_code == 200


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 100))
def test_no_sender_ever_gets_more_than_a_minutes_worth_and_the_rate(waits, rate):
    now = [0.0]
    buckets, given_ = Buckets(rate, clock=lambda: now[0]), 0
    for wait in waits:
        now[0] += wait
        given_ += buckets.wait("a") == 0
    assert given_ <= rate + now[0] * rate / 60 + 1
    assert buckets.wait("b") == 0


def test_after_the_told_seconds_a_token_is_there():
    now = [0.0]
    buckets = Buckets(7, clock=lambda: now[0])
    while not (seconds := buckets.wait("a")):
        pass
    now[0] += seconds
    assert buckets.wait("a") == 0


def scope(client, forwarded=""):
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "client": (client, 1), "headers": headers}


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("10.0.0.9", "", "10.0.0.9"),
        ("10.0.0.9", "1.2.3.4", "10.0.0.9"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "anything", "unknown"),
        ("2001:db8::1:2", "", "2001:db8::/64"),
    ],
)
def test_a_forwarded_address_is_believed_of_a_proxy_of_ours_only(client, forwarded, expected):
    proxies = frozenset(("10.0.0.1", "10.0.0.2"))
    assert sender(scope(client, forwarded), proxies) == expected


def test_settings_are_read_once_and_nonsense_is_refused():
    assert settings({}) == Settings(PER_MINUTE, frozenset(), False)
    said = {"MUTUALIS_RATE": "0", "MUTUALIS_PROXIES": "10.0.0.1, ::1", "MUTUALIS_ACCESS_LOG": "1"}
    assert settings(said) == Settings(0, frozenset(("10.0.0.1", "::1")), True)
    for wrong in ({"MUTUALIS_RATE": "fast"}, {"MUTUALIS_PROXIES": "proxy.local"}):
        with pytest.raises(MutualisError):
            settings(wrong)


def test_ready_means_that_a_release_can_be_read(folder, tmp_path):
    there = Reader(folder).ask("/health/ready")
    assert (there.status_code, there.json()["release"]) == (200, release.latest(folder).name)
    empty = Reader(tmp_path)
    assert empty.ask("/health").status_code == 503
    assert empty.ask("/health/live").status_code == 200


def test_a_damaged_release_is_not_ready(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "releases")
    target = release.latest(copy) / "areas.csv"
    target.chmod(0o644)
    target.write_text("broken")
    assert Reader(copy).ask("/health").status_code == 503


def test_labels_of_the_metrics_are_our_own_words(reader):
    secret = "85073003328"
    reader.ask(f"/{secret}?nr={secret}")
    reader.ask("/", method="BREW")
    reader.ask(MAP)
    said = reader.ask("/metrics").text
    assert secret not in said
    assert "BREW" not in said
    assert 'mutualis_requests_total{kind="page",method="GET",status="200"} 1' in said


@given(st.lists(st.floats(0, 20), min_size=1, max_size=50))
def test_the_buckets_of_a_histogram_add_up(seconds):
    metrics = Metrics(Shelf())
    for each in seconds:
        metrics.count("GET", "/", 200, each)
    found = {
        line.split('le="')[1].split('"')[0]: int(line.rsplit(" ", 1)[1])
        for line in metrics.text().splitlines()
        if "_bucket" in line
    }
    assert found == {
        **{str(edge): sum(each <= edge for each in seconds) for edge in EDGES},
        "+Inf": len(seconds),
    }


def test_the_access_log_has_no_address_no_query_and_no_unknown_path(folder, caplog):
    from mutualis.atlas import create_app

    reader = Reader(folder)
    reader.app = create_app(folder, None, Settings(log=True))
    with caplog.at_level(logging.INFO, "mutualis.access"):
        reader.ask(f"{MAP}&area=11000", user_agent="me")
        reader.ask("/85073003328")
    lines = [json.loads(each.message) for each in caplog.records if each.name == "mutualis.access"]
    assert [(each["path"], each["status"]) for each in lines] == [("/", 200), ("", 404)]
    assert not {"127.0.0.1", "85073003328", "11000", "me"} & set(" ".join(map(str, lines)).replace("'", " ").split())


def test_data_may_be_read_from_other_sites_and_pages_not(reader):
    assert reader.ask("/map.json").headers["access-control-allow-origin"] == "*"
    page = reader.ask("/")
    assert "access-control-allow-origin" not in page.headers
    assert page.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_picture_may_show_its_own_style_and_nothing_else(reader):
    said = reader.ask("/map.svg?level=province").headers["content-security-policy"]
    assert "style-src 'sha256-" in said
    assert "unsafe" not in said
