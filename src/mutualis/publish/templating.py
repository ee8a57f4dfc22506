"""The templates of pages and reports: HTML by Jinja2, escaped, and a missing value is an error."""

from functools import cache
from pathlib import Path

import jinja2


@cache
def templates() -> jinja2.Environment:
    """The templates in `publish/templates`."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(template: str, /, **values: object) -> str:
    """A template filled in."""
    return templates().get_template(template).render(**values)
