"""Grading again what was answered to controls, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from labeling import events
from labeling.actions.assignment import qualify
from labeling.actions.response.grade import right
from labeling.models import Control, Event, Response
from projects.models import Project, Question

GRADE = """
    UPDATE labeling_response r SET passed = g.passed
    FROM unnest(%s::bigint[], %s::bool[]) AS g (id, passed) WHERE r.id = g.id AND r.passed IS NOT NULL"""

COUNT = """
    WITH mine AS (
        SELECT record_id FROM labeling_control WHERE record_id = ANY (%s) ORDER BY record_id FOR NO KEY UPDATE
    )
    UPDATE labeling_control c SET answered = n.answered, passed = n.passed
    FROM (SELECT k.record_id, count(p.id) AS answered, count(p.id) FILTER (WHERE p.passed) AS passed
          FROM mine k
          LEFT JOIN labeling_response p ON p.record_id = k.record_id AND p.passed IS NOT NULL
          GROUP BY k.record_id) n
    WHERE c.record_id = n.record_id AND (c.answered, c.passed) IS DISTINCT FROM (n.answered, n.passed)"""


def regrade(controls: Iterable[Control], questions: Mapping[str, Question]) -> int:
    """Grade all answers to these controls by what they accept now; returns how many grades changed."""
    known = {control.pk: control for control in controls}
    graded = Response.objects.filter(record__in=list(known), passed__isnull=False)
    changed: dict[int, bool] = {}
    for response in graded.only("record_id", "values", "passed").order_by("pk"):
        found = right(known[response.record_id], questions, response.values)
        if found != response.passed:
            changed[response.pk] = found
    if changed:
        _execute(GRADE, list(changed), list(changed.values()))
    return len(changed)


def follow(project: Project, happened: Sequence[Event]) -> None:
    """After answers to controls, and judgements of them: their grades are those of what is accepted now.

    An answer that was graded while somebody edited the control is found here. Locks nothing, unless there is one.
    """
    found = Control.objects.filter(project=project, record__in=_records(happened)).order_by("pk")
    if controls := list(found):
        regrade(controls, questions_of(project))


def recount(project: Project, happened: Sequence[Event]) -> None:
    """How often these controls were answered, and how often rightly. Locks them: the last thing to do."""
    found = Control.objects.filter(project=project, record__in=_records(happened)).values_list(
        "pk", flat=True
    )
    if controls := list(found):
        _execute(COUNT, controls)


def count(control: Control) -> None:
    """The same at once for one whose row is locked."""
    _execute(COUNT, [control.pk])
    control.refresh_from_db(fields=["answered", "passed"])


def readmit(project: Project, happened: Sequence[Event]) -> None:
    """Whom a control kept out that is suspended or accepts more now may have qualified after all.

    Where the policy or the controls of the project changed, anybody may.
    """
    anybody = any(event.kind == Event.Kind.CHANGED for event in happened)
    concerned = {event.annotator_id for event in happened if event.annotator_id}
    qualify.reconsider(project, annotators=None if anybody else concerned)


def locked(project: Project, *, records: Iterable[int]) -> list[Control]:
    """The controls among these records, locked in the order that everybody locks them in."""
    controls = Control.objects.filter(project=project, record__in=set(records)).order_by("pk")
    return list(controls.select_for_update(no_key=True))


def tell(controls: Iterable[Control]) -> None:
    """What these controls say of people has changed: everybody who answered one is judged anew."""
    answered = Response.objects.filter(record__in=[c.pk for c in controls], passed__isnull=False)
    rows = answered.order_by("pk").values_list("project", "record", "annotator")
    Event.objects.bulk_create(
        Event(kind=Event.Kind.JUDGED, project_id=project, record_id=record, annotator_id=annotator)
        for project, record, annotator in rows
    )
    events.wake_on_commit()


def _records(happened: Sequence[Event]) -> set[int]:
    return {event.record_id for event in happened if event.record_id}


def questions_of(project: Project) -> dict[str, Question]:
    return {question.name: question for question in Question.objects.filter(project=project)}


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
