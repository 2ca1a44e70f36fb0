"""Whether controls are good ones: those that good annotators fail are suspended by themselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median

import numpy as np
from django.db import connection, transaction

from labeling.actions.control.state import suspend
from labeling.actions.fit import Fitted
from labeling.models import Control, Response, Standing, policy_of
from labeling.quality.control import Grade, Health, health
from projects.models import Project

NOTE = """
    UPDATE labeling_control c SET discrimination = n.discrimination
    FROM unnest(%s::bigint[], %s::float8[]) AS n (id, discrimination)
    WHERE c.record_id = n.id AND c.discrimination IS DISTINCT FROM n.discrimination"""


KNOWN_FROM = 5
"""Answers by which the quality of an annotator is known: with fewer it is luck."""


def assess(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Judge controls by how people do on ordinary records: as the models say, or where there are none, their peers."""
    refresh_health(project, _by_models(project, found) if found else _by_peers(project))


def _by_models(project: Project, found: Sequence[Fitted]) -> dict[int, float]:
    """By annotator the share of right answers to work that others answered too, each by its probability."""
    checks = list(Control.objects.filter(project=project).values_list("pk", flat=True))
    right: dict[int, float] = defaultdict(float)
    answers: Counter[int] = Counter()
    for one in found:
        given = one.votes
        work = (given.overlap > 1) & ~np.isin(given.records, checks)
        counted = work[given.record].astype(float)
        probable = one.fit.posteriors[given.record, given.value] * counted
        size = len(given.annotators)
        for annotator, sure, n in zip(
            given.annotators,
            np.bincount(given.annotator, probable, minlength=size),
            np.bincount(given.annotator, counted, minlength=size),
            strict=True,
        ):
            right[int(annotator)] += float(sure)
            answers[int(annotator)] += int(n)
    return {annotator: right[annotator] / n for annotator, n in answers.items() if n >= KNOWN_FROM}


def _by_peers(project: Project) -> dict[int, float]:
    rows = Standing.objects.filter(project=project, compared__gte=KNOWN_FROM)
    return {
        annotator: agreed / compared
        for annotator, agreed, compared in rows.values_list("annotator", "agreed", "compared")
    }


@transaction.atomic
def refresh_health(project: Project, quality_by_annotator: Mapping[int, float]) -> list[Control]:
    """Note how each control tells good annotators from others, and suspend suspects; returns those.

    Good is who does no worse than the median of these qualities. One that a reviewer has resumed is left alone.
    """
    grades: dict[int, list[Grade]] = defaultdict(list)
    graded = Response.objects.filter(project=project, passed__isnull=False).order_by("pk")
    for record, annotator, passed in graded.values_list("record", "annotator", "passed"):
        grades[record].append(Grade(bool(passed), quality_by_annotator.get(annotator)))
    if not grades:
        return []
    watch = policy_of(project).watch
    # Where nobody's quality is known, nobody is good.
    good = median(quality_by_annotator.values()) if quality_by_annotator else 1.0
    found = {record: health(given, watch, good=good) for record, given in grades.items()}
    controls = Control.objects.filter(project=project, record__in=found).order_by("pk")
    present = list(controls.select_for_update(no_key=True))
    _note(present, found)
    return [
        suspend(control, reason=found[control.pk].reason)
        for control in present
        if found[control.pk].suspect and control.state in Control.IN_FORCE and not control.reason
    ]


def _note(controls: list[Control], found: Mapping[int, Health]) -> None:
    with connection.cursor() as cursor:
        ids = [control.pk for control in controls]
        cursor.execute(NOTE, [ids, [found[pk].discrimination for pk in ids]])
