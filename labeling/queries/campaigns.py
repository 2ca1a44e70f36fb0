"""A person's campaigns, with where each stands."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import Member, Role, User
from accounts.rules import MANAGE, REVIEW
from labeling.models import Progress, Standing
from projects.models import Project, Question, State
from projects.rules import seen_by

ORDER = (State.RUNNING, State.PAUSED, State.DRAFT, State.FINISHED)


@dataclass(frozen=True)
class Campaign:
    """A project as one of its people sees it."""

    project: Project
    role: Role
    progress: Progress
    answers: int

    @property
    def reviews(self) -> bool:
        return self.role in REVIEW

    @property
    def manages(self) -> bool:
        return self.role in MANAGE

    @property
    def alpha(self) -> float | None:
        """The lowest among the questions: the one to look at."""
        rows = (getattr(question, "agreement", None) for question in self.project.questions.all())
        return min((row.alpha for row in rows if row and row.alpha is not None), default=None)


def campaigns_of(user: User) -> list[Campaign]:
    """Running ones first, then the newest; a fixed number of statements, from derived rows."""
    roles = dict(Member.objects.filter(user=user).values_list("workspace", "role"))
    answers = dict(Standing.objects.filter(annotator=user).values_list("project", "answers"))
    found = [
        Campaign(
            project=project,
            role=Role(roles[project.workspace_id]),
            progress=getattr(project, "progress", None) or Progress(project=project),
            answers=answers.get(project.pk, 0),
        )
        for project in _projects(user)
    ]
    return sorted(found, key=lambda campaign: ORDER.index(State(campaign.project.state)))


def _projects(user: User) -> QuerySet[Project]:
    questions = Prefetch("questions", Question.objects.select_related("agreement"))
    return seen_by(user).select_related("workspace", "progress").prefetch_related(questions)
