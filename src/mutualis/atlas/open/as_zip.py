"""All of a page's figures in one file: table, metadata, cube, picture, and what is what."""

import io
import zipfile
from collections.abc import Callable

from mutualis import reference
from mutualis.atlas.open import as_json, as_jsonstat, as_svg, csvw
from mutualis.atlas.open.making import sentences
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.rows import citation
from mutualis.atlas.wrong import Wrong

MOMENT = (1980, 1, 1, 0, 0, 0)  # the same figures give the same bytes


def figures(wanted: Wanted) -> bytes:
    """The zip; without a picture where the page has none."""
    name = wanted.page.name.replace("/", "-")
    files = {
        f"{name}.csv": wanted.csv,
        f"{name}.csv-metadata.json": csvw.metadata(wanted, f"{name}.csv"),
        f"{name}.json": as_json.figures(wanted),
        **_if_there(f"{name}.jsonstat.json", as_jsonstat.figures, wanted),
        **_if_there(f"{name}.svg", as_svg.figures, wanted),
    }
    files = {"README.txt": _readme(wanted, name, set(files)), **files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each, data in files.items():
            made.writestr(zipfile.ZipInfo(each, MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _if_there(name: str, make: Callable[[Wanted], bytes], wanted: Wanted) -> dict[str, bytes]:
    """A file that a page without figures or without a picture does not have."""
    try:
        return {name: make(wanted)}
    except Wrong:
        return {}


def _readme(wanted: Wanted, name: str, there: set[str]) -> bytes:
    release, view, terms = wanted.release, wanted.view, reference.open_data()
    kinds = {"csv": "csv", "metadata": "csv-metadata.json", "json": "json", "jsonstat": "jsonstat.json", "svg": "svg"}

    def say(key: str) -> str:
        return reference.text(f"open.readme_{key}", view.lang)

    lines = [say("title"), "=" * len(say("title")), "", f"{say('files')}:", ""]
    lines += [f"- {name}.{kinds[kind]}: {say(kind)}" for kind in kinds if f"{name}.{kinds[kind]}" in there]
    lines += ["", f"{say('address')}: {wanted.address()}", f"{say('licence')}: {terms.licence}, {terms.licence_url}"]
    lines += [f"{say('cite')}: {citation(release, view.indicator, view.year, view.lang)}", ""]
    lines += [line for each in sentences(wanted) for line in (each, "")]
    for each in wanted.indicators:
        sheet = release.sheet(each)
        lines += [sheet.text(part, view.lang) for part in ("title", "definition", "interpretation")] + [""]
    return "\n".join(lines).encode()
