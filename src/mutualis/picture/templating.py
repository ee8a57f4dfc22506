"""The templates of pages and reports: HTML by Jinja2, escaped, and a missing value is an error."""

from functools import cache
from pathlib import Path

import jinja2

SHARED = Path(__file__).parent / "templates"


@cache
def templates(folder: Path) -> jinja2.Environment:
    """The templates in a folder, and those that all share."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, SHARED]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
