"""Work on projects for tests, done as annotators do it."""

import time
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.actions import token as tokens
from accounts.models import Member, Role, User, Workspace
from labeling import reactions
from labeling.actions import response as responses
from labeling.actions.assessment import assess
from labeling.actions.assignment import Opened, Reason, Wanted, assign, open_next
from labeling.actions.ranking import rank
from labeling.actions.response import Receipt
from labeling.models import Assignment, Event, Progress
from labeling.queries.audit import Difference, audit
from projects.models import Project


def make_annotators(workspace: Workspace, n: int, *, prefix: str = "crowd") -> list[User]:
    """Members of the workspace with no password: `crowd1`, `crowd2`, ..."""
    users = User.objects.bulk_create(User(username=f"{prefix}{i}") for i in range(1, n + 1))
    Member.objects.bulk_create(Member(workspace=workspace, user=user, role=Role.ANNOTATOR) for user in users)
    return users


def opened(project: Project, annotator: User) -> Opened:
    """The annotator's next assignment; there must be one."""
    outcome = open_next(project, annotator=annotator)
    assert isinstance(outcome, Opened), outcome
    return outcome


def row(assignment: Opened | Assignment) -> Assignment:
    """The assignment as it is stored now."""
    return Assignment.objects.get(pk=assignment.id)


def submit(
    project: Project, assignment: Opened | Assignment, mood: Any = "good", *, key: str | None = None
) -> Receipt:
    values = mood if isinstance(mood, dict) else {"mood": mood}
    return responses.submit(row(assignment), project, values=values, key=key)


def answer(project: Project, annotator: User, mood: Any = "good", *, key: str | None = None) -> Receipt:
    """Open the annotator's next assignment and submit an answer to it."""
    return submit(project, opened(project, annotator), mood, key=key)


def give(project: Project, annotator: User, **answers: Any) -> None:
    """The annotator answers records r1, r2, ... as told by name."""
    assign(project, wanted=[Wanted(n, name, annotator.username) for n, name in enumerate(answers, start=1)])
    for name, values in answers.items():
        assignment = Assignment.objects.get(
            record__external_id=name, record__project=project, annotator=annotator
        )
        submit(project, assignment, values)


def drain(project: Project, annotator: User, mood: Any = "good", *, patience: float = 10.0) -> Reason:
    """Answer until there is nothing more; returns why. Waits some seconds for what others may yet give back."""
    while True:
        outcome = open_next(project, annotator=annotator)
        if isinstance(outcome, Opened):
            submit(project, outcome, mood() if callable(mood) else mood)
        elif outcome == Reason.WAITING and patience > 0:
            time.sleep(0.02)
            patience -= 0.02
        else:
            return outcome


def settle(project: Project) -> None:
    """Deliver all that waits, and refresh the summaries whether due or not."""
    waiting = Event.objects.filter(project=project, parked=False)
    for _ in range(10):  # what follows may tell of more
        while reactions.deliver(project.pk).more:
            pass
        if not waiting.exists():
            break
    assert not waiting.exists(), list(waiting.values())
    Progress.objects.filter(project=project).update(stale=True, due_at=timezone.now())
    reactions.deliver(project.pk)


def assessed(project: Project) -> None:
    """Assess the project, and deliver what follows from that."""
    Progress.objects.filter(project=project).update(assess_due_at=timezone.now())
    assert assess(project.pk)
    settle(project)


def ranked(project: Project) -> None:
    """Deliver all that waits, and rank everybody whether due or not."""
    settle(project)
    Progress.objects.filter(project=project).update(ranks_due_at=timezone.now())
    assert rank(project.pk)


def audited(project: Project) -> list[Difference]:
    """What the audit finds once everything is delivered."""
    settle(project)
    return audit(project)


def api(user: User | None) -> Client:
    """A client of the API with a token of this user; anonymous without one."""
    if user is None:
        return Client()
    _, plain = tokens.create(user, name="test")
    return Client(headers={"Authorization": f"Bearer {plain}"})


def names(assignments: Iterable[Assignment]) -> list[str]:
    """The external ids of their records."""
    return [str(assignment.record.external_id) for assignment in assignments]
