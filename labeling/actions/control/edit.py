"""Editing what a control accepts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from labeling.actions.control.accepted import clean_accepted, clean_explanation, clean_tolerance
from labeling.actions.control.regrade import count, locked, questions_of, regrade, tell
from labeling.models import Control
from projects.models import Question


@transaction.atomic
def edit(control: Control, *, answers: Any = None, tolerance: Any = None, explanation: Any = None) -> Control:
    """Change what is given. Other answers or tolerances: all that people answered is graded anew, and so are they.

    A tolerance of a question that has no accepted answers any more goes with them. Raises InvalidControl.
    """
    [control] = locked(control.project, records=[control.record_id])
    questions = questions_of(control.project)
    before = control.accepted, control.tolerance
    if answers is not None:
        control.accepted = clean_accepted(questions, answers, control.record.content.fields)
        control.tolerance = {n: t for n, t in control.tolerance.items() if n in control.accepted}
    if tolerance is not None:
        control.tolerance = clean_tolerance(questions, tolerance, control.accepted)
    if explanation is not None:
        control.explanation = clean_explanation(explanation)
    if before != (control.accepted, control.tolerance):
        rejudge(control, questions)
    control.save(update_fields=["accepted", "tolerance", "explanation", "reason", "updated_at"])
    return control


def rejudge(control: Control, questions: Mapping[str, Question]) -> None:
    """Its answers are others now: what went before says nothing about them."""
    if control.state != Control.State.SUSPENDED:
        control.reason = ""
    regrade([control], questions)
    count(control)
    tell([control])
