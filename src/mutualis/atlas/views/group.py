"""A reader's own group of municipalities: its figure, and when it is refused.

The figure is the ratio of the sums of what is published of its members. What is published was protected together with
everything it can be added to or taken from, so a sum of published figures tells nothing that a reader cannot add up
alone. It is refused all the same where one subtraction on the page would do the work of finding out:

- a member whose figure is hidden: there is no sum, and a sum without it would pass for the whole;
- for each area above its members whose figure is shown: what is left of that area outside the group is made of hidden
  municipalities only (area minus group = the hidden ones together);
- what is left, or the hidden municipalities of that area together when they are one or two, has so few persons, or so
  few with (or without) what is counted, that it would have been hidden itself (fewer than k of the release's rules).

The last rule can only bite where figures of two levels do not agree with each other; it is there so that the page does
not depend on another part of the house being right.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mutualis import reference
from mutualis.atlas.own_choice import codes
from mutualis.atlas.view import View
from mutualis.atlas.wrong import Wrong
from mutualis.picture import rebased, territory
from mutualis.picture.divisions import above
from mutualis.picture.rebased import Made
from mutualis.picture.summed import HIDDEN
from mutualis.release import LEVELS, Figure, Release
from mutualis.release.values import NONE, SHOWN, SUPPRESSED

FINEST = LEVELS[-1]
FEW_HIDDEN = 2


def figures(release: Release, view: View) -> Mapping[int, Made]:
    """{year: the figure of the group of a view}; a year in which it may not be shown is hidden. Nothing without a
    group. A group that may not be shown in the year of its municipalities is an error (`Wrong`)."""
    members, base = codes(view.group), base_year(view)
    if not members:
        return {}
    refuse_dangerous(release, view, base, members)
    made = rebased.group_figures(release, view, members, base)
    return {
        year: replace(each, figure=replace(HIDDEN, category=view.category))
        if each.members and danger(release, view, year, each.members)
        else each
        for year, each in made.items()
    }


def base_year(view: View) -> int:
    """The year whose municipalities a group is made of."""
    return int(view.division or view.year)


def name(view: View) -> str:
    """The name of the group of a view."""
    return view.group_name or reference.text("views.group_unnamed", view.lang)


def refuse_dangerous(release: Release, view: View, year: int, members: Collection[str]) -> None:
    """Raise `Wrong` for a group of municipalities of a year that may not be shown; see the rules above."""
    if problem := danger(release, view, year, members):
        raise Wrong(f"views.wrong_group_{problem}", status=403, k=str(release.rules["k"]))


def danger(release: Release, view: View, year: int, members: Collection[str]) -> str:
    """What is wrong with showing a group: `hidden` or `difference`; '' when nothing is."""
    if (view.indicator, year, FINEST, view.split) not in release.figures_by:
        return ""
    if any(each.status == SUPPRESSED for each in rebased.figures_of(release, view, year, members)):
        return "hidden"
    return "difference" if any(_tells(release, view, each) for each in _around(release, view, year, members)) else ""


def _around(
    release: Release, view: View, year: int, members: Collection[str]
) -> Iterator[tuple[Figure, list[Figure], list[Figure]]]:
    """Each published area above a member: its figure, those of its members in the group, those of its others."""
    for level in LEVELS[:-1]:
        if (view.indicator, year, level, view.split) not in release.figures_by:
            continue
        codes = {above(release, year, each, FINEST, level) for each in members}
        for figure in release.figures(view.indicator, year, level, view.split):
            if figure.area_code in codes and figure.category == view.category and figure.status == SHOWN:
                whole = territory.inside(release, year, level, figure.area_code)
                own = rebased.figures_of(release, view, year, whole & set(members))
                others = rebased.figures_of(release, view, year, whole - set(members))
                yield figure, own, [each for each in others if each.status != NONE]


def _tells(release: Release, view: View, around: tuple[Figure, list[Figure], list[Figure]]) -> bool:
    parent, own, others = around
    hidden = [each for each in others if each.status == SUPPRESSED]
    if not hidden:
        return False
    shown = [each for each in others if each.status == SHOWN]
    if not shown or _is_small(release, view, _left(parent, own)):
        return True
    return len(hidden) <= FEW_HIDDEN and _is_small(release, view, _left(parent, [*own, *shown]))


def _left(parent: Figure, taken: Sequence[Figure]) -> tuple[int, int]:
    """Numerator and denominator of an area without some of its parts."""
    top = (parent.numerator or 0) - sum(each.numerator or 0 for each in taken)
    return top, (parent.denominator or 0) - sum(each.denominator or 0 for each in taken)


def _is_small(release: Release, view: View, left: tuple[int, int]) -> bool:
    """Whether what is left has few enough persons to have been hidden; the numerator of an amount is no count."""
    (top, base), sheet = left, release.sheet(view.indicator)
    counts = [] if sheet.divisor == "none" else [base]
    if sheet.kind == "count":
        counts += [top] if sheet.divisor == "none" else [top, base - top]
    return any(0 < each < release.rules["k"] for each in counts)
