"""The structures of a release in SDMX: code lists, concepts, one data structure, and the dataflows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pysdmx.model import (
    Agency,
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    Dataflow,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Role,
)
from pysdmx.model.organisation import AgencyScheme

from mutualis import reference
from mutualis.atlas.open.sdmx.names import ALL_OF_IT, code, flow, spread
from mutualis.atlas.rows import GROUP
from mutualis.picture.comparison import COMPARED
from mutualis.picture.rebased import HOWS
from mutualis.release import LANGUAGES, LEVELS, Release
from mutualis.release.values import TOTAL

POLARITIES = ("higher", "lower", "none")
FIGURES, CONCEPTS, AGENCIES = "FIGURES", "CONCEPTS", "AGENCIES"
TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
STATUSES = {"shown": ("A", "F"), "suppressed": ("Q", "C"), "none": ("M", "F")}  # {status: OBS_STATUS, CONF_STATUS}
NUMBERS = {
    "LOWER_BOUND": "low",
    "UPPER_BOUND": "high",
    "STANDARDISED": "standardised",
    "STANDARDISED_LOWER": "standardised_low",
    "STANDARDISED_UPPER": "standardised_high",
    "NUMERATOR": "numerator",
    "DENOMINATOR": "denominator",
}
OF_INDICATOR = {
    "UNIT_MEASURE": "open.column_unit",
    "DEFINITION_VERSION": "open.column_definition_version",
    "DATA_VERSION": "open.column_data_version",
}
OF_MAKING = {"MEMBERS": "open.column_members", "DIVISION": "open.column_division"}
OF_DATASET = {"RELEASE": "open.column_release", "ROOT": "open.column_root", "LICENCE": "open.column_licence"}
Names = Mapping[str, str]


@dataclass(frozen=True)
class Structures:
    """What a release has, by kind of SDMX-REST resource; `version` is the release's number."""

    version: str
    lists: Mapping[str, Codelist]
    concepts: ConceptScheme
    structure: DataStructureDefinition
    flows: Mapping[str, Dataflow]
    agencies: AgencyScheme

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The ids of the dimensions of a key, in order; time is not in a key."""
        return tuple(each.id for each in self.structure.components.dimensions if each.id != TIME)


def structures(release: Release, version: str) -> Structures:
    """The structures of a release under a version."""
    agency = reference.open_data().agency
    maker = _Maker(agency, version)
    lists = {name: maker.codelist(name, title, codes) for name, (title, codes) in _lists(release).items()}
    concepts = _concepts(release)
    scheme = ConceptScheme(
        id=CONCEPTS,
        name=spread(texts("open.sdmx_concepts")),
        agency=agency,
        version=version,
        items=[_concept(each, names, lists) for each, names in concepts.items()],
    )
    components = Components(_components(release, maker, lists))
    title = spread(texts("release.csvw_title"))
    structure = DataStructureDefinition(id=FIGURES, name=title, agency=agency, version=version, components=components)
    named = {FIGURES: title, **{flow(each): spread(_titles(release, each)) for each in release.indicators}}
    return Structures(
        version,
        lists,
        scheme,
        structure,
        {each: maker.flow(each, name) for each, name in named.items()},
        AgencyScheme(id=AGENCIES, name="Agencies", agency="SDMX", items=[Agency(id=agency, name="mutualis")]),
    )


@dataclass(frozen=True)
class _Maker:
    agency: str
    version: str

    def codelist(self, name: str, title: Names, codes: Mapping[str, Names]) -> Codelist:
        items = [Code(id=each, name=spread(names)) for each, names in codes.items()]
        return Codelist(id=f"CL_{name}", name=spread(title), agency=self.agency, version=self.version, items=items)

    def component(self, name: str, role: Role, codes: Codelist | None = None, **more: Any) -> Component:
        concept = ItemReference(
            sdmx_type="Concept", agency=self.agency, id=CONCEPTS, version=self.version, item_id=name
        )
        return Component(
            id=name, required=more.pop("required", True), role=role, concept=concept, local_codes=codes, **more
        )

    def flow(self, name: str, title: str) -> Dataflow:
        urn = f"DataStructure={self.agency}:{FIGURES}({self.version})"
        return Dataflow(id=name, name=title, agency=self.agency, version=self.version, structure=urn)


def texts(key: str) -> Names:
    """A text in every language."""
    return {language: reference.text(key, language) for language in LANGUAGES}


def _titles(release: Release, indicator: str) -> Names:
    return {language: release.sheet(indicator).text("title", language) for language in LANGUAGES}


def _lists(release: Release) -> dict[str, tuple[Names, dict[str, Names]]]:
    """{name: (its title, {code: names})} of every coded component."""
    own = {GROUP: texts("open.level_group")}
    words = {each: texts(f"open.sdmx_{each.lower()}") for each in ("FREQ", "OBS_STATUS", "CONF_STATUS")}
    return {
        "FREQ": (words["FREQ"], {"A": texts("open.sdmx_yearly")}),
        "INDICATOR": (
            texts("release.dimension_indicator"),
            {flow(each): _titles(release, each) for each in release.indicators},
        ),
        "AREA_LEVEL": (
            texts("open.dimension_level"),
            {each: texts(f"release.level_{each}") for each in LEVELS if each in release.levels} | own,
        ),
        "REF_AREA": (texts("release.dimension_area"), _areas(release) | own),
        **{
            name.upper(): (release.classifications[name].names, _categories(release, name)) for name in divided(release)
        },
        "OBS_STATUS": (words["OBS_STATUS"], {each: texts(f"open.sdmx_status_{each.lower()}") for each in "AQM"}),
        "CONF_STATUS": (words["CONF_STATUS"], {each: texts(f"open.sdmx_conf_{each.lower()}") for each in "FC"}),
        "COMPARISON": (
            texts("open.column_comparison_words"),
            {each.upper(): texts(f"comparison.{each}") for each in COMPARED},
        ),
        "MADE": (texts("open.column_made"), {each.upper(): texts(f"open.made_as_{each}") for each in HOWS}),
        "POLARITY": (
            texts("open.sdmx_polarity"),
            {each.upper(): texts(f"indicator_polarity.{each}") for each in POLARITIES},
        ),
    }


def divided(release: Release) -> tuple[str, ...]:
    """The classifications that are dimensions: all but the total."""
    return tuple(each for each in release.classifications if each != TOTAL)


def _categories(release: Release, name: str) -> dict[str, Names]:
    total = {ALL_OF_IT: texts("release.split_total")}
    return total | {code(each): names for each, names in release.classifications[name].categories.items()}


def _areas(release: Release) -> dict[str, Names]:
    """{code: names} of all years: of the newest year, and of the coarsest level where two share a code."""
    found: dict[str, Names] = {}
    for year in reversed(release.years):
        for level in LEVELS:
            for each in release.areas_by.get((year, level), {}).values():
                found.setdefault(each.code, each.names)
    return dict(sorted(found.items()))


def _concepts(release: Release) -> dict[str, Names]:
    coded = {name: title for name, (title, _) in _lists(release).items()}
    numbers = {each: texts(f"release.column_{column}") for each, column in NUMBERS.items()}
    told = {each: texts(key) for each, key in {**OF_INDICATOR, **OF_MAKING, **OF_DATASET}.items()}
    return coded | {TIME: texts("release.dimension_year"), VALUE: texts("release.column_value")} | numbers | told


def _concept(name: str, names: Names, lists: Mapping[str, Codelist]) -> Concept:
    """A concept with what its values are: clients look there (sdmx1 for the attributes of a data set)."""
    if name in lists:
        return Concept(id=name, name=spread(names), codes=lists[name])
    kind = DataType.PERIOD if name == TIME else DataType.DOUBLE if name in (VALUE, *NUMBERS) else DataType.STRING
    return Concept(id=name, name=spread(names), dtype=kind)


def _components(release: Release, maker: _Maker, lists: Mapping[str, Codelist]) -> Sequence[Component]:
    dimensions = ["FREQ", "INDICATOR", "AREA_LEVEL", "REF_AREA", *(each.upper() for each in divided(release))]
    observed: dict[str, Any] = {"required": False, "attachment_level": "O"}
    shared: dict[str, Any] = {"required": False, "attachment_level": "INDICATOR"}
    return [
        *(maker.component(each, Role.DIMENSION, lists[each]) for each in dimensions),
        maker.component(TIME, Role.DIMENSION, local_dtype=DataType.PERIOD),
        maker.component(VALUE, Role.MEASURE, local_dtype=DataType.DOUBLE),
        maker.component("OBS_STATUS", Role.ATTRIBUTE, lists["OBS_STATUS"], attachment_level="O"),
        *(
            maker.component(each, Role.ATTRIBUTE, lists[each], **observed)
            for each in ("CONF_STATUS", "COMPARISON", "MADE")
        ),
        *(maker.component(each, Role.ATTRIBUTE, local_dtype=DataType.STRING, **observed) for each in OF_MAKING),
        *(maker.component(each, Role.ATTRIBUTE, local_dtype=DataType.DOUBLE, **observed) for each in NUMBERS),
        maker.component("POLARITY", Role.ATTRIBUTE, lists["POLARITY"], **shared),
        *(maker.component(each, Role.ATTRIBUTE, local_dtype=DataType.STRING, **shared) for each in OF_INDICATOR),
        *(
            maker.component(each, Role.ATTRIBUTE, local_dtype=DataType.STRING, required=False, attachment_level="D")
            for each in OF_DATASET
        ),
    ]
