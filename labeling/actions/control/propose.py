"""Promotion: records that people have settled become controls, once a reviewer approves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q
from pydantic import Field

from accounts.models import User
from labeling.actions.control.accepted import Accepted, Tolerance
from labeling.models import Consensus, Control
from projects.changes import wait_for_turn
from projects.kinds import Settings
from projects.models import Project, Question, Record
from projects.questions import InvalidAnswer
from projects.questions.base import compact


class Settled(Settings):
    """When a record is: so many answers, and the agreed one so probable, or without a model given by such a share."""

    answers: Annotated[int, Field(ge=2, le=1000)] = 5
    posterior: Annotated[float, Field(ge=0.5, le=1)] = 0.99
    share: Annotated[float, Field(ge=0.5, le=1)] = 1.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    record_id: int
    accepted: Accepted
    tolerance: Tolerance
    surest: float


@transaction.atomic
def propose(project: Project, *, by: User, settled: Settled | None = None, most: int = 50) -> list[Control]:
    """Propose up to `most` settled records as controls, the surest first, and of each answer about as many.

    They stay work until a reviewer approves. What was declined, and what is a control, is not proposed again.
    """
    wait_for_turn(project.pk)
    found = _balanced(_candidates(project, settled or Settled()))
    chosen = [
        Control(
            record_id=one.record_id,
            project=project,
            accepted=one.accepted,
            tolerance=one.tolerance,
            explanation="",
            state=Control.State.PROPOSED,
            created_by=by,
        )
        for one in found[:most]
    ]
    return Control.objects.bulk_create(chosen)


def _candidates(project: Project, settled: Settled) -> Iterator[_Candidate]:
    """Records all of whose questions are settled, as far as the kinds of these have a consensus at all."""
    questions = {
        question.pk: question
        for question in Question.objects.filter(project=project)
        if not question.type.no_consensus
    }
    needed = {pk for pk, question in questions.items() if question.required}
    for record, rows in _by_record(project, questions, settled):
        agreed = {row.question_id: row for row in rows if _is_settled(row, settled)}
        if agreed and needed <= agreed.keys():
            candidate = _candidate(record, [(questions[pk], row) for pk, row in agreed.items()])
            if candidate:
                yield candidate


def _by_record(
    project: Project, questions: dict[int, Question], settled: Settled
) -> Iterator[tuple[Record, list[Consensus]]]:
    ordinary = Record.objects.filter(project=project, retired=False, withheld=False, control__isnull=True)
    enough = Q(answers__gte=settled.answers) | Q(method=Consensus.Method.ADJUDICATED)
    rows = Consensus.objects.filter(enough, question__in=list(questions), record__in=ordinary)
    rows = rows.filter(value__isnull=False)
    found: dict[int, list[Consensus]] = defaultdict(list)
    for row in rows.order_by("record", "question").iterator(chunk_size=5000):
        found[row.record_id].append(row)
    for record in ordinary.filter(pk__in=list(found)).select_related("content").iterator(chunk_size=1000):
        yield record, found[record.pk]


def _is_settled(row: Consensus, settled: Settled) -> bool:
    if row.method == Consensus.Method.ADJUDICATED:
        return True
    if row.answers < settled.answers:
        return False
    if row.posterior is not None:
        return row.posterior >= settled.posterior
    return row.share is None or row.share >= settled.share


def _candidate(record: Record, agreed: list[tuple[Question, Consensus]]) -> _Candidate | None:
    accepted, tolerance = {}, {}
    for question, row in agreed:
        try:
            answer = question.clean_answer(row.value, record.content.fields)
        except InvalidAnswer:  # a mean that nobody may answer
            return None
        accepted[question.name] = [answer]
        if row.error:
            # Of a number: 19 of 20 means lie so near to the true one.
            tolerance[question.name] = 2 * row.error
    surest = min(row.posterior or row.share or 0.0 for _, row in agreed)
    return _Candidate(record.pk, accepted, tolerance, surest)


def _balanced(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """In turn by what is right, so that nobody passes by giving the most frequent answer."""
    found: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda one: (-one.surest, one.record_id)):
        found[compact(candidate.accepted)].append(candidate)
    turns: Iterable[Any] = chain.from_iterable(zip_longest(*found.values()))
    return [candidate for candidate in turns if candidate is not None]
