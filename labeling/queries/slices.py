"""Agreement within parts of a project: the records of each import, or with each value of a piece of metadata."""

import hashlib
import json
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from labeling.models import Progress
from labeling.quality.agreement import alpha, interval, percent_agreement
from labeling.quality.expanded import expanded
from labeling.quality.patterns import Pattern
from projects.models import Question

log = logging.getLogger(__name__)

BATCH: Final = "batch"
PREFIX: Final = "metadata."
SHOWN: Final = 50
LONGEST: Final = 200
"""Characters by which values are told apart."""
RESAMPLES: Final = 300
"""For the interval of each slice, which is therefore rougher than that of the question."""
SEED: Final = 0
KEPT: Final = 3600

COMPARED = """
    WITH compared AS (
        SELECT left(COALESCE({value}, ''), %(longest)s) AS value, c.pattern_id
        FROM labeling_consensus c JOIN projects_content t ON t.record_id = c.record_id
        WHERE c.question_id = %(question)s AND c.answers > 1 AND c.pattern_id IS NOT NULL
    )"""

SIZES = """
    SELECT value, count(*) OVER (), sum(count(*)) OVER ()
    FROM compared GROUP BY value ORDER BY count(*) DESC, value LIMIT %(shown)s"""

PATTERNS = """
    SELECT s.value, p.counts, s.records
    FROM (SELECT value, pattern_id, count(*) AS records FROM compared
          WHERE value = ANY (%(values)s) GROUP BY value, pattern_id) s
    JOIN labeling_pattern p ON p.id = s.pattern_id"""


@dataclass(frozen=True)
class Slice:
    """The agreement on the records with this value, "" where they have none; figures as in Agreement."""

    value: str
    records: int
    answers: int
    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    reason: str


@dataclass(frozen=True)
class Slices:
    """Those with most records first; `left_out` more, with `left_out_records` records, are not shown."""

    by: str
    slices: list[Slice] = field(default_factory=list)
    left_out: int = 0
    left_out_records: int = 0


def slices(question: Question, *, by: str) -> Slices:
    """By "batch", or by a key of the metadata; "metadata.batch" is the key of that name.

    Computed once for each state of the project's summaries.
    """
    at = Progress.objects.filter(project=question.project_id).values_list("updated_at", flat=True).first()
    name = hashlib.sha256(f"{question.pk} {at} {by}".encode()).hexdigest()
    try:
        kept = cache.get(f"slices-{name}")
    except RedisError:
        kept = None
    if isinstance(kept, Slices):
        return kept
    found = _slices(question, by)
    try:
        cache.set(f"slices-{name}", found, timeout=KEPT)
    except RedisError:
        log.debug("The slices of question %s are not kept: Redis does not answer.", question.pk)
    return found


def _slices(question: Question, by: str) -> Slices:
    if question.type.level is None:
        return Slices(by)
    value = "t.batch" if by == BATCH else "t.metadata ->> %(key)s"
    compared = COMPARED.format(value=value)
    bounds: dict[str, Any] = {
        "question": question.pk,
        "key": by.removeprefix(PREFIX),
        "longest": LONGEST,
        "shown": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(compared + SIZES, bounds)
        sizes = cursor.fetchall()
        values = [one for one, _, _ in sizes]
        cursor.execute(compared + PATTERNS, bounds | {"values": values})
        shown: defaultdict[str, dict[Pattern, int]] = defaultdict(dict)
        for one, counts, records in cursor.fetchall():
            shown[one][tuple((unit, count) for unit, count in json.loads(counts))] = records
    found = [_measured(question, one, shown[one]) for one in values]
    slices, records = (sizes[0][1], int(sizes[0][2])) if sizes else (0, 0)
    rest = records - sum(sum(shown[one].values()) for one in values)
    return Slices(by, found, slices - len(found), rest)


def _measured(question: Question, value: str, shown: dict[Pattern, int]) -> Slice:
    kind, options = question.type, question.options
    level: Any = kind.level_of(options)
    judged, domain = expanded(shown, partial(kind.expand, options)), kind.domain(options)
    found = alpha(judged, level, domain)
    rng = np.random.default_rng(SEED)
    low, high = interval(judged, level, rng, resamples=RESAMPLES, domain=domain) or (None, None)
    percent = percent_agreement(judged)
    return Slice(value, found.records, found.answers, found.value, low, high, percent, found.reason)
