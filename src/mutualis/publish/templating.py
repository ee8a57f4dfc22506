"""The templates of reports, in `publish/templates`."""

from pathlib import Path

from mutualis.picture.templating import templates

FOLDER = Path(__file__).parent / "templates"


def rendered(template: str, /, **values: object) -> str:
    """A template filled in."""
    return templates(FOLDER).get_template(template).render(**values)
