"""What an editor wrote: `edits.<language>.toml` beside a draft, `[sections]` with a text for each section replaced.

The file survives a renewal. A text is rendered as a template is: `lead = "In {{ year }} ... {{ figure() }} ..."`.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from mutualis.model import MutualisError

NAME = "edits.{language}.toml"


def edits(folder: Path, language: str) -> Mapping[str, str]:
    """{section: text} of an editor for a language; empty where there is no file."""
    path = folder / NAME.format(language=language)
    if not path.is_file():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise MutualisError(f"The edits in {path.name} cannot be read.", there_is=str(problem)) from None
    sections = said.get("sections", {})
    is_table = isinstance(sections, dict) and all(isinstance(text, str) for text in sections.values())
    if set(said) - {"sections"} or not is_table:
        raise MutualisError(
            f"The edits in {path.name} are not as they should be.",
            do="write one table [sections] with a text for each section",
        )
    return dict(sections)
