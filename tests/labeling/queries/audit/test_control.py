"""The audit finds whatever is tampered with about controls."""

from collections.abc import Callable
from typing import Any

import pytest

from labeling.actions import control as controls
from labeling.models import Assignment, Control, Response
from labeling.queries.audit import audit
from projects.models import Record
from tests.factories.controls import add_controls, control, make_check
from tests.factories.labeling import give, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    """c1: Ann right, Ben wrong, and open before Cem; c2 suspended; r1 a control that Ann had answered as work."""
    project = make_project(acme, olga, records=3, overlap=3)
    give(project, ann, r1="good", r2="good")
    add_controls(project, 2)
    controls.mark(Record.objects.get(external_id="r1"), by=olga, answers={"mood": "bad"})
    controls.suspend(control(project, "c2"))
    for person, mood in ((ann, "good"), (ben, "bad")):
        submit(project, make_check(control(project, "c1"), person), mood)
    make_check(control(project, "c1"), cem)
    settle(project)
    assert audit(project) == []
    return project


def change(queryset, **values):
    assert queryset.update(**values)


def of(model, name):
    return model.objects.filter(record__external_id=name)


TAMPERED: dict[str, list[Callable[[], Any]]] = {
    "exposures": [
        lambda: change(of(Control, "c1"), exposures=2),
        lambda: change(of(Control, "c2"), exposures=1),
        lambda: change(of(Assignment, "c1").filter(state="queued"), purpose="work"),
    ],
    "dealt as a control without being one": [
        lambda: of(Control, "c1").delete(),
        lambda: change(Assignment.objects.filter(record__external_id="r2"), purpose="control"),
    ],
    "grade": [
        lambda: change(of(Response, "c1").filter(passed=True), passed=False),
        lambda: change(of(Response, "c1").filter(passed=True), passed=None),
        lambda: change(of(Control, "c1"), accepted={"mood": ["bad"]}),
        lambda: change(of(Response, "r1"), counted=False, passed=True),
    ],
    "passed": [
        lambda: change(of(Control, "c1"), passed=2),
        lambda: change(of(Control, "c1"), answered=1),
    ],
    "withheld": [
        lambda: change(Record.objects.filter(external_id="c2"), withheld=False),
        lambda: change(Record.objects.filter(external_id="r2"), withheld=True),
    ],
    "a control's answer holds a slot": [
        lambda: change(of(Response, "c1").filter(passed=True), passed=None, counted=True),
    ],
    "slots of a control": [
        lambda: change(Record.objects.filter(external_id="r1"), open_slots=3),
        lambda: change(Record.objects.filter(external_id="c1"), open_slots=2),
    ],
}


@pytest.mark.parametrize(
    ("what", "tamper"), [(what, tamper) for what, tampers in TAMPERED.items() for tamper in tampers]
)
def test_whatever_is_tampered_with_is_found(project, what, tamper):
    tamper()
    assert what in {difference.what for difference in audit(project)}
