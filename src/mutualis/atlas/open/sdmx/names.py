"""Names and codes in SDMX: ids that its schemas allow, and names in four languages where pysdmx has room for one.

pysdmx writes one name in one language. So the names of all languages travel as one text, with marks of the private use
area of Unicode between them, and become a name for each language when the message is written.
"""

import re
from collections.abc import Mapping

from mutualis.release import LANGUAGES
from mutualis.release.values import CROSS, TOTAL

BETWEEN, APOSTROPHE = "\ue000", "\ue001"  # pysdmx turns a plain apostrophe into a quotation mark
NAMED = re.compile(r'<(com:(?:Name|Description)) xml:lang="en">([^<]*)</\1>')
FORBIDDEN = re.compile(r"[^A-Za-z0-9_@$-]")
ALL_OF_IT = "_T"


def spread(names: Mapping[str, str]) -> str:
    """Names by language as one text."""
    return BETWEEN.join(names[language] for language in LANGUAGES).replace("'", APOSTROPHE)


def unfolded(message: str) -> str:
    """A message of pysdmx, with a name for each language."""
    return NAMED.sub(_each, message).replace(APOSTROPHE, "'")


def _each(found: re.Match[str]) -> str:
    tag, words = found[1], found[2].split(BETWEEN)
    if len(words) != len(LANGUAGES):
        return found[0]
    told = zip(LANGUAGES, words, strict=True)
    return "".join(f'<{tag} xml:lang="{language}">{each}</{tag}>' for language, each in told)


def code(text: str) -> str:
    """A code as SDMX allows it: 85+ becomes 85_PLUS."""
    return FORBIDDEN.sub("_", text.replace("+", "_PLUS"))


def flow(indicator: str) -> str:
    """The id of an indicator's dataflow, which is also its code."""
    return code(indicator).upper()


def parts(split: str, category: str) -> Mapping[str, str]:
    """{dimension: code} of a category of a split; a dimension that it does not divide by is left out."""
    if split == TOTAL:
        return {}
    named = zip(split.split(CROSS), category.split(CROSS), strict=True)
    return {part.upper(): code(each) for part, each in named}
