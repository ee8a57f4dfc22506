"""Identities are checked and coded again a batch at a time, with the same result as all at once."""

from types import SimpleNamespace

import polars as pl
import pytest

from mutualis.coding import arrival, identities, relay
from mutualis.coding.kernel import code_distinct
from mutualis.parcel import ParcelError

FIRST, SECOND = "ab" * 32, "cd" * 32
PERSONS, PROVIDERS = 20, 5
TOTAL = PERSONS + PROVIDERS


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(identities, "BATCH_ROWS", 7)


@pytest.fixture
def coded():
    """Twenty persons and two providers with five qualifications, under C1."""
    numbers = [10_000_000_000 + each for each in range(PERSONS)]
    numbers += [20_000_000_000 + each for each in (1, 2, 3)] + [20_000_001_000 + each for each in (1, 2)]
    kinds = ["person"] * PERSONS + ["provider"] * PROVIDERS
    return identities.coded_identities(pl.DataFrame({"kind": kinds, "number": numbers}), lambda _: FIRST)


def opened(rows=TOTAL, changes=0, key="k"):
    entry = {"identities.parquet.age": SimpleNamespace(rows=rows), "mg.parquet.age": SimpleNamespace(rows=changes)}
    return SimpleNamespace(entry=entry.get, manifest=SimpleNamespace(key_ids={"c1": key}))


def changes(*pairs):
    schema = {"old_token": pl.Int32, "new_token": pl.Int32, "change_day": pl.Date}
    return pl.DataFrame([(*pair, None) for pair in pairs], schema=schema, orient="row")


def test_every_number_has_the_code_of_its_digits_and_the_tokens_run_on(coded):
    assert coded["token"].to_list() == list(range(TOTAL))
    digits = [str(n)[:8] if kind == "provider" else str(n) for kind, n in coded.select("kind", "number").iter_rows()]
    assert coded["code"].to_list() == code_distinct(pl.Series("code", digits), FIRST).to_list()
    last = [str(n)[8:] if kind == "provider" else None for kind, n in coded.select("kind", "number").iter_rows()]
    assert coded["qualification"].to_list() == last


def test_the_second_code_of_every_batch_is_that_of_the_whole(coded, tmp_path):
    source = tmp_path / "identities.parquet"
    assert identities.write_identities(coded, source, "k") == TOTAL
    arrival.check_identities(source, opened())
    some = coded["code"].to_list()
    aliases = {some[1]: some[20], some[24]: some[0]}
    recoded = pl.concat(relay.recode(identities.identity_batches(source), aliases, lambda _: SECOND))
    canonical = pl.Series("code", [aliases.get(code, code) for code in some])
    assert recoded["code"].to_list() == code_distinct(canonical, SECOND).to_list()
    kept = ["token", "qualification", "kind"]
    assert recoded.select(kept).rows() == coded.select(kept).rows()


@pytest.mark.parametrize(
    ("why", "facts", "change"),
    [
        ("more or fewer", {"rows": TOTAL + 1}, lambda frame: frame),
        ("more or fewer", {"rows": TOTAL - 5}, lambda frame: frame),
        ("tokens do not run", {}, lambda frame: frame.with_columns(token=pl.col("token") % 7)),
        ("tokens do not run", {}, lambda frame: frame[[*range(14), *range(15, TOTAL), 14]]),
        ("a code is not 32", {}, lambda frame: frame.with_columns(code=pl.col("code").str.head(31))),
        ("another key", {"key": "other"}, lambda frame: frame),
    ],
)
def test_what_is_wrong_in_a_later_batch_is_found_too(coded, tmp_path, why, facts, change):
    source = tmp_path / "identities.parquet"
    identities.write_identities(change(coded), source, "k")
    with pytest.raises(ParcelError, match=why):
        arrival.check_identities(source, opened(**facts))


def test_changes_of_number_get_the_codes_of_their_persons(coded, tmp_path):
    source = tmp_path / "identities.parquet"
    identities.write_identities(coded, source, "k")
    persons = coded.filter(pl.col("kind") == "person")["token"].to_list()
    found = arrival.changed_codes(changes((persons[0], persons[-1])), source, opened(changes=1))
    assert found == {token: coded["code"][token] for token in (persons[0], persons[-1])}
    assert arrival.changed_codes(changes(), source, opened()) == {}


@pytest.mark.parametrize("wrong", ["provider", "nobody", "empty", "rows"])
def test_changes_that_do_not_fit_are_refused(coded, tmp_path, wrong):
    source = tmp_path / "identities.parquet"
    identities.write_identities(coded, source, "k")
    kinds = dict(coded.select("kind", "token").iter_rows())
    token = {"provider": kinds["provider"], "nobody": TOTAL, "empty": None, "rows": kinds["person"]}[wrong]
    with pytest.raises(ParcelError, match="do not fit"):
        arrival.changed_codes(changes((kinds["person"], token)), source, opened(changes=2 if wrong == "rows" else 1))
