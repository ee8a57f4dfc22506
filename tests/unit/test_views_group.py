"""An own group of municipalities is refused where one subtraction would tell what is hidden; drawn cases."""

import pyarrow as pa
import pytest

from atlas_country import Reader, publish_atlas
from drawn_group import UNDER, drawn
from mutualis import reference


@pytest.fixture
def asking(tmp_path):
    def ask(group, language="en", **how):
        folder = tmp_path / f"releases{len(list(tmp_path.iterdir()))}"
        publish_atlas(folder, ("gp_contact",), drawn(**how))
        return Reader(folder).ask(
            f"/compare?lang={language}&level=municipality&group={','.join(group)}&group_name=Mine"
        )

    return ask


def test_a_group_of_shown_municipalities_with_shown_ones_left_is_shown(asking):
    answer = asking(UNDER[:4])
    assert answer.status_code == 200
    assert "Own group: Mine" in answer.text
    assert ">40.0 <small>" in answer.text
    assert '<td class="number people">400</td>' in answer.text


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_hidden_member_is_refused_in_every_language(asking, language):
    answer = asking(UNDER[:3], language, hidden=UNDER[2:4])
    assert answer.status_code == 403
    assert reference.text("views.wrong_group_hidden", language, k=5).replace("'", "&#39;") in answer.text


@pytest.mark.parametrize("hidden", [1, 2, 3])
def test_a_group_that_leaves_only_hidden_municipalities_of_its_parent_is_refused(asking, hidden):
    answer = asking(UNDER[hidden:], hidden=UNDER[:hidden])
    assert answer.status_code == 403
    assert "it would leave only municipalities whose figure is not shown" in answer.text
    assert "40.0" not in answer.text


def test_one_shown_municipality_left_beside_hidden_ones_hides_them(asking):
    assert asking(UNDER[3:], hidden=UNDER[:2]).status_code == 200


def test_a_group_of_the_whole_parent_leaves_nothing(asking):
    assert asking(UNDER).status_code == 200


def test_a_group_over_the_border_of_its_parent_is_looked_at_in_each(asking):
    assert asking([*UNDER[2:], "44021"], hidden=UNDER[:2]).status_code == 403


@pytest.mark.parametrize(("met", "persons", "expected"), [(80, 200, 200), (3, 200, 403), (197, 200, 403), (2, 4, 403)])
def test_hidden_municipalities_that_together_are_too_few_are_refused(asking, met, persons, expected):
    """Two of ten are hidden; seven are in the group and one is shown beside them: 320 of 800 are shown in all."""
    answer = asking(UNDER[3:], hidden=UNDER[:2], whole=(320 + met, 800 + persons))
    assert answer.status_code == expected


def test_a_group_in_a_year_where_it_is_dangerous_has_no_figure_there(tmp_path):
    other = drawn(hidden=UNDER[:2])
    other = other.set_column(1, "year", pa.array([2022] * other.num_rows))
    publish_atlas(tmp_path, ("gp_contact",), pa.concat_tables([other, drawn()]))
    page = Reader(tmp_path).ask(f"/compare?lang=en&level=municipality&group={','.join(UNDER[2:])}").text
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "Small number" in row
    assert row.count(">40.0 <small>") == 1
