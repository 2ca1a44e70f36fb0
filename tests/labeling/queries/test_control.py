"""How many controls are there, and how many are wise."""

import pytest

from labeling.actions import control as controls
from labeling.models import Control
from labeling.queries.control import controls as listed
from labeling.queries.control import pool, states
from tests.factories.controls import add_controls, control, load, make_check, set_policy
from tests.factories.labeling import give, make_annotators, opened, row, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=4)


def test_what_was_and_is_work_is_told_apart_from_checks(project, ann, ben, cem):
    give(project, ann, r1="good")
    got = row(opened(project, ben))
    name = got.record.external_id
    load(project, *({"external_id": each, "answers": {"mood": "good"}} for each in {"r1", name}))
    submit(project, make_check(control(project, "r1"), cem))
    rows = listed(project).values("record__external_id", "counted", "live")  # type: ignore[misc]
    found = {row["record__external_id"]: (row["counted"], row["live"]) for row in rows}
    assert found["r1"][0] == 1
    assert found[name][1] >= 1
    assert sum(live for _, live in found.values()) <= 3


def test_every_state_is_counted(project):
    add_controls(project, 3)
    controls.suspend(control(project, "c1"))
    assert states(project) == {"proposed": 0, "active": 2, "suspended": 1, "retired": 0}
    assert [one.pk for one in listed(project, state="suspended")] == [control(project, "c1").pk]


def test_the_pool_is_what_can_still_be_dealt(project):
    project = set_policy(project, watch={"exposures": 2})
    add_controls(project, 3)
    Control.objects.filter(record__external_id="c1").update(exposures=2)
    controls.suspend(control(project, "c2"))
    found = pool(project)
    assert (found.active, found.spent, found.fresh) == (2, 1, 1)


def test_how_many_are_wise_follows_the_policy_and_the_work(acme, olga, project):
    assert pool(project).wanted == 32
    assert pool(set_policy(project, qualification={"controls": 8, "rounds": 2})).wanted == 48
    plain = {"initial": 0.1, "settled": 0.1, "floor": 0.1}
    assert pool(set_policy(project, insertion=plain)).wanted == 50
    large = make_project(acme, olga, records=1200, overlap=2)
    for person in make_annotators(acme, 2):
        opened(large, person)
    settle(large)
    large.refresh_from_db()
    assert pool(set_policy(large, insertion=plain)).wanted == 120
