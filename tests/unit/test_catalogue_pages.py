"""The public pages of the catalogue: every kind in every language, search, facets, identifiers and forms."""

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from atlas_country import Reader, figures, publish_atlas
from catalogue_country import EXPLANATION, QUESTION, SEX, catalogued
from mutualis import release as releases_
from mutualis.atlas.library.distribution import distributions
from mutualis.atlas.library.negotiation import form
from mutualis.atlas.library.search import FACETS, Index, index, search
from mutualis.atlas.schema_org import block
from mutualis.picture.order import plain
from mutualis.release.catalogue import Edition, Item, latest_edition, read_edition

LANGUAGES = ("nl", "fr", "de", "en")
THINGS = [
    "database/pp", "table/derived_person_year", "variable/pp.sex", "variable/derived_person_year.gp_contacts",
    "codelist/increased_condition", "indicator/gp_contact", "authorisation/kce-05-033",
    "dataset/derived_person_year-2022",
]  # fmt: skip
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return catalogued(tmp_path_factory)


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Reader(folder)


@pytest.fixture(scope="module")
def edition(folder: Path) -> Edition:
    return read_edition(latest_edition(folder))


@pytest.fixture(scope="module")
def there(edition: Edition) -> Index:
    return index(edition)


def text_of(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("thing", THINGS)
def test_every_kind_has_a_page_in_every_language(reader: Reader, thing: str, language: str) -> None:
    page = reader.ask(f"/catalogue/{thing}?lang={language}")
    assert page.status_code == 200
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}">' in page.text


def test_every_thing_of_the_catalogue_has_a_page(reader: Reader, edition: Edition) -> None:
    answers = {key: reader.ask(f"/catalogue/{key[0]}/{key[1]}?lang=fr").status_code for key in edition.items}
    assert {key: status for key, status in answers.items() if status != 200} == {}


def test_a_text_in_another_language_is_marked_and_said_to_be(reader: Reader, edition: Edition) -> None:
    assert "de" not in edition.item(*SEX).texts["title"]
    page = reader.ask("/catalogue/variable/pp.sex?lang=de").text
    assert '<span lang="en">Sex</span>' in page
    assert "nur auf Englisch" in page


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_dutch_and_french_pages_of_variables_need_no_other_language(
    reader: Reader, edition: Edition, language: str
) -> None:
    other = re.compile(rf'<h1>\s*<span lang="(?!{language})')
    wrong = [each.name for each in edition.of("variable")[::7]
             if other.search(reader.ask(f"/catalogue/variable/{each.name}?lang={language}").text)]  # fmt: skip
    assert wrong == []


def test_the_page_of_a_variable_has_the_fields_of_the_fiche(reader: Reader) -> None:
    """Identity, text, availability, provenance: methods 1.5."""
    text = text_of(reader.ask("/catalogue/variable/pp.sex?lang=nl").text)
    for wanted in (
        "Officiële code PP0020", "Databank Populatie", "Codelijst Geslacht", "alle verzekerden (ALL)",
        "permanente steekproef (EPS)", "Eerste gegevens 1 januari 2002", "Laatste gegevens nog in gebruik",
        "Instelling van herkomst Verzekeringsinstelling", "Oorspronkelijk formaat code", "Lengte (tekens) 1",
        "Meetniveau categorieën", "Plaats in het record 29-29", "Een opmerking doorgeven",
    ):  # fmt: skip
        assert wanted in text


def test_the_page_of_a_database_has_the_fields_of_its_sheet(reader: Reader) -> None:
    text = text_of(reader.ask("/catalogue/database/pp?lang=fr").text)
    for wanted in ("But Savoir qui est assuré", "Population Toutes les personnes", "Contenu Année de naissance",
                   "Une ligne est Un état", "Mise à jour Livré par semestre"):  # fmt: skip
        assert wanted in text


def test_the_page_of_a_table_names_its_data_sets_by_year_and_version(reader: Reader) -> None:
    page = reader.ask("/catalogue/table/derived_person_year?lang=en").text
    assert 'href="/catalogue/dataset/derived_person_year-2022/1?lang=en"' in page


def test_open_data_have_their_files_and_other_data_say_that_they_are_not_public(
    reader: Reader, edition: Edition
) -> None:
    item = next(each for each in edition.of("dataset") if each.facts["access"] == "PUBLIC")
    page = reader.ask(f"/catalogue/dataset/{item.name}?lang=en").text
    links = re.findall(r'href="(/files/[^"]+)"', page)
    assert len(links) == len(edition.about["open_files"][item.facts["release"]])
    assert [reader.ask(each).status_code for each in links] == [200] * len(links)
    closed = reader.ask("/catalogue/dataset/derived_person_year-2022?lang=en").text
    assert "under an authorisation only" in closed
    assert "/files/" not in closed


def test_the_picture_of_a_database_has_databases_and_tables_only(reader: Reader) -> None:
    page = reader.ask("/catalogue/database/gz?lang=en").text
    svg = page[page.index('<svg class="lineage"') :]
    kinds = set(re.findall(r'href="/catalogue/([a-z]+)/', svg[: svg.index("</svg>")]))
    assert kinds == {"table"}


def test_what_people_added_is_on_the_page_with_who_and_when(reader: Reader) -> None:
    text = text_of(reader.ask("/catalogue/variable/pp.sex?lang=fr").text)
    assert EXPLANATION["text"]["fr"] in text
    assert QUESTION["question"]["fr"] in text
    assert "Écrit par a.adam, relu par b.baert le" in text
    assert "Relu par c.claes" in text


def test_the_lineage_is_a_picture_and_the_same_as_a_list(reader: Reader) -> None:
    page = reader.ask("/catalogue/variable/derived_person_year.gp_contacts?lang=en").text
    svg = page[page.index('<svg class="lineage"') : page.index("</svg>", page.index('<svg class="lineage"'))]
    drawn = {unescape(each) for each in re.findall(r'href="(/catalogue/[^"?]+)', svg)}
    assert {"/catalogue/variable/gz.service_day", "/catalogue/indicator/gp_contact"} <= drawn
    listed = page[page.index("</svg>", page.index('<svg class="lineage"')) :]
    assert all(f'href="{each}' in listed for each in drawn)


def test_a_distribution_shows_the_figures_of_the_release_and_nothing_else(
    folder: Path, edition: Edition, reader: Reader
) -> None:
    release = releases_.read(releases_.latest(folder))
    (found,) = distributions(edition, edition.item(*SEX), release, "en")
    there = {each.category: each for each in release.figures("insured", 2025, "country", "sex")}
    assert [row.value.replace(",", "") for row in found.rows] == [str(there[code].value) for code in ("1", "2")]
    text = text_of(reader.ask("/catalogue/variable/pp.sex?lang=en").text)
    assert all(row.value in text for row in found.rows)


def test_a_hidden_figure_has_no_value_and_no_bar(tmp_path: Path, edition: Edition) -> None:
    table = figures(("insured",))
    rows = table.to_pylist()
    for row in rows:
        if (row["level"], row["split"], row["category"]) == ("country", "sex", "1"):
            row |= {"status": "suppressed", "numerator": None, "standardised": None}
    folder = tmp_path / "releases"
    publish_atlas(folder, ("insured",), type(table).from_pylist(rows, table.schema))
    release = releases_.read(releases_.latest(folder))
    (found,) = distributions(edition, edition.item(*SEX), release, "en")
    assert [(row.value, row.length) for row in found.rows if row.status == "suppressed"] == [("", None)]


def test_a_variable_whose_distribution_was_not_published_says_so(reader: Reader) -> None:
    assert "is not published" in reader.ask("/catalogue/variable/gz.reimbursed_cents?lang=en").text


def names(there: Index, query: str, language: str = "nl", **chosen: str) -> list[str]:
    return [each.name for each in search(there, query, chosen, language).items]


def test_search_finds_what_has_every_word_without_minding_accents_or_capitals(there: Index) -> None:
    assert "derived_person_year.gp_contacts" in names(there, "GENERALISTE visite")
    assert names(there, "généraliste") == names(there, "Generaliste")
    assert names(there, "generaliste xyzzy") == []


def test_an_official_code_is_found_first(there: Index) -> None:
    assert names(there, "PP0020")[0] == "pp.sex"


def test_the_text_of_a_code_finds_its_list(there: Index) -> None:
    assert "increased_condition" in names(there, "RVV-voordeel", kind="codelist")


def test_what_people_wrote_is_searched_too(there: Index) -> None:
    assert names(there, "toelichting voor analisten") == ["pp.sex"]


def test_facets_follow_lineage(there: Index) -> None:
    assert "gp_contact" in names(there, "", kind="indicator", database="gz")
    assert "gp_contact" not in names(there, "", kind="indicator", database="fu")
    assert "derived_person_year.gp_contacts" in names(there, "", kind="variable", theme="gp")
    assert "gz.service_day" in names(there, "", kind="variable", used="yes")
    of_stays = names(there, "", kind="variable", table="derived_stay")
    assert "derived_stay.nights" in of_stays
    assert "derived_population_year.sex" not in of_stays


words = st.sampled_from(["", "jaar", "arts", "geneesmiddel", "sexe", "kosten patient", "MAF", "pp"])


@given(query=words, kind=st.sampled_from(["", "variable", "codelist"]), database=st.sampled_from(["", "gz", "pp"]))
def test_the_count_of_a_facet_is_what_choosing_it_finds(query: str, kind: str, database: str) -> None:
    there = SHELF["there"]
    chosen = {"kind": kind, "database": database}
    found = search(there, query, chosen, "nl")
    assert all(all(word in plain(" ".join(_words(each))) for word in plain(query).split()) for each in found.items)
    for facet in FACETS:
        for value, number in list(found.counts[facet].items())[:3]:
            assert len(search(there, query, {**chosen, facet: value}, "nl").items) == number


SHELF: dict[str, Any] = {}


@pytest.fixture(autouse=True, scope="module")
def shelf(there: Index) -> None:
    SHELF["there"] = there


def _words(item: Item) -> list[str]:
    entry = next(each for each in SHELF["there"].entries if each.item == item)
    return [entry.words]


def test_the_search_page_keeps_the_choices_and_can_be_leafed_through(reader: Reader) -> None:
    page = reader.ask("/catalogue?lang=nl&kind=variable&q=dag").text
    assert 'value="dag"' in page
    assert re.search(r'<option value="variable" selected>', page)
    assert "page=2" in page
    last = reader.ask("/catalogue?lang=nl&kind=variable&page=9999")
    assert last.status_code == 200


def test_nothing_found_is_said(reader: Reader) -> None:
    assert "Nothing has all these words" in reader.ask("/catalogue?lang=en&q=xyzzy").text


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/html", "html"), ("*/*", "html"), ("", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"),
        ("text/html;q=0.4, text/turtle;q=0.9", "ttl"), ("text/turtle;q=0.1, */*;q=0.8", "html"),
        ("text/turtle;q=nonsense", "html"), ("application/xhtml+xml, application/json;q=0.2", "html"),
    ],
)  # fmt: skip
def test_the_form_with_the_greatest_weight_is_given(accept: str, wanted: str) -> None:
    assert form(accept) == wanted


def test_an_identifier_leads_to_the_page_or_the_graph_that_is_asked_for(reader: Reader) -> None:
    page = reader.ask("/id/variable/pp.sex")
    assert (page.status_code, page.headers["location"]) == (303, "/catalogue/variable/pp.sex")
    graph = reader.ask("/id/variable/pp.sex", accept="text/turtle")
    assert (graph.status_code, graph.headers["location"]) == (303, "/catalogue/variable/pp.sex.ttl")
    assert reader.ask("/id/variable/pp.sex", accept="application/ld+json").headers["location"].endswith(".jsonld")
    assert reader.ask("/id/agency/ima-aim").status_code == 303


def test_an_identifier_with_an_edition_leads_to_that_edition(reader: Reader, edition: Edition) -> None:
    answer = reader.ask(f"/id/variable/pp.sex/{edition.id}")
    assert answer.headers["location"] == f"/catalogue/variable/pp.sex?edition={edition.id}"
    assert f"edition {edition.id}" in text_of(reader.ask(answer.headers["location"] + "&lang=en").text)


def test_a_data_set_without_a_version_is_its_newest(reader: Reader) -> None:
    answer = reader.ask("/id/dataset/derived_person_year-2022")
    assert answer.headers["location"] == "/catalogue/dataset/derived_person_year-2022/1"


def test_every_identifier_in_the_graph_leads_somewhere(reader: Reader, edition: Edition) -> None:
    graph = Graph().parse(data=reader.ask("/catalogue.ttl").text, format="turtle")
    root = edition.about["address"]
    own = {str(each) for triple in graph for each in triple if str(each).startswith(f"{root}id/")}
    paths = {each.removeprefix(root).partition("#")[0] for each in own}
    assert len(paths) > 10
    assert [each for each in sorted(paths) if reader.ask(f"/{each}").status_code != 303] == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside the parser of rdflib
def test_the_two_graphs_say_the_same(reader: Reader) -> None:
    turtle = Graph().parse(data=reader.ask("/catalogue.ttl").text, format="turtle")
    linked = Graph().parse(data=reader.ask("/catalogue.jsonld").text, format="json-ld")
    assert turtle.isomorphic(linked)


def test_the_json_ld_fetches_no_context(reader: Reader) -> None:
    for address in ("/catalogue.jsonld", "/catalogue/codelist/sex.jsonld"):
        context = json.loads(reader.ask(address).text)["@context"]
        assert isinstance(context, dict)


def test_accept_gives_the_graph_of_the_catalogue_itself(reader: Reader) -> None:
    answer = reader.ask("/catalogue", accept="text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert answer.text == reader.ask("/catalogue.ttl").text
    assert "Accept" in answer.headers["vary"]


def test_a_code_list_is_saved_as_csv_whole(reader: Reader, edition: Edition) -> None:
    answer = reader.ask("/catalogue/codelist/nomenclature.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["code"] for row in rows] == [each.code for each in edition.codes["nomenclature"]]
    assert {"valid_from", "valid_to", "nl", "fr"} <= set(rows[0])


def test_the_variables_of_a_database_are_saved_as_csv(reader: Reader) -> None:
    rows = list(csv.DictReader(io.StringIO(reader.ask("/catalogue/database/pp.csv").text)))
    sex = next(row for row in rows if row["name"] == "pp.sex")
    assert (sex["official"], sex["title_fr"], sex["codelist"]) == ("PP0020", "Sexe", "sex")


@pytest.mark.parametrize(
    "address",
    ["/catalogue/variable/nothing", "/catalogue/nonsense/pp", "/id/variable/nothing", "/catalogue?edition=never",
     "/catalogue/variable/pp.sex.csv", "/id/nonsense/x", "/catalogue/variable/pp.sex?edition=../.."],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_gets_a_clear_page(reader: Reader, address: str, language: str) -> None:
    mark = "&" if "?" in address else "?"
    answer = reader.ask(f"{address}{mark}lang={language}")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text


def test_without_an_edition_the_page_says_so(tmp_path: Path) -> None:
    publish_atlas(tmp_path / "releases")
    answer = Reader(tmp_path / "releases").ask("/catalogue?lang=fr")
    assert answer.status_code == 503
    assert "Aucune édition du catalogue" in unescape(answer.text)


@pytest.mark.parametrize("address", ["/", "/trend", "/fiche", "/release", "/authorisations", "/catalogue",
                                     *(f"/catalogue/{each}" for each in THINGS), "/nowhere"])  # fmt: skip
def test_every_page_describes_itself_in_schema_org(reader: Reader, address: str) -> None:
    page = reader.ask(f"{address}?lang=nl").text
    blocks = BLOCK.findall(page)
    assert len(blocks) == 1
    said = json.loads(blocks[0])
    assert said["@context"] == {"@vocab": "https://schema.org/"}
    assert said["@type"]
    assert said["name"]


def test_nothing_in_the_description_can_leave_its_element() -> None:
    told = block({"name": "</script><script>alert(1)</script>&\u2028"})
    assert "<" not in told
    assert "&" not in told
    assert json.loads(told)["name"].startswith("</script>")
