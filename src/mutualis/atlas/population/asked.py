"""What a dashboard's address asks for, checked against the release."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from mutualis import reference
from mutualis.atlas.wrong import Wrong
from mutualis.picture.serving.languages import preferred
from mutualis.release import LANGUAGES, Release


@dataclass(frozen=True)
class Asked:
    """The state of a dashboard: the place as it stands in the address, the condition, the indicator of the map and
    funnel, the year, the language, and the release where the reader asked for a given one."""

    area: str
    condition: str
    indicator: str
    year: int
    lang: str
    release: str = ""

    def url(self, path: str = "/population", **changes: object) -> str:
        """The address with some parts changed; empty parts are left out."""
        said = asdict(replace(self, **changes))  # type: ignore[arg-type]
        return f"{path}?{urlencode({name: value for name, value in said.items() if value})}"


NAMES = tuple(Asked.__dataclass_fields__)


def asked_of(query: Mapping[str, str], release: Release, accept_language: str = "") -> Asked:
    """What is asked; left out is the country, everybody, the first indicator that there is, the newest year."""
    if set(query) - set(NAMES):
        raise Wrong("wrong_part", there=", ".join(NAMES))
    conditions = tuple(reference.population_dashboard().conditions)
    condition = _one_of("condition", query.get("condition") or conditions[0], conditions)
    year = _one_of("year", query.get("year") or str(release.years[-1]), tuple(map(str, release.years)))
    there = indicators_of(release, condition)
    first = next((each for each in there if release.sheet(each).divisor != "none"), there[0])
    indicator = query.get("indicator") or first
    if indicator not in release.indicators:
        raise Wrong("wrong_value", part="indicator", there=", ".join(there))
    return Asked(
        query.get("area", ""),
        condition,
        indicator if indicator in there else first,
        int(year),
        _one_of("lang", query.get("lang") or preferred(accept_language), LANGUAGES),
        query.get("release", ""),
    )


def indicators_of(release: Release, condition: str) -> tuple[str, ...]:
    """The indicators of a condition that the release has, in the order of its aims; all it has where it has none."""
    named = [name for names in reference.population_dashboard().conditions[condition].values() for name in names]
    return tuple(dict.fromkeys(name for name in named if name in release.sheets)) or release.indicators


def _one_of(part: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise Wrong("wrong_value", part=part, there=", ".join(known))
    return given
