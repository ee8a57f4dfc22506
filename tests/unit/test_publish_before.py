"""The ground of protection: what went out before a content is made for the first time, however often it is made."""

import pytest

from mutualis import disclosure, publish, release
from mutualis.release.ledger import START
from published_country import protected_country
from small_country import INDICATORS

RULES = disclosure.rules().as_dict()


def data(version):
    return {"derived_person_year": f"version {version}"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    for version in (1, 2):
        publish.publish(protected_country(), indicators=INDICATORS, sources=data(version), folder=folder)
    return folder


def before(folder, version, **more):
    return publish.before(folder, **{"indicators": INDICATORS, "sources": data(version), "rules": RULES, **more})


def test_before_the_first_release_nothing_went_out(tmp_path):
    ground = before(tmp_path, 1)
    assert (ground.earlier, ground.head) == ((), START)


def test_the_second_making_of_a_release_stands_where_the_first_one_stood(folder):
    first, second = release.entries(folder)
    assert before(folder, 1) == publish.Ground((), START)
    ground = before(folder, 2)
    assert ([each.id for each in ground.earlier], ground.head) == ([first.release], first.hash)
    assert second.previous == ground.head


@pytest.mark.parametrize(
    "other",
    [
        {"sources": data(3)},
        {"rules": {**RULES, "k": 10}},
        {"logic": {"gp_contact": "SELECT 1"}},
        {"indicators": INDICATORS[:-1]},
    ],
    ids=lambda each: next(iter(each)),
)
def test_other_data_rules_or_definitions_stand_on_everything_that_went_out(folder, other):
    ground = before(folder, 2, **other)
    assert [each.id for each in ground.earlier] == [each.release for each in release.entries(folder)]
    assert ground.head == release.head(folder)


def test_figures_that_were_protected_before_something_else_went_out_are_refused(folder):
    with pytest.raises(publish.Overtaken, match="Another release went out after"):
        publish.publish(
            protected_country(), indicators=INDICATORS, sources=data(3), folder=folder, after=before(folder, 2).head
        )
