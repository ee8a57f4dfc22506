"""The routes of one's own practice or hospital."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis import reference
from mutualis.reference import PROVIDER_KINDS
from mutualis.staff.desk import Desk
from mutualis.staff.population.learning import learned, series_of
from mutualis.staff.population.notes import Notes
from mutualis.staff.population.own import Own, Provider, Shelf, provider_of
from mutualis.staff.population.record import card_routes, report_routes
from mutualis.staff.population.tiles import own_funnel, own_pyramid, tile
from mutualis.staff.session import Person, Posted, needs, said
from mutualis.staff.wrong import Wrong

Treating = Annotated[Person, Depends(needs(*PROVIDER_KINDS))]


def routes(app: FastAPI, desk: Desk) -> None:
    """Adds /population, /population/learning and the notes on actions."""
    shelf, notes = Shelf(desk.settings.folder.parent / "releases", desk.settings.folder), Notes(desk.store.engine)

    card_routes(app, desk)
    report_routes(app, desk, shelf)

    @app.get("/population")
    def population(request: Request, person: Treating) -> Response:
        provider = provider_of(person, request.query_params)
        return desk.page(request, "population.html", **_dashboard(shelf.of(provider), request))

    @app.get("/population/learning")
    def learning(request: Request, person: Treating) -> Response:
        provider = provider_of(person, request.query_params)
        series = series_of(request.query_params.get("series", ""), provider.by)
        actions = notes.of(provider, series.name)
        found = learned(shelf.of(provider), series, actions, request.state.language)
        known = [each for each in reference.provider_sets().series if each.by == provider.by]
        names = [(each.name, _text(f"series_{each.name}", request)) for each in known]
        return desk.page(request, "learning.html", learned=found, series=names, by=provider.by, **_words(request))

    @app.post("/population/notes")
    def note(request: Request, person: Treating, form: Posted) -> Response:
        provider = provider_of(person, {"by": said(form, "by")})
        series = series_of(said(form, "series"), provider.by)
        notes.add(provider, series.name, said(form, "from_day"), said(form, "what"), person.name)
        desk.store.told("noted_action", person.name, series=series.name, **{provider.by: provider.code})
        return RedirectResponse(f"/population/learning?by={provider.by}&series={series.name}#actions", 303)


def _dashboard(own: Own, request: Request) -> dict[str, Any]:
    """What the dashboard shows of the year and indicator that are asked for."""
    language, by = request.state.language, own.provider.by
    years = sorted({each.period for each in own.figures if each.period.isdigit()})
    year = request.query_params.get("year", years[-1] if years else "")
    if year not in years:
        raise Wrong("learning.wrong_year", there=", ".join(years))
    named = reference.population_dashboard().provider[by]
    there = [name for name in named if own.figure(name, year) is not None]
    indicator = request.query_params.get("indicator", there[0] if there else "")
    if indicator not in there:
        raise Wrong("learning.wrong_indicator", there=", ".join(there))
    drawing, rows = own_pyramid(own, year, language)
    people = own.figure("insured", year)
    return {
        "by": by,
        "year": year,
        "years": years[::-1],
        "indicator": indicator,
        "indicator_title": reference.text(f"indicators.{indicator}.title", language),
        "tiles": [tile(own, name, year, language) for name in there],
        "funnel": own_funnel(own, indicator, year, language),
        "pyramid": drawing,
        "pyramid_rows": rows,
        "sexes": [own.release.category_name("sex", each, language) for each in ("1", "2")],
        "persons": reference.written(people.persons, language) if people and people.persons is not None else "",
        "release": own.release,
        "has_series": any(each.by == by for each in reference.provider_sets().series),
        **_words(request),
    }


def _words(request: Request) -> dict[str, Any]:
    language = request.state.language
    return {
        "d": lambda key, **filled: reference.text(f"dashboard.{key}", language, **filled),
        "l": lambda key, **filled: reference.text(f"learning.{key}", language, **filled),
        "a": lambda key, **filled: reference.text(f"atlas.{key}", language, **filled),
    }


def _text(key: str, request: Request) -> str:
    return reference.text(f"learning.{key}", request.state.language)


__all__ = ["Provider", "routes"]
