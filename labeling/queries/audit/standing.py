"""Each annotator's standing, counted again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import fmean

from labeling.models import Assignment, Control, Response, Standing
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Vote, Votes, winner
from projects.models import Project, Question

COUNTS = (
    "counted", "surplus", "skipped", "flagged", "answers", "agreed", "compared", "graded", "passed", "excluded",
)  # fmt: skip


def standings(project: Project, comparable: Iterable[tuple[Question, Votes]]) -> Iterator[Difference]:
    """`comparable`: the questions whose answers can be compared, each with the votes on it."""
    rows = Standing.objects.filter(project=project).values("annotator", *COUNTS)
    stored = {row.pop("annotator"): Counter(row) for row in rows}
    counted = _counted(project)
    for question, votes in comparable:
        _compare(question, votes, counted)
    for annotator in stored.keys() | counted.keys():
        mine, theirs = stored.get(annotator, Counter()), counted[annotator]
        for name in COUNTS:
            if mine[name] != theirs[name]:
                yield Difference("standing", f"annotator {annotator}, {name}", mine[name], theirs[name])


def _counted(project: Project) -> dict[int, Counter[str]]:
    """Every row of somebody who answered, skipped or flagged; nobody else has a standing."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    force = Control.objects.filter(project=project, state__in=("active", "retired"))
    evidence = set(force.values_list("record", flat=True))
    rows = Response.objects.filter(project=project).order_by("pk").select_related("assignment")
    for response in rows.defer("values").iterator(chunk_size=5000):
        mine = found[response.annotator_id]
        graded = response.passed is not None
        mine["counted"] += response.counted
        mine["excluded"] += response.exclusion_id is not None
        if response.counted or graded or response.exclusion_id:
            mine["answers"] += 1
        else:
            mine["surplus"] += 1
        if graded and response.assignment.purpose == "control" and not response.exclusion_id:
            mine["graded"] += response.record_id in evidence
            mine["passed"] += response.record_id in evidence and response.passed is True
    closed = Assignment.objects.filter(project=project, state__in=("skipped", "flagged"))
    for annotator, state in closed.order_by().values_list("annotator", "state"):
        found[annotator][state] += 1
    return found


def _compare(question: Question, votes: Votes, counted: dict[int, Counter[str]]) -> None:
    """Each against the others: their majority, where the possible answers are listed, or how alike they are.

    Where the others are tied, or there are none, nothing is compared.
    """
    listed = question.type.domain(question.options) is not None
    for given in votes.values():
        for vote in given:
            others = [other for other in given if other is not vote]
            confirmed = _majority(vote, others) if listed else _alike(question, vote, others)
            if confirmed is not None:
                counted[vote.annotator]["compared"] += 1
                counted[vote.annotator]["agreed"] += confirmed


def _majority(vote: Vote, others: list[Vote]) -> bool | None:
    said = winner([other.unit for other in others])
    return None if said is None else bool(said == vote.unit)


def _alike(question: Question, vote: Vote, others: list[Vote]) -> bool | None:
    kind, options = question.type, question.options
    alike = [kind.similarity(options, other.answer, vote.answer) for other in others]
    return fmean(alike) >= 0.5 if alike else None
