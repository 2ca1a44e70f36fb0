"""Which of a project's strata an annotator can fill."""

from accounts.models import Member, User
from labeling.models import policy_of
from labeling.quality.overlap import Stratum, place
from projects.models import Project


def strata_of(project: Project, annotator: User | int) -> list[int]:
    """Their numbers, counted from 0, in order; costs nothing where there are no strata."""
    strata = policy_of(project).overlap.strata
    if not strata:
        return []
    mine = Member.objects.filter(workspace=project.workspace_id, user=annotator)
    return filled_by(strata, mine.values_list("groups", flat=True).first() or [])


def filled_by(strata: tuple[Stratum, ...], groups: list[str]) -> list[int]:
    return [index for index, stratum in enumerate(strata) if place([stratum], [1], groups) is not None]
