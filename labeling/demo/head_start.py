"""Some records answered by the people who answered them then, through the same doors as everybody."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

from accounts.actions import annotator as annotators
from accounts.models import User
from labeling.actions import response as responses
from labeling.actions.assignment import Opened, Wanted, assign, open_next
from labeling.demo.dataset import Dataset, Vote
from labeling.models import Assignment
from projects.models import Project, Record

PREFIX = "crowd"


def answer_as_recorded(project: Project, dataset: Dataset, *, records: int) -> int:
    """The first answers to the first `records` records, as many as the project's overlap asks for; how many it were."""
    votes = _first_votes(dataset, records, project.overlap)
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for vote in votes:
        answers[vote.annotator][vote.record] = vote.answer
    made = annotators.create_numbered(project.workspace, count=len(answers), prefix=PREFIX)
    cast = {name: new.user for name, new in zip(answers, made, strict=True)}
    assign(
        project,
        wanted=[Wanted(row, v.record, cast[v.annotator].username) for row, v in enumerate(votes, start=1)],
    )
    names = dict(Record.objects.filter(project=project).values_list("pk", "external_id"))
    for name, user in cast.items():
        given = {pk: answers[name].get(external_id or "") for pk, external_id in names.items()}
        for _ in answers[name]:
            _answer(project, user, dataset.QUESTION, given)
    # Nobody is behind these accounts: without this, the worker would fill their queues.
    User.objects.filter(pk__in=[user.pk for user in cast.values()]).update(is_active=False)
    return len(votes)


def _first_votes(dataset: Dataset, records: int, overlap: int) -> list[Vote]:
    by_record: dict[str, list[Vote]] = {
        record["external_id"]: [] for record in islice(dataset.records(), records)
    }
    for vote in dataset.votes():
        if vote.record in by_record and len(by_record[vote.record]) < overlap:
            by_record[vote.record].append(vote)
    return [vote for some in by_record.values() for vote in some]


def _answer(project: Project, user: User, question: str, given: dict[int, str | None]) -> None:
    """What was assigned comes first in a queue, so that this is the next of it."""
    opened = open_next(project, annotator=user)
    assert isinstance(opened, Opened)
    assignment = Assignment.objects.get(pk=opened.id)
    responses.submit(assignment, project, values={question: given[opened.record_id]})
