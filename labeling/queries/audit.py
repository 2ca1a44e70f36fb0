"""The audit: recount everything from the raw responses, and compare with what is stored.

Independent of the code that it checks: consensus is counted by SQL and plain Python here, and alpha is recomputed
with the `krippendorff` package.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import krippendorff
import numpy as np
from django.db import connection
from django.db.models import Count

from labeling.models import Agreement, Assignment, Consensus, Event, Progress, Response, Standing
from projects.models import Project, Question
from projects.questions.base import Level

# Each statement lists the offenders: a number, and what it should be and is.
INVARIANTS = {
    "overlap exceeded": """
        SELECT r.id, r.overlap, count(*) FROM projects_record r JOIN labeling_response p ON p.record_id = r.id
        WHERE r.project_id = %s AND p.counted GROUP BY r.id HAVING count(*) > r.overlap + r.excess""",
    "answered twice by one person": """
        SELECT record_id, 1, count(*) FROM labeling_response
        WHERE project_id = %s GROUP BY record_id, annotator_id HAVING count(*) > 1""",
    "open slots": """
        SELECT r.id, r.overlap - r.open_slots + r.excess, held.n
        FROM projects_record r CROSS JOIN LATERAL (
            SELECT (SELECT count(*) FROM labeling_assignment a
                    WHERE a.record_id = r.id AND a.state IN ('queued', 'open'))
                 + (SELECT count(*) FROM labeling_response p WHERE p.record_id = r.id AND p.counted) AS n) held
        WHERE r.project_id = %s AND held.n <> r.overlap - r.open_slots + r.excess""",
    "submitted without a response, or a response without being submitted": """
        SELECT a.record_id, count(p.id), 1 FROM labeling_assignment a LEFT JOIN labeling_response p ON p.assignment_id = a.id
        WHERE a.project_id = %s AND (a.state = 'submitted') <> (p.id IS NOT NULL) GROUP BY a.id""",
    "response of another person or record than its assignment": """
        SELECT a.record_id, a.annotator_id, p.annotator_id FROM labeling_assignment a
        JOIN labeling_response p ON p.assignment_id = a.id
        WHERE a.project_id = %s AND (a.record_id, a.annotator_id, a.project_id)
              IS DISTINCT FROM (p.record_id, p.annotator_id, p.project_id)""",
}

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the responses say it must be."""

    what: str
    where: str
    stored: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.what}, {self.where}: stored {self.stored}, counted {self.counted}"


def audit(project: Project) -> list[Difference]:
    """All differences; none means that every number can be trusted. Call it when the campaign rests."""
    differences = list(_invariants(project))
    if waiting := Event.objects.filter(project=project).count():
        differences.append(Difference("events undelivered", "outbox", waiting, 0))
    for question in Question.objects.filter(project=project):
        answers = _answers(question)
        differences += _consensus(question, answers)
        differences += _alpha(question, answers)
    return [*differences, *_progress(project)]


def _invariants(project: Project) -> Iterator[Difference]:
    for what, statement in INVARIANTS.items():
        with connection.cursor() as cursor:
            cursor.execute(statement, [project.pk])
            for record, stored, counted in cursor.fetchall():
                yield Difference(what, f"record {record}", stored, counted)


def _answers(question: Question) -> dict[int, list[Any]]:
    """The comparable values of the counted answers, by record."""
    found = defaultdict(list)
    counted = Response.objects.filter(project=question.project_id, counted=True).values_list(
        "record", "values"
    )
    for record, values in counted.iterator(chunk_size=5000):
        if question.name in values:
            found[record].append(question.type.unit(question.options, values[question.name]))
    return found


def _consensus(question: Question, answers: dict[int, list[Any]]) -> Iterator[Difference]:
    stored = {row.record_id: row for row in Consensus.objects.filter(question=question).iterator()}
    for record in stored.keys() | answers.keys():
        row, units = stored.get(record), answers.get(record, [])
        if row is None or row.answers != len(units):
            yield Difference("answers in the consensus", f"record {record}", row and row.answers, len(units))
        elif question.type.level and units:
            votes = Counter(units).most_common()
            winner = votes[0][0] if len(votes) == 1 or votes[0][1] > votes[1][1] else None
            value = None if row.value is None else question.type.unit(question.options, row.value)
            if value != winner:
                yield Difference("consensus", f"record {record}", value, winner)


def _alpha(question: Question, answers: dict[int, list[Any]]) -> Iterator[Difference]:
    if question.type.level is None:
        return
    stored = Agreement.objects.filter(question=question).values_list("alpha", flat=True).first()
    counted = _krippendorff(question, question.type.level, answers)
    if (stored is None) != (counted is None) or (
        stored is not None and counted is not None and not math.isclose(stored, counted, abs_tol=TOLERANCE)
    ):
        yield Difference("alpha", f"question {question.name}", stored, counted)


def _krippendorff(question: Question, level: Level, answers: dict[int, list[Any]]) -> float | None:
    domain = list(
        question.type.domain(question.options)
        or sorted({unit for units in answers.values() for unit in units})
    )
    column = {unit: index for index, unit in enumerate(domain)}
    counts = np.zeros((len(answers), len(domain)), dtype=int)
    for row, units in enumerate(answers.values()):
        for unit in units:
            counts[row, column[unit]] += 1
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts) or (counts.sum(axis=0) > 0).sum() < 2:
        return None
    numbers = all(isinstance(unit, int | float) for unit in domain)
    values = np.array(domain if numbers else range(len(domain)))
    return float(krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=level))


def _progress(project: Project) -> Iterator[Difference]:
    stored = Progress.objects.filter(project=project).first()
    states = dict(
        Assignment.objects.filter(project=project).values_list("state").order_by().annotate(n=Count("pk"))
    )
    responses = Response.objects.filter(project=project)
    counted = {
        "records": project.records.filter(retired=False).count(),
        "counted": responses.filter(counted=True).count(),
        "surplus": responses.filter(counted=False).count(),
        "live": sum(states.get(state, 0) for state in Assignment.LIVE),
        "skipped": states.get(Assignment.State.SKIPPED, 0),
        "flagged": states.get(Assignment.State.FLAGGED, 0),
    }
    for name, number in counted.items():
        if getattr(stored, name, None) != number:
            yield Difference("progress", name, getattr(stored, name, None), number)
    yield from _standings(project)


def _standings(project: Project) -> Iterator[Difference]:
    stored = dict(Standing.objects.filter(project=project).values_list("annotator", "counted"))
    responses = Response.objects.filter(project=project, counted=True)
    counted = dict(responses.order_by().values_list("annotator").annotate(n=Count("pk")))
    for annotator in stored.keys() | counted.keys():
        if stored.get(annotator, 0) != counted.get(annotator, 0):
            where = f"annotator {annotator}"
            yield Difference("standing", where, stored.get(annotator), counted.get(annotator, 0))
