"""The standings of a project, best first: as reviewers see them, and as annotators do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from accounts.models import User
from labeling.handles import handle
from labeling.models import Standing, policy_of
from labeling.quality.policy import Standings
from projects.models import Project


def leaderboard(project: Project) -> QuerySet[Standing]:
    """Ranked annotators first, then the others by how much they did; for reviewers."""
    standings = Standing.objects.filter(project=project).select_related("annotator")
    return standings.order_by(F("rank").asc(nulls_last=True), "-counted", "annotator_id")


@dataclass(frozen=True)
class Place:
    """What annotators see of each other, and all of it as of the last batch; `points` where the policy shows them.

    Of oneself `answers` is what there is now. Nothing else: it would tell, answer by answer, what others said.
    """

    rank: int | None
    handle: str
    you: bool
    answers: int
    points: int | None


def board(project: Project, *, user: User) -> list[Place]:
    """Best first, as far as the policy shows the annotators each other; oneself always."""
    settings, called = policy_of(project).standings, naming(project)
    shown = Q(annotator=user) if settings.shown == "own" else Q(ranked_at__isnull=False) | Q(annotator=user)
    standings = Standing.objects.filter(shown, project=project).select_related("annotator")
    ordered = standings.order_by(F("rank").asc(nulls_last=True), "-shown_answers", "pk")
    return [_place(standing, settings, user, called(standing.annotator)) for standing in ordered]


def naming(project: Project) -> Callable[[User], str]:
    """What annotators are called before each other."""
    if policy_of(project).standings.names == "handles":
        return lambda annotator: handle(project.pk, annotator.pk)
    return str


def _place(standing: Standing, settings: Standings, user: User, name: str) -> Place:
    you = standing.annotator_id == user.pk
    return Place(
        rank=standing.rank if settings.shown != "own" else None,
        handle=name,
        you=you,
        answers=standing.answers if you else standing.shown_answers,
        points=round(standing.points) if settings.shown == "points" else None,
    )
