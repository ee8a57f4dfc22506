"""A manifest is read strictly: what it may say, and that nothing else is taken."""

import contextlib
import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.parcel import Declared, FileEntry, Limits, Manifest, ParcelError, parse_manifest

SOUND = Manifest(
    kind="delivery",
    sender="insurer-100",
    recipient="insurer-100",
    period="2023H1",
    layout_version="mutualis-1",
    created="2023-09-01T10:00:00Z",
    files=(FileEntry("pp.txt.zst", "pp", 3, 40, 300, "a" * 64),),
    key_ids={"c1": "c1-1-abcdefghijkl"},
    declared={"gz": Declared(2, {"SS00060": -1_250})},
    extra={"counts": {"gz.cost.sign": 3}},
)


def altered(path: str, value: Any) -> bytes:
    """The sound manifest with the value at a path (`files.0.name`) replaced, or taken out where the value is `...`."""
    facts = json.loads(SOUND.to_bytes())
    *way, last = path.split(".")
    inside: Any = facts
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    if value is ...:
        del inside[last]
    else:
        inside[last] = value
    return json.dumps(facts).encode()


def rule_of(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ParcelError) as caught:
        parse_manifest(content, limits or Limits())
    return caught.value.rule


def test_what_was_written_is_what_is_read() -> None:
    assert parse_manifest(SOUND.to_bytes()) == SOUND


@pytest.mark.parametrize("path", [*asdict(SOUND), "files.0.sha256", "files.0.rows", "declared.gz.totals"])
def test_every_key_must_be_there(path: str) -> None:
    assert rule_of(altered(path, ...)) == "parcel.manifest"


@pytest.mark.parametrize("path", ["surplus", "files.0.surplus", "declared.gz.surplus"])
def test_a_key_that_is_not_known_is_refused(path: str) -> None:
    assert rule_of(altered(path, 1)) == "parcel.manifest"


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("format", "mutualis-parcel-2", "parcel.manifest"),
        ("kind", "gift", "parcel.manifest"),
        ("kind", ["delivery"], "parcel.manifest"),
        ("sender", "../centre", "parcel.manifest"),
        ("recipient", "TTP", "parcel.manifest"),
        ("sender", 7, "parcel.manifest"),
        ("period", "2023H3", "parcel.period"),
        ("period", 2023, "parcel.period"),
        ("period", "\uff12\uff10\uff12\uff13H1", "parcel.period"),
        ("created", "\uff12023-09-01T10:00:00Z", "parcel.manifest"),
        ("created", "yesterday", "parcel.manifest"),
        ("layout_version", "../1", "parcel.manifest"),
        ("replaces", "abc", "parcel.manifest"),
        ("files", {}, "parcel.manifest"),
        ("files.0.rows", -1, "parcel.manifest"),
        ("files.0.rows", True, "parcel.manifest"),
        ("files.0.rows", 1.0, "parcel.manifest"),
        ("files.0.rows", "3", "parcel.manifest"),
        ("files.0.size", -40, "parcel.manifest"),
        ("files.0.size", 2**63, "parcel.manifest"),
        ("files.0.sha256", "A" * 64, "parcel.manifest"),
        ("declared.gz.rows", None, "parcel.manifest"),
        ("declared.gz.totals", {"SS00060": 12.5}, "parcel.manifest"),
        ("key_ids", {"c1": 5}, "parcel.manifest"),
        ("extra", [], "parcel.manifest"),
        ("extra", {"text": "a\x00b"}, "parcel.manifest"),
        ("extra", {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}, "parcel.manifest"),
        ("files.0.size", 2**60, "parcel.size"),
        ("files.0.raw_size", 2**60, "parcel.bomb"),
        ("files.0.raw_size", 40 * 1_000_000, "parcel.bomb"),
    ],
)
def test_a_value_of_another_type_or_out_of_bounds_is_refused_by_its_rule(path: str, value: Any, rule: str) -> None:
    assert rule_of(altered(path, value)) == rule


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe{}",
        SOUND.to_bytes().decode().encode("utf-16"),
        b'{"format": 1, "format": 2}',
        b"[" * 100_000,
        SOUND.to_bytes().replace(b'"rows": 3', b'"rows": NaN'),
        SOUND.to_bytes().replace(b'"rows": 3', b'"rows": 3e0'),
        SOUND.to_bytes().replace(b'"rows": 3', b'"rows": ' + b"9" * 5_000),
        SOUND.to_bytes() + b"{}",
    ],
)
def test_bytes_that_are_not_this_json_are_refused(content: bytes) -> None:
    assert rule_of(content) == "parcel.manifest"


STEMS = ["pp.txt", "mg.parquet.age", "x", "etc"]
FRAMES = [
    "../{}",
    "/{}",
    "..\\{}",
    "C:{}",
    "./{}",
    "a/{}",
    "a\\{}",
    "{}/",
    "{}\x00.txt",
    "{}\n",
    "\t{}",
    " {}",
    "{} ",
    "~{}",
    "-{}",
    ".{}",
]
FRAMES += [
    "{}.",
    "{}:stream",
    "{}%2f",
    "%2e%2e%2f{}",
    "{}\u202etxt",
    "\uff0e\uff0e\uff0f{}",
    "{}\u0000",
    "＼{}",
    "{}é.txt",
    "{}*",
    "{}?",
    "{}|x",
]
FRAMES += [
    "//host/{}",
    "\\\\host\\{}",
    "{}\r.txt",
    "{}\x7f",
    "{}\u200b",
    "$(x){}",
    "`x`{}",
    "{};x",
    "{}&x",
    "'{}",
    '"{}',
    "<{}",
    "{}>",
    "file://{}",
]
ODD_NAMES = [frame.format(stem) for frame in FRAMES for stem in STEMS]
ODD_NAMES += [
    "",
    ".",
    "..",
    "...",
    "manifest.json",
    "manifest.sig",
    "PP.TXT",
    "pp",
    "a" * 200 + ".txt",
    "pp.txt.zst.age.bak.old",
]
ODD_NAMES += [
    f"{device}.txt" for device in ("con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10)))
]
ODD_NAMES += [
    f"pp.{'x' * 40}",
    "pp..txt",
    "pp.txt/..",
    "pp.t\u0131xt",
    "\u00a0pp.txt",
    "\ufeffpp.txt",
    "pp.txt\ud7ff",
] * 2


def test_there_are_two_hundred_odd_names() -> None:
    assert len(set(ODD_NAMES)) >= 200


@pytest.mark.parametrize("name", sorted(set(ODD_NAMES)))
def test_a_name_that_could_be_a_path_or_a_device_is_refused(name: str) -> None:
    assert rule_of(altered("files.0.name", name)) in ("parcel.name", "parcel.manifest")


@pytest.mark.parametrize("name", ["pp.txt.zst", "identities.parquet.age", "a_b-c.json", "7.txt"])
def test_plain_names_are_taken(name: str) -> None:
    assert parse_manifest(altered("files.0.name", name)).files[0].name == name


def test_a_file_is_named_once_and_the_number_of_files_is_bounded() -> None:
    entry = json.loads(SOUND.to_bytes())["files"][0]
    assert rule_of(altered("files", [entry, entry])) == "parcel.name"
    assert rule_of(altered("files", [entry] * 33)) == "parcel.size"


def test_a_manifest_larger_than_the_limit_is_not_even_parsed() -> None:
    assert rule_of(SOUND.to_bytes(), Limits(manifest_bytes=100)) == "parcel.manifest"


def test_the_error_says_what_to_do_and_never_repeats_a_value() -> None:
    with pytest.raises(ParcelError) as caught:
        parse_manifest(altered("sender", "85073003328"))
    assert "85073003328" not in str(caught.value)
    assert "insurer-100" in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_byte_gives_another_error_than_ours(data: st.DataObject) -> None:
    content = bytearray(SOUND.to_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ParcelError):
        assert parse_manifest(bytes(content)).to_bytes()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(asdict(SOUND))), JSON_VALUES)
def test_any_json_in_any_place_is_taken_as_it_is_or_refused(key: str, value: Any) -> None:
    content = json.dumps(json.loads(SOUND.to_bytes()) | {key: value}).encode()
    try:
        manifest = parse_manifest(content)
    except ParcelError:
        return
    assert json.loads(manifest.to_bytes())[key] == value
