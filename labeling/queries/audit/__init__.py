"""The audit: recount everything from the raw responses, and compare with what is stored.

Independent of the code that it checks: consensus, patterns and standings are counted in plain Python here, and alpha
is recomputed with the `krippendorff` package.
"""

from labeling.models import Event
from labeling.queries.audit.agreement import alpha, patterns, people, similarity
from labeling.queries.audit.consensus import consensus
from labeling.queries.audit.control import controls
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.exclusion import exclusions
from labeling.queries.audit.invariants import invariants
from labeling.queries.audit.overlap import overlaps
from labeling.queries.audit.points import points
from labeling.queries.audit.progress import progress
from labeling.queries.audit.sanction import places
from labeling.queries.audit.standing import standings
from labeling.queries.audit.votes import votes_on
from projects.models import Project, Question

__all__ = ["Difference", "audit"]


def audit(project: Project) -> list[Difference]:
    """All differences; none means that every number can be trusted. Call it when the campaign rests."""
    differences = list(invariants(project))
    if waiting := Event.objects.filter(project=project).count():
        differences.append(Difference("events undelivered", "outbox", waiting, 0))
    everything, comparable = [], []
    for question in Question.objects.filter(project=project):
        votes = votes_on(question)
        differences += [*consensus(question, votes), *alpha(question, votes), *patterns(question, votes)]
        differences += [*similarity(question, votes), *people(question)]
        everything.append((question, votes))
        if question.type.level:
            comparable.append((question, votes))
    return [
        *differences,
        *progress(project),
        *standings(project, comparable),
        *points(project, comparable),
        *controls(project),
        *exclusions(project),
        *overlaps(project, everything),
        *places(project),
    ]
