"""Refresh a project's agreement from the patterns of its questions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Avg, Count, Sum
from django.utils import timezone

from labeling.actions.agreement.history import note
from labeling.models import Agreement, Consensus, Pattern
from labeling.quality.agreement import Alpha, alpha, interval, percent_agreement
from labeling.quality.expanded import Expanded, expanded
from labeling.quality.measures import Asked, measures
from labeling.quality.patterns import Pattern as Counts
from projects.models import Project, Question

SEED = 0
LONGEST = 200
"""Characters of a reason."""


class Likeness(NamedTuple):
    """The mean similarity of a record's answers, over the records with two or more, and what it rests on."""

    mean: float | None = None
    records: int = 0
    answers: int = 0


def refresh(project: Project) -> None:
    """Costs O(distinct patterns), and one aggregate of the derived rows.

    The interval is a seeded bootstrap: the same answers give the same bounds.
    """
    alike = likeness(project)
    for question in Question.objects.filter(project=project):
        found = measure(question, alike.get(question.pk, Likeness()))
        Agreement.objects.update_or_create(question=question, defaults=found)
        note(question, found, now=timezone.now())


def likeness(project: Project) -> dict[int, Likeness]:
    """By question."""
    compared = Consensus.objects.filter(question__project=project, similarity__isnull=False)
    rows = compared.values_list("question").annotate(Avg("similarity"), Count("pk"), Sum("answers"))
    return {question: Likeness(*found) for question, *found in rows}


def patterns_of(question: Question) -> dict[Counts, int]:
    rows = Pattern.objects.filter(question=question, records__gt=0).values_list("counts", "records")
    return {tuple((value, count) for value, count in counts): records for counts, records in rows}


def alpha_of(question: Question, patterns: Mapping[Counts, int]) -> float | None:
    """Alpha of answers that show these patterns; None where it is undefined."""
    level = question.type.level_of(question.options)
    if level is None:
        return None
    return alpha(_judged(question, patterns), level, question.type.domain(question.options)).value


def measure(question: Question, alike: Likeness) -> dict[str, Any]:
    """The fields of an Agreement."""
    kind, options = question.type, question.options
    level = kind.level_of(options)
    if level is None:
        basis = {"records": alike.records, "answers": alike.answers, "similarity": alike.mean}
        return basis | {"alpha": None, "reason": kind.no_agreement or ""}
    shown = patterns_of(question)
    judged, domain = _judged(question, shown), kind.domain(options)
    found = alpha(judged, level, domain)
    bounds = interval(judged, level, np.random.default_rng(SEED), domain=domain)
    low, high = bounds or (None, None)
    return {
        "alpha": found.value,
        "low": low,
        "high": high,
        "percent": percent_agreement(judged),
        "reason": found.reason or _left_out(question, found),
        "records": found.records,
        "answers": found.answers,
        "similarity": alike.mean,
        "measures": _measures(Asked(kind, options, shown, found)),
    }


def _judged(question: Question, patterns: Mapping[Counts, int]) -> Expanded:
    return expanded(patterns, partial(question.type.expand, question.options))


def _left_out(question: Question, found: Alpha) -> str:
    """The dimensions without an alpha, as many as there is room for."""
    titles = [question.type.dimension_title(question.options, name) for name in found.left_out]
    return _shortened(titles) if titles else ""


def _shortened(titles: Sequence[str]) -> str:
    for shown in range(len(titles), -1, -1):
        rest = len(titles) - shown
        more = [f"{rest} {'more' if shown else 'options'}"] if rest else []
        reason = f"left out, as everybody gave one value: {', '.join([*titles[:shown], *more])}"
        if len(reason) <= LONGEST:
            break
    return reason


def _measures(asked: Asked) -> dict[str, dict[str, Any]]:
    return {
        name: {"title": one.title, "value": one.figure.value, "reason": one.figure.reason}
        for name, one in measures(asked).items()
    }
