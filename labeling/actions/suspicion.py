"""Refresh a project's suspicions: evidence for reviewers, derived whole from the responses. Nothing follows by itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

import numpy as np
from django.db import transaction

from labeling import live
from labeling.actions.fit import Fitted
from labeling.models import Suspicion, policy_of
from labeling.quality.pairs import errors, pairs
from labeling.quality.policy import Policy
from labeling.quality.suspicion import Collusion, Evidence, Pair, collusion, crowd, hasty, straight
from labeling.queries.answering import streaks, timings
from projects.models import Project

FIELDS = ["weight", "figures", "sentence"]
LONGEST = 500

Named = tuple[int, int | None, Evidence]
"""Whom the evidence is about, and who else where it is about two."""


def refresh(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """What is not suspicious any more disappears; of several of one kind on the same people the strangest stays."""
    policy = policy_of(project)
    rows: dict[tuple[int, int | None, str], Suspicion] = {}
    for annotator, other, evidence in _all(project, policy, found):
        key = (annotator, other, evidence.kind)
        if key not in rows or rows[key].weight < evidence.weight:
            rows[key] = Suspicion(
                project=project,
                annotator_id=annotator,
                other_id=other,
                kind=evidence.kind,
                weight=evidence.weight,
                figures=dict(evidence.figures),
                sentence=evidence.sentence[:LONGEST],
                found_at=now,
            )
    _store(project, rows)
    transaction.on_commit(partial(live.poke, project.pk, ["suspicions"]))


def _all(project: Project, policy: Policy, found: Sequence[Fitted]) -> Iterable[Named]:
    for annotator, timed in timings(project, last=policy.speed.last).items():
        if evidence := hasty(timed, policy.speed):
            yield annotator, None, evidence
    for shares, given in streaks(project):
        for annotator, values in given.items():
            if evidence := straight(values, shares, policy.straight):
                yield annotator, None, evidence
    for one in found:
        yield from _pairs(one, policy.collusion)


def _pairs(found: Fitted, settings: Collusion) -> Iterable[Named]:
    """Pairs who err alike, by the consensus of the fitted model where others than the two have a part in it."""
    votes = found.votes
    consensus = np.where(votes.overlap > 2, found.fit.posteriors.argmax(axis=1), -1)
    met, wrong = pairs(votes, consensus), errors(votes, consensus)
    known = np.flatnonzero(met.settled >= settings.common)
    seen = [
        Pair(
            int(met.settled[place]),
            int(met.off[place]),
            int(met.alike[place]),
            (float(wrong[met.first[place]]), float(wrong[met.second[place]])),
        )
        for place in known
    ]
    usual = crowd(seen, settings)
    for place, pair in zip(known, seen, strict=True):
        if evidence := collusion(pair, usual, settings):
            two = (int(votes.annotators[met.first[place]]), int(votes.annotators[met.second[place]]))
            yield min(two), max(two), evidence


def _store(project: Project, rows: dict[tuple[int, int | None, str], Suspicion]) -> None:
    stored = Suspicion.objects.filter(project=project)
    gone = [
        pk
        for pk, *key in stored.order_by().values_list("pk", "annotator", "other", "kind")
        if tuple(key) not in rows
    ]
    Suspicion.objects.filter(pk__in=gone).delete()
    Suspicion.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["project", "annotator", "other", "kind"],
        update_fields=FIELDS,
        batch_size=500,
    )
