"""Making a record of the project a control, and an ordinary record again."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from labeling.actions.assignment import slots
from labeling.actions.control.accepted import clean_accepted, clean_explanation, clean_tolerance
from labeling.actions.control.regrade import questions_of
from labeling.actions.deadlock import giving_way
from labeling.errors import ControlInUse, NotToBeMarked
from labeling.models import Assignment, Control
from projects.changes import announce, wait_for_turn
from projects.models import Project, Record

# What somebody has open becomes work where a slot is free.
TAKE = """
    WITH free AS (SELECT open_slots FROM projects_record WHERE id = %(record)s), turned AS (
        UPDATE labeling_assignment SET purpose = 'work'
        WHERE id IN (SELECT id FROM labeling_assignment
                     WHERE record_id = %(record)s AND state = 'open' AND purpose <> 'work'
                     ORDER BY opened_at, id LIMIT (SELECT open_slots FROM free))
        RETURNING id
    )
    UPDATE projects_record SET withheld = FALSE, open_slots = open_slots - (SELECT count(*) FROM turned)
    WHERE id = %(record)s"""


@transaction.atomic
def mark(
    record: Record,
    *,
    by: User,
    answers: Any,
    tolerance: Any = None,
    explanation: Any = "",
    proposed: bool = False,
) -> Control:
    """Withhold the record from the queue, and deal it to check people by these answers.

    Who has it in work keeps it, and what they answer counts, as does what was answered before; its free slots are
    dealt no more, and progress no longer waits for it. Nobody who was dealt it as work meets it as a control. One
    that is only `proposed` stays work until it is approved. Raises InvalidControl, NotToBeMarked.
    """
    wait_for_turn(record.project_id)
    record = slots.lock([record.pk])[record.pk]
    if why := _unfit(record):
        raise NotToBeMarked(record=record, why=why)
    questions = questions_of(record.project)
    accepted = clean_accepted(questions, answers, record.content.fields)
    control = Control(
        record=record,
        project_id=record.project_id,
        accepted=accepted,
        tolerance=clean_tolerance(questions, tolerance or {}, accepted),
        explanation=clean_explanation(explanation),
        state=Control.State.PROPOSED if proposed else Control.State.ACTIVE,
        created_by=by,
    )
    control.save(force_insert=True)
    if not proposed:
        withhold(record.project, [record.pk])
    return control


def withhold(project: Project, record_ids: Iterable[int]) -> None:
    """Take these records, which are locked, from the queue; pages and progress follow."""
    if Record.objects.filter(pk__in=list(record_ids), withheld=False).update(withheld=True):
        announce(project.pk)


@giving_way
@transaction.atomic
def unmark(control: Control) -> None:
    """Make it an ordinary record again, with its free slots. Raises ControlInUse where somebody was graded by it.

    Who has it open goes on, and it counts where a slot is free; elsewhere it is taken back.
    """
    wait_for_turn(control.project_id)
    slots.lock([control.record_id])
    control = Control.objects.select_for_update(no_key=True).get(pk=control.pk)
    dealt = Assignment.objects.filter(record=control.record_id).exclude(purpose=Assignment.Purpose.WORK)
    # Before anything is asked about them: one may be submitted at this moment.
    list(dealt.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    if dealt.filter(state=Assignment.State.SUBMITTED).exists():
        raise ControlInUse(why="People have been graded by this control.")
    if dealt.filter(purpose=Assignment.Purpose.QUALIFICATION).exists():
        raise ControlInUse(why="This control is part of somebody’s qualification.")
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"record": control.record_id})
    _take_back(dealt.filter(state=Assignment.State.QUEUED), Assignment.State.RECALLED)
    _take_back(dealt.filter(state=Assignment.State.OPEN), Assignment.State.EXPIRED)
    dealt.update(purpose=Assignment.Purpose.WORK)
    control.delete()
    announce(control.project_id)


def _take_back(assignments: Any, state: Assignment.State) -> None:
    assignments.update(state=state, closed_at=timezone.now())


def _unfit(record: Record) -> str | None:
    if Control.objects.filter(record=record).exists():
        return "is a control already"
    return "is retired: restore it first" if record.retired else None
