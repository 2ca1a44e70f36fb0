"""Adjudication: a reviewer decides a record's answer."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.errors import InvalidAnswers
from labeling.models import Adjudication, Event
from projects.models import Question, Record
from projects.questions import InvalidAnswer


@transaction.atomic
def adjudicate(record: Record, question: Question, *, value: Any, by: User, note: str = "") -> Adjudication:
    """Decide the record's answer to the question, whatever its responses say; again replaces it.

    Raises InvalidAnswers.
    """
    try:
        clean = question.clean_answer(value, record.content.fields)
    except InvalidAnswer as error:
        raise InvalidAnswers(problems={question.name: str(error)}) from None
    decided, _ = Adjudication.objects.update_or_create(
        record=record,
        question=question,
        defaults={"value": clean, "note": note, "made_by": by, "made_at": timezone.now()},
    )
    events.record(Event.Kind.JUDGED, project_id=record.project_id, record_id=record.pk)
    return decided


@transaction.atomic
def retract(record: Record, question: Question) -> bool:
    """Let the responses speak again; says whether there was anything to retract."""
    gone, _ = Adjudication.objects.filter(record=record, question=question).delete()
    if gone:
        events.record(Event.Kind.JUDGED, project_id=record.project_id, record_id=record.pk)
    return bool(gone)
