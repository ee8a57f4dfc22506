"""Verbs: geometry import, check, list."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mutualis.picture import packs
from mutualis.picture.geometry import BUILT_IN
from mutualis.picture.packs import importing, sources
from mutualis.picture.packs.pack import LABELS

app = typer.Typer(help="Geometry packs: the boundaries that the maps are drawn with.", no_args_is_help=True)
Source = Annotated[Path, typer.Argument(help="A GeoPackage, shapefile, GeoJSON, GML or TopoJSON of municipalities.")]
Code = Annotated[str, typer.Option("--code", help="The field with the NIS code of the municipality.")]


@app.command("import")
def import_(
    source: Source,
    to: Annotated[Path, typer.Option(help="The folder of the new pack.")],
    credit: Annotated[str, typer.Option(help="Whose map it is, as it stands under each map.")],
    licence: Annotated[str, typer.Option(help="Its licence.")] = "CC-BY-4.0",
    name: Annotated[str, typer.Option(help="What the pack is called; the name of the file if not given.")] = "",
    label: Annotated[str, typer.Option(help=f"What kind of map: {', '.join(LABELS)}.")] = "official",
    code: Code = "",
    layer: Annotated[str, typer.Option(help="The layer, where a file has more than one.")] = "",
    crs: Annotated[str, typer.Option(help="Its system of coordinates, where it does not say so: EPSG:31370.")] = "",
    division: Annotated[int, typer.Option(help="Join the municipalities to those of this year.")] = 0,
    loose: Annotated[bool, typer.Option("--loose", help="Take a map that lies partly in the wrong place.")] = False,
) -> None:
    """Make a geometry pack from boundaries of Statbel or the NGI: sectors are joined, borders made simpler, checked.

    It needs the packages of requirements/geometry.txt. Examples:
        mutualis geometry import sectors_2025.gpkg --to packs/statbel-2025 --credit "Statbel (CC BY 4.0)"
        mutualis geometry import communes.shp --to packs/own --credit NGI --code NIS5 --crs EPSG:31370 --division 2025
    """
    if label not in LABELS:
        raise typer.BadParameter(f"There is no label '{label}'; there are {', '.join(LABELS)}.")
    about = {"name": name or source.stem, "label": label, "licence": licence, "credit": credit, "source": source.name}
    with Console(stderr=True).status("Reading, joining and checking the boundaries ..."):
        made = importing.import_pack(sources.read(source, code, layer, crs), to, about, division, loose)
    say = Console(highlight=False).print
    say(f"{made.areas} municipalities as in {made.division}, from {made.parts} rows by their field '{made.field}'.")
    say(f"{made.share_right:.1%} of the area lies in the right group of cantons of the NGI.")
    say(f"The pack is in {to}. See it with: mutualis atlas --geometry {to}", soft_wrap=True)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A geometry pack.")]) -> None:
    """Read a pack as the Atlas does, and say what it holds or what is wrong with it.

    Example: mutualis geometry check packs/statbel-2025
    """
    _show([packs.read(folder)])


@app.command("list")
def list_() -> None:
    """The packs that come with the program. Where a pack of one's own lacks a level, these draw it.

    Example: mutualis geometry list
    """
    _show([packs.built_in(name) for name in BUILT_IN])


def _show(found: list[packs.Pack]) -> None:
    table = Table("pack", "kind", "valid on", "areas", "licence", "credit")
    for pack in found:
        areas = ", ".join(f"{len(each.members)} {level}" for level, each in pack.topologies.items())
        about = pack.about
        table.add_row(about.name, about.label, about.valid_on.isoformat(), areas, about.licence, about.credit)
    Console(highlight=False).print(table)
