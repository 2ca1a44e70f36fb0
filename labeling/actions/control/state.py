"""A control in force, out of it for a while, or for good."""

from collections.abc import Sequence

from django.db import transaction

from labeling.actions.assignment import slots
from labeling.actions.control.accepted import clean_accepted
from labeling.actions.control.mark import withhold
from labeling.actions.control.regrade import locked, questions_of, tell
from labeling.actions.deadlock import giving_way
from labeling.errors import InvalidControl, WrongControlState
from labeling.models import Control, Event
from projects.models import Project

State = Control.State
UNFIT = "its answers do not fit the questions any more"


@giving_way
@transaction.atomic
def activate(control: Control) -> Control:
    """Approve a proposed control, or resume a suspended or retired one: it is dealt again, and counts.

    One that was suspended for how people answer it is not suspended for that again: the reviewer's word stands
    until its answers are edited. Raises InvalidControl where its answers fit the questions no more.
    """
    record = slots.lock([control.record_id])[control.record_id]
    [control] = locked(control.project, records=[record.pk])
    if control.state == State.ACTIVE:
        return control
    clean_accepted(questions_of(control.project), control.accepted, record.content.fields)
    before, control.state = control.state, State.ACTIVE
    if control.reason == UNFIT:
        control.reason = ""
    control.save(update_fields=["state", "reason", "updated_at"])
    withhold(control.project, [record.pk])
    if before == State.SUSPENDED:
        tell([control])
    return control


@transaction.atomic
def suspend(control: Control, *, reason: str = "") -> Control:
    """Deal it to nobody, and judge nobody by it: everybody who answered it is judged anew without it.

    `reason` where that is not by hand. Raises WrongControlState unless it is in force.
    """
    [control] = locked(control.project, records=[control.record_id])
    if control.state == State.SUSPENDED:
        return control
    if control.state not in Control.IN_FORCE:
        raise WrongControlState(state=control.get_state_display().lower(), wanted="suspended")
    control.state, control.reason = State.SUSPENDED, reason
    control.save(update_fields=["state", "reason", "updated_at"])
    tell([control])
    return control


@transaction.atomic
def retire(control: Control) -> Control:
    """Deal it to nobody more; what was answered stays evidence. Of one that is proposed: decline it for good.

    Raises WrongControlState for a suspended one: its answers count for nothing already.
    """
    [control] = locked(control.project, records=[control.record_id])
    if control.state == State.SUSPENDED:
        raise WrongControlState(state="suspended", wanted="retired: its answers count for nothing already")
    control.state = State.RETIRED
    control.save(update_fields=["state", "updated_at"])
    return control


def check(project: Project, happened: Sequence[Event]) -> None:
    """After an edit of the questions, which only goes before the first answer: suspend what fits them no more."""
    if project.answered_at:
        return
    questions = questions_of(project)
    dealt = Control.objects.filter(project=project, state=State.ACTIVE)
    for control in dealt.select_related("record__content").order_by("pk"):
        try:
            clean_accepted(questions, control.accepted, control.record.content.fields)
        except InvalidControl:
            suspend(control, reason=UNFIT)
