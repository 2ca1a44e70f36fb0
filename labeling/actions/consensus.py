"""Derive what a record's responses say together: its consensus, and its place in the agreement of each question."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from labeling.models import Consensus, Pattern, Response
from labeling.quality.patterns import Pattern as Counts
from labeling.quality.patterns import pattern
from labeling.quality.ranking import agrees
from projects.models import Project, Question

MAKE = """
    INSERT INTO labeling_pattern (question_id, counts, digest, records)
    SELECT m.*, 0 FROM unnest(%s::bigint[], %s::jsonb[], %s::text[]) AS m (question_id, counts, digest)
    ON CONFLICT (question_id, digest) DO NOTHING"""

# Apart from MAKE: the database checks the row that an upsert proposes, and a move away is a negative number.
MOVE = """
    UPDATE labeling_pattern p SET records = p.records + m.records
    FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS m (question_id, digest, records)
    WHERE p.question_id = m.question_id AND p.digest = m.digest
    RETURNING p.question_id, p.digest, p.id"""

COMPARE = """
    UPDATE labeling_response r SET agreed = c.agreed, compared = c.compared
    FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS c (id, agreed, compared)
    WHERE r.id = c.id AND (r.agreed, r.compared) IS DISTINCT FROM (c.agreed::smallint, c.compared::smallint)"""

Key = tuple[int, str]  # a question's number and a pattern's digest


def refresh(project: Project, *, record_ids: Iterable[int]) -> None:
    """Recompute the consensus of these records from their counted responses, and move their patterns.

    Exact however often, and in whatever order, it is called. The caller holds the lock on the project's progress,
    so that nobody else moves patterns.
    """
    ids = sorted(set(record_ids))
    questions = list(Question.objects.filter(project=project))
    answered: dict[int, list[Response]] = defaultdict(list)
    for response in Response.objects.filter(record__in=ids, counted=True).only("record_id", "values"):
        answered[response.record_id].append(response)
    derived = [derive(question, record, answered[record]) for record in ids for question in questions]
    _move_patterns(derived, ids)
    Consensus.objects.bulk_create(
        (consensus for consensus, _ in derived),
        update_conflicts=True,
        unique_fields=["record", "question"],
        update_fields=["value", "tied", "share", "answers", "pattern", "updated_at"],
        batch_size=2000,
    )
    _compare(questions, answered)


def derive(question: Question, record_id: int, responses: Sequence[Response]) -> tuple[Consensus, Counts]:
    """The consensus row of one question on one record, and the pattern of its answers: () where there is none."""
    answers = [r.values[question.name] for r in responses if question.name in r.values]
    found = question.type.aggregate(question.options, answers)
    consensus = Consensus(
        record_id=record_id,
        question=question,
        value=found.value,
        tied=list(found.tied),
        share=found.share,
        answers=found.count,
    )
    return consensus, pattern(_units(question, answers)) if question.type.level else ()


def _units(question: Question, answers: Iterable[Any]) -> list[Any]:
    return [question.type.unit(question.options, answer) for answer in answers]


def _move_patterns(derived: Sequence[tuple[Consensus, Counts]], record_ids: Sequence[int]) -> None:
    """Count each record in its new pattern instead of its old one, and point its consensus there."""
    moves: Counter[Key] = Counter()
    counts: dict[str, Any] = {}
    before = Pattern.objects.raw(
        "SELECT p.*, c.record_id FROM labeling_consensus c JOIN labeling_pattern p ON p.id = c.pattern_id"
        " WHERE c.record_id = ANY (%s)",
        [list(record_ids)],
    )
    for old in before:
        moves[old.question_id, old.digest] -= 1
        counts[old.digest] = old.counts
    for consensus, shown in derived:
        if shown:
            moves[consensus.question_id, digest(shown)] += 1
            counts[digest(shown)] = shown
    if not moves:
        return
    ids = _apply(moves, counts)
    for consensus, shown in derived:
        if shown:
            consensus.pattern_id = ids[consensus.question_id, digest(shown)]


def digest(shown: Counts) -> str:
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _apply(moves: Mapping[Key, int], counts: Mapping[str, Any]) -> dict[Key, int]:
    questions = [question for question, _ in moves]
    digests = [digest for _, digest in moves]
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [questions, [json.dumps(counts[digest]) for digest in digests], digests])
        cursor.execute(MOVE, [questions, digests, list(moves.values())])
        return {(question, digest): pk for question, digest, pk in cursor.fetchall()}


def _compare(questions: Sequence[Question], answered: Mapping[int, Sequence[Response]]) -> None:
    """Note with each response how many of its answers the other responses to its record confirm."""
    agreed: Counter[int] = Counter()
    compared: Counter[int] = Counter()
    for responses in answered.values():
        for question in (question for question in questions if question.type.level):
            units: dict[int, Any] = {
                r.pk: question.type.unit(question.options, r.values[question.name])
                for r in responses
                if question.name in r.values
            }
            counts = Counter(units.values())
            for pk, unit in units.items():
                verdict = agrees(unit, counts)
                agreed[pk] += bool(verdict)
                compared[pk] += verdict is not None
    ids = [response.pk for responses in answered.values() for response in responses]
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, [ids, [agreed[pk] for pk in ids], [compared[pk] for pk in ids]])
