"""Where each record is counted in the agreement of each question: its pattern."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from labeling.actions.consensus.deriving import Derived
from labeling.models import Pattern
from labeling.quality.patterns import Pattern as Counts

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

Key = tuple[int, str]  # a question's number and a pattern's digest


def move(derived: Sequence[Derived], record_ids: Sequence[int]) -> None:
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
    shown = [one for one in derived if one.pattern]
    for one in shown:
        moves[one.consensus.question_id, digest(one.pattern)] += 1
        counts[digest(one.pattern)] = one.pattern
    if not moves:
        return
    ids = _apply(moves, counts)
    for one in shown:
        one.consensus.pattern_id = ids[one.consensus.question_id, digest(one.pattern)]


def digest(shown: Counts) -> str:
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _apply(moves: Mapping[Key, int], counts: Mapping[str, Any]) -> dict[Key, int]:
    questions = [question for question, _ in moves]
    digests = [digest for _, digest in moves]
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [questions, [json.dumps(counts[digest]) for digest in digests], digests])
        cursor.execute(MOVE, [questions, digests, list(moves.values())])
        return {(question, digest): pk for question, digest, pk in cursor.fetchall()}
