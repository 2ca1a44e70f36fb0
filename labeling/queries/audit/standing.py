"""Each annotator's standing, counted again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Count

from labeling.models import Assignment, Response, Standing
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Votes, winner
from projects.models import Project

COUNTS = ("counted", "surplus", "skipped", "flagged", "agreed", "compared")


def standings(project: Project, comparable: Iterable[Votes]) -> Iterator[Difference]:
    """`comparable`: the votes on each question whose answers can be compared."""
    rows = Standing.objects.filter(project=project).values("annotator", *COUNTS)
    stored = {row.pop("annotator"): Counter(row) for row in rows}
    counted = _counted(project)
    for votes in comparable:
        _compare(votes, counted)
    for annotator in stored.keys() | counted.keys():
        mine, theirs = stored.get(annotator, Counter()), counted[annotator]
        for name in COUNTS:
            if mine[name] != theirs[name]:
                yield Difference("standing", f"annotator {annotator}, {name}", mine[name], theirs[name])


def _counted(project: Project) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    responses = Response.objects.filter(project=project).order_by()
    for annotator, counts, n in responses.values_list("annotator", "counted").annotate(n=Count("pk")):
        found[annotator]["counted" if counts else "surplus"] = n
    assignments = Assignment.objects.filter(project=project).order_by()
    for annotator, state, n in assignments.values_list("annotator", "state").annotate(n=Count("pk")):
        found[annotator][state] = n
    return found


def _compare(votes: Votes, counted: dict[int, Counter[str]]) -> None:
    """Each against the majority of the others; where these are tied, or there are none, nothing is compared."""
    for given in votes.values():
        for annotator, unit in given:
            others = winner([other for who, other in given if who != annotator])
            if others is not None:
                counted[annotator]["compared"] += 1
                counted[annotator]["agreed"] += others == unit
