"""The store of the catalogue: its schema, what is filled in, and what people added that no filling takes away."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from atlas_country import publish_atlas
from catalogue_country import EXPLANATION, approved
from mutualis import catalogue, tables
from mutualis.catalogue import declared, filling, reading
from mutualis.catalogue.schema import METADATA, THING
from mutualis.catalogue.store import MIGRATIONS, transaction
from mutualis.reference import all_indicator_facts, codelist, codelist_names, databases, layout
from mutualis.release.catalogue import Item


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    publish_atlas(folder)
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, releases: Path) -> sa.Engine:
    store = catalogue.open_store(tmp_path_factory.mktemp("store") / catalogue.FILE)
    catalogue.fill(store, releases)
    return store


def items_of(store: sa.Engine) -> dict[tuple[str, str], Item]:
    with transaction(store) as connection:
        return {each.key: each for each in reading.items(connection)}


def test_the_migrations_make_the_schema_that_the_program_uses(tmp_path: Path) -> None:
    with catalogue.open_store(tmp_path / "new.sqlite").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_migrations_give_the_same_statements_as_the_schema(tmp_path: Path) -> None:
    def statements(store: sa.Engine) -> dict[str, list[str]]:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        with store.connect() as connection:
            return {
                name: sorted(re.findall(r"[^,()\s][^,\n]*", sql)) for name, sql in connection.exec_driver_sql(asked)
            }

    plain = sa.create_engine(f"sqlite:///{tmp_path / 'plain.sqlite'}")
    METADATA.create_all(plain)
    assert statements(catalogue.open_store(tmp_path / "new.sqlite")) == statements(plain)


def test_the_migrations_can_be_taken_back(tmp_path: Path) -> None:
    store = catalogue.open_store(tmp_path / "back.sqlite")
    with store.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]


def test_opening_a_store_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        store = catalogue.open_store(tmp_path / "again.sqlite")
        with store.connect() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == ["0001"]


def test_every_declaration_is_in_the_catalogue(filled: sa.Engine) -> None:
    there = items_of(filled)
    fields = {f"{code}.{field.name}" for code in databases() for field in layout(code).all}
    columns = {f"{each.name}.{name}" for each in tables.TABLES if each.stage == "derived" for name in each.columns}
    assert {name for kind, name in there if kind == "variable"} == fields | columns
    assert {name for kind, name in there if kind == "codelist"} == set(codelist_names())
    assert {name for kind, name in there if kind == "indicator"} == set(all_indicator_facts())
    assert {name for kind, name in there if kind == "database"} == set(databases())


def test_every_title_is_in_dutch_and_in_french(filled: sa.Engine) -> None:
    lacking = [
        (each.name, field)
        for each in items_of(filled).values()
        for field, words in each.texts.items()
        if not {"nl", "fr"} <= set(words)
    ]
    assert lacking == []


def test_titles_of_lists_tables_and_databases_are_in_four_languages(filled: sa.Engine) -> None:
    kinds = {"codelist", "table", "database", "dataset", "indicator"}
    lacking = [each.key for each in items_of(filled).values() if each.kind in kinds and len(each.texts["title"]) != 4]
    assert lacking == []


def test_the_codes_of_a_list_are_in_the_store_with_their_validity(filled: sa.Engine) -> None:
    with transaction(filled) as connection:
        codes = reading.codes(connection)["increased_condition"]
    rows = codelist("increased_condition").rows
    told = [(each.code, each.words["nl"], each.valid_from, each.valid_to) for each in codes]
    assert told == [(row["code"], row["nl"], row["valid_from"], row["valid_to"]) for row in rows]


def test_filling_again_changes_nothing(filled: sa.Engine, releases: Path) -> None:
    before = items_of(filled)
    again = catalogue.fill(filled, releases)
    assert (again.added, again.changed, again.retired, again.back) == (0, 0, 0, 0)
    assert items_of(filled) == before


def test_every_link_leads_to_a_thing(filled: sa.Engine) -> None:
    there = items_of(filled)
    assert [link for each in there.values() for link in each.links if link.key not in there] == []


def test_data_sets_are_by_year_and_version_of_the_release(filled: sa.Engine, releases: Path) -> None:
    sets = {name: each.facts for (kind, name), each in items_of(filled).items() if kind == "dataset"}
    assert sets["derived_person_year-2022/1"]["access"] == "NON_PUBLIC"
    assert sets["derived_person_year-2025/1"]["first_day"] == "2025-01-01"
    release = (releases / "latest").read_text().strip()
    assert sets[f"open-data-2022-2025/{release}"]["access"] == "PUBLIC"


def a_store(folder: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> tuple[sa.Engine, object]:
    """A store that is filled from a few declared things, and what fills it again with others."""
    store = catalogue.open_store(folder / "small.sqlite")

    def fill(*those: str) -> filling.Filled:
        there = tuple(Item("table", name, {"title": {"nl": name, "fr": name}}, {"key": "x"}) for name in those)
        monkeypatch.setattr(filling, "declared", lambda _: there)
        return catalogue.fill(store)

    fill(*names)
    return store, fill


def test_what_is_no_longer_declared_is_retired_and_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, fill = a_store(tmp_path, monkeypatch, "one", "two")
    assert fill("one").retired == 1
    gone = items_of(store)["table", "two"]
    assert gone.retired
    assert gone.texts["title"]["nl"] == "two"
    assert fill("one").retired == 0, "it is retired once"
    assert fill("one", "two").back == 1
    assert not items_of(store)["table", "two"].retired


def test_what_people_added_outlives_every_filling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, fill = a_store(tmp_path, monkeypatch, "one", "two")
    approved(store, "table", "two", "explanation", EXPLANATION)
    fill("one")
    fill("one", "two", "three")
    assert [note.words for note in items_of(store)["table", "two"].notes] == [EXPLANATION]


def test_a_name_is_never_taken_out_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, fill = a_store(tmp_path, monkeypatch, "one", "two")
    fill("three")
    with transaction(store) as connection:
        names = connection.execute(sa.select(THING.c.name)).scalars().all()
    assert sorted(names) == ["one", "three", "two"]


def test_the_declarations_have_no_thing_twice() -> None:
    keys = [each.key for each in declared.declared()]
    assert len(keys) == len(set(keys))
