"""The synthetic country after the whole way, against the truth that only its generator knows."""

import json
from contextlib import closing
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from mutualis import disclosure, pipeline, reference, release, tables
from mutualis.coding import code_distinct
from mutualis.indicators.definitions import chosen
from mutualis.pipeline import Silent, Workspace
from mutualis.synthetic import Truth

# Indicator and what the truth calls its numerator; faults that were planted and refused make the small difference.
COUNTED = {
    "increased_reimbursement": "increased_reimbursement",
    "gp_contact": "gp_patients",
    "gmd": "gmd_patients",
    "diabetes": "diabetes_patients",
    "polypharmacy": "polypharmacy_5",
    "antibiotics_ddd": "antibiotic_ddd_thousandths",
    "classic_stays": "classic_stays",
    "day_stays": "day_stays",
    "mean_copayment": "copayment_cents",
    "mean_supplement": "supplement_cents",
}


def core(country: Workspace, table: str) -> pl.DataFrame:
    return pl.read_parquet(country.lake().files(table))


def person_codes(country: Workspace, numbers: list[str]) -> dict[str, str]:
    """National number -> C2 with the keys of an insurer and the third party, before any change of number."""
    first = code_distinct(pl.Series(numbers), next(country.insurers()).keys.subkey("c1", "person"))
    second = code_distinct(first, country.ttp.keys.subkey("c2", "person"))
    return dict(zip(numbers, second.to_list(), strict=True))


def canonical(country: Workspace) -> dict[str, str]:
    changes = core(country, "core_number_change")
    return dict(zip(changes["old_person_id"], changes["person_id"], strict=True))


def test_accepted_plus_set_aside_is_declared_and_what_was_accepted_is_loaded(country: Workspace) -> None:
    accepted = 0
    for node in country.senders():
        for path in node.store.glob("accepted/*/outcome.json"):
            outcome = json.loads(path.read_text())
            for database, declared in outcome["declared"].items():
                parts = [outcome[part][database] for part in ("accepted", "set_aside")]
                assert {code: sum(part[code] for part in parts) for code in declared} == declared
                accepted += outcome["accepted"][database]["rows"] if database != "mg" else 0
    sources = (reference.source_database(code).core_table for code in reference.content_codes())
    loaded = sum(core(country, name).height for name in sources)
    assert loaded == accepted > 10 * 1500


def test_a_person_who_changed_insurer_keeps_one_code_in_the_data_of_both(country: Workspace) -> None:
    changed = Truth(country.truth).table("changed_insurer").to_pylist()
    codes = person_codes(country, [row["person"] for row in changed])
    states = core(country, "core_member_state").select("person_id", "delivery_id")
    states = pl.concat([states, core(country, "core_care_line").select("person_id", "delivery_id")])
    sender = {entry.hash: entry.sender for entry in country.centre.ledger.deliveries(kind="relay")}
    senders = states.unique().group_by("person_id").agg(pl.col("delivery_id").replace_strict(sender).n_unique())
    by_code = dict(senders.iter_rows())
    in_two = [code for code in codes.values() if by_code.get(code, 0) == 2]
    assert changed
    assert in_two, "no person who changed insurer was found under one code in the data of two insurers"


def test_a_person_whose_number_changed_has_one_code(country: Workspace) -> None:
    changes = Truth(country.truth).table("number_change").to_pylist()
    numbers = [row[key] for row in changes for key in ("old_number", "new_number")]
    codes, later = person_codes(country, numbers), canonical(country)
    used = set(core(country, "core_member_state")["person_id"]) | set(core(country, "core_care_line")["person_id"])
    assert changes
    for row in changes:
        old, new = codes[row["old_number"]], codes[row["new_number"]]
        seen = {later.get(code, code) for code in (old, new) if code in used}
        assert len(seen) <= 1, "a person whose number changed is in the warehouse under two codes"
    assert any(codes[row["old_number"]] in used or codes[row["new_number"]] in used for row in changes)


def test_the_insured_are_counted_as_the_country_has_them(country: Workspace) -> None:
    truth = pl.from_arrow(Truth(country.truth).table("count"))
    assert isinstance(truth, pl.DataFrame)
    cells = pl.read_parquet(country.lake().files("result_indicator"))
    whole = cells.filter((pl.col("level") == "country") & (pl.col("split") == "total"))
    counted = dict(zip(whole["indicator"], whole["numerator"], strict=True))
    assert counted["insured"] == truth["insured"].sum()
    for indicator, column in COUNTED.items():
        assert counted[indicator] == pytest.approx(truth[column].sum(), rel=0.03), indicator


def test_running_again_changes_nothing(country: Workspace) -> None:
    before = {name: country.lake().version(name) for name in country.lake().tables()}
    last = release.latest(country.releases)
    rows = pipeline.run(country, Silent())
    assert {name: country.lake().version(name) for name in country.lake().tables()} == before
    assert release.latest(country.releases) == last
    assert rows[0].rows_in == 0


def test_the_attacker_fails_on_the_release_and_wins_without_secondary_suppression(country: Workspace) -> None:
    with closing(country.engine(country.centre)) as engine:
        engine.use("result_indicator", country.lake().files("result_indicator"))
        counted = tables.result_indicator
        cells = engine.arrow(counted.filter(counted.indicator.isin([each.name for each in chosen()])))
    assert disclosure.protect(cells, chosen()).verdict.is_safe
    with pytest.raises(disclosure.Breach) as breach:
        disclosure.protect(cells, chosen(), secondary=False, repair=False)
    assert breach.value.verdict.breached


def test_a_person_finds_a_verdict_and_a_sentence_for_every_cell(country: Workspace, tmp_path: Path) -> None:
    pipeline.protect(country, Silent(), tmp_path / "verdicts.csv")
    told = pl.read_csv(tmp_path / "verdicts.csv", schema_overrides={"area_code": pl.String, "category": pl.String})
    figures = release.read(release.latest(country.releases)).figures_by.table
    assert told.height == figures.num_rows
    assert set(told["verdict"]) == {"pass", "review", "suppress"}
    assert told["sentence"].str.len_chars().min() > 10
    assert (tmp_path / "verdicts.csv").stat().st_mode & 0o077 == 0, "only the owner may read it"


def test_the_release_names_the_versions_it_was_made_of_and_they_are_pinned(country: Workspace) -> None:
    described = json.loads((release.latest(country.releases) / "release.json").read_text())
    pinned = {(pin.table, pin.version) for pin in country.centre.ledger.pins()}
    for table in ("core_care_line", "core_dispensing", "core_member_state", "derived_person_year"):
        assert (table, int(described["versions"][table])) in pinned


def test_no_file_of_the_centre_names_an_insurer(country: Workspace) -> None:
    names = [node.name for node in country.insurers()]
    for path in (country.centre.store / "warehouse").rglob("*.parquet"):
        table = pq.read_table(path)
        for column in table.column_names:
            if str(table.schema.field(column).type) == "string":
                assert not set(names) & set(table[column].unique().to_pylist())
