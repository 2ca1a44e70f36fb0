"""Who agrees with whom, and how far the others confirm each annotator: derived from all votes, so seldom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from labeling.actions.fit import Fitted, gather
from labeling.models import Confirmation, Consensus
from labeling.quality.confirmation import confirmation, similarity
from labeling.quality.pairs import Pairs, met, pairs
from labeling.quality.table import Floats, Indices
from labeling.quality.votes import Name, Votes
from projects.models import Project, Question

MOST_COMPARED = 200_000
"""Different pairs of answers whose similarity is computed; with more of them there is none by annotator."""

KEEP = """
    INSERT INTO labeling_pair (question_id, first_id, second_id, common, equal, "off", alike)
    SELECT %(question)s, m.* FROM unnest(
        %(first)s::bigint[], %(second)s::bigint[], %(common)s::int[], %(equal)s::int[], %(off)s::int[], %(alike)s::int[]
    ) AS m
    ON CONFLICT (question_id, first_id, second_id) DO UPDATE
    SET common = EXCLUDED.common, equal = EXCLUDED.equal, "off" = EXCLUDED."off", alike = EXCLUDED.alike
    WHERE (labeling_pair.common, labeling_pair.equal, labeling_pair."off", labeling_pair.alike)
          IS DISTINCT FROM (EXCLUDED.common, EXCLUDED.equal, EXCLUDED."off", EXCLUDED.alike)"""

DROP = """
    DELETE FROM labeling_pair p WHERE p.question_id = %(question)s AND NOT EXISTS (
        SELECT FROM unnest(%(first)s::bigint[], %(second)s::bigint[]) AS m (first_id, second_id)
        WHERE (m.first_id, m.second_id) = (p.first_id, p.second_id))"""


def compare_people(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """The rows of Pair and Confirmation of each question whose answers are compared; an assessor."""
    known = {one.question.pk: one.votes for one in found}
    for question in Question.objects.filter(project=project):
        if question.type.level is None:
            continue
        votes = known[question.pk] if question.pk in known else gather(question)[0]
        _keep_pairs(question, votes, pairs(votes, agreed(question, votes)))
        _keep_confirmations(question, votes)


def agreed(question: Question, votes: Votes) -> Indices | None:
    """(N,) the place of each record's consensus; of numbers there is none: a mean is nobody's answer."""
    kind, options = question.type, question.options
    if kind.level_of(options) in ("interval", "ratio"):
        return None
    decided = Consensus.objects.filter(question=question, value__isnull=False)
    rows = decided.values_list("record", "value").iterator(chunk_size=10_000)
    wanted = set(votes.records)
    known: dict[Name, Any] = {record: kind.unit(options, value) for record, value in rows if record in wanted}
    return votes.known(known)


def _keep_pairs(question: Question, votes: Votes, found: Pairs) -> None:
    people = np.array(votes.annotators, dtype=np.int64)
    columns = {
        "first": people[found.first],
        "second": people[found.second],
        "common": found.common,
        "equal": found.equal,
        "off": found.off,
        "alike": found.alike,
    }
    parameters = {name: column.tolist() for name, column in columns.items()} | {"question": question.pk}
    with connection.cursor() as cursor:
        cursor.execute(DROP, parameters)
        cursor.execute(KEEP, parameters)


def _keep_confirmations(question: Question, votes: Votes) -> None:
    confirmed, alike = confirmation(votes), _similarity(question, votes)
    Confirmation.objects.filter(question=question).exclude(annotator__in=map(int, votes.annotators)).delete()
    Confirmation.objects.bulk_create(
        (
            Confirmation(
                question=question,
                annotator_id=int(annotator),
                answers=int(votes.given[place]),
                agreed=int(confirmed.agreed[place]),
                compared=int(confirmed.compared[place]),
                similarity=None if np.isnan(alike[place]) else float(alike[place]),
            )
            for place, annotator in enumerate(votes.annotators)
        ),
        update_conflicts=True,
        unique_fields=["question", "annotator"],
        update_fields=["answers", "agreed", "compared", "similarity"],
        batch_size=1000,
    )


def _similarity(question: Question, votes: Votes) -> Floats:
    """(W,) by the kind's own measure, computed once for every two different answers that met."""
    kind, options, number = question.type, question.options, len(votes.values)
    keys = [np.unique(votes.value[left] * number + votes.value[right]) for left, right in met(votes)]
    different = np.unique(np.concatenate(keys)) if keys else np.zeros(0, np.intp)
    if len(different) > MOST_COMPARED:
        return np.full(len(votes.annotators), np.nan)
    answers = [kind.from_unit(options, value) for value in votes.values]
    alike = np.array(
        [
            kind.similarity(options, answers[left], answers[right])
            for left, right in zip(*divmod(different, max(1, number)), strict=True)
        ]
    )
    return similarity(votes, lambda left, right: alike[np.searchsorted(different, left * number + right)])
