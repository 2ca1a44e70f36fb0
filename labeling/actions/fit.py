"""Fit the model of a question's annotators to all answers, controls among them, and keep what it says of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Q

from labeling.actions.consensus import fitted
from labeling.models import Adjudication, Control, Exclusion, Fit, Response, Skill
from labeling.quality import dawid_skene
from labeling.quality.posterior import skill
from labeling.quality.table import Floats
from labeling.quality.votes import Name, Votes, votes
from projects.models import Project, Question

ENOUGH = 2.0
"""Answers to a record, on average: below that a model of the annotators does worse than the majority."""


@dataclass(frozen=True)
class Fitted:
    """A question's votes, counted ones and those to controls, and the model fitted to them."""

    question: Question
    votes: Votes
    fit: dawid_skene.Fit


def gather(question: Question) -> tuple[Votes, dict[Name, Any]]:
    """All counted and all graded answers to the question, and the truth about records where it is known.

    Whoever is excluded as a whole has no part in it. Known: controls that are in force and accept one answer only, and what a reviewer decided.
    """
    kind, options = question.type, question.options
    whole = {"record": None, "since": None, "until": None, "restored_at": None}
    barred = Exclusion.objects.filter(project=question.project_id, **whole).values("annotator")
    graded = Q(passed__isnull=False) & ~Q(annotator__in=barred)
    rows = Response.objects.filter(Q(counted=True) | graded, project=question.project_id)
    given = rows.order_by().values_list("record", "annotator", f"values__{question.name}")
    units = (
        (record, annotator, kind.unit(options, answer))
        for record, annotator, answer in given.iterator(chunk_size=10_000)
        if answer is not None
    )
    found = votes(units, kind.domain(options))  # type: ignore[arg-type]
    return found, _known(question)


def refit(project: Project, *, now: datetime) -> list[Fitted]:
    """Fit each question whose answers allow it; the rows of Fit and Skill follow. The others lose theirs."""
    found = []
    for question in Question.objects.filter(project=project):
        if not fitted(question):
            continue
        given, known = gather(question)
        if len(given) < ENOUGH * len(given.records) or not len(given):
            Fit.objects.filter(question=question).delete()
            Skill.objects.filter(question=question).delete()
            continue
        known = {record: value for record, value in known.items() if value in given.values}
        fit = dawid_skene.fit(given, known)
        found.append(Fitted(question, given, fit))
        _keep(found[-1], now)
    return found


def _known(question: Question) -> dict[Name, Any]:
    kind, options, name = question.type, question.options, question.name
    known: dict[Name, Any] = {}
    controls = Control.objects.filter(project=question.project_id, state__in=Control.IN_FORCE)
    for record, accepted in controls.values_list("record", "accepted"):
        if len(accepted.get(name, ())) == 1:
            known[record] = kind.unit(options, accepted[name][0])
    decided = Adjudication.objects.filter(question=question).values_list("record", "value")
    return known | {record: kind.unit(options, value) for record, value in decided}


def _keep(found: Fitted, now: datetime) -> None:
    model, given = found.fit.model, found.votes
    plain = model.as_json()
    Fit.objects.update_or_create(
        question=found.question,
        defaults={
            "parameters": {"values": plain["values"], "priors": plain["priors"]},
            "answers": len(given),
            "log_likelihood": found.fit.log_likelihood,
            "iterations": found.fit.iterations,
            "fitted_at": now,
        },
    )
    Skill.objects.filter(question=found.question).exclude(annotator__in=map(int, given.annotators)).delete()
    Skill.objects.bulk_create(
        _skills(found, plain["confusions"]),
        update_conflicts=True,
        unique_fields=["question", "annotator"],
        update_fields=["answers", "right", "accuracy", "informativeness", "confusion"],
        batch_size=500,
    )


def _skills(found: Fitted, confusions: list[Any]) -> Iterable[Skill]:
    model, given = found.fit.model, found.votes
    right = right_answers(found)
    judged = np.bincount(given.annotator, _judged(found), minlength=len(given.annotators))
    for place, annotator in enumerate(given.annotators):
        yield Skill(
            question=found.question,
            annotator_id=int(annotator),
            answers=int(judged[place]),
            right=float(right[place]),
            accuracy=float(model.accuracies[place]),
            informativeness=float(model.informativeness[place]),
            confusion=confusions[place],
        )


def skills(found: Fitted) -> list[float]:
    """How probably each annotator is right, by the one-coin model: what the weighted majority weighs by."""
    right = right_answers(found)
    judged = np.bincount(found.votes.annotator, _judged(found), len(found.votes.annotators))
    wrong = np.maximum(judged - right, 0.0)
    return [skill(hit, miss) for hit, miss in zip(right.tolist(), wrong.tolist(), strict=True)]


def right_answers(found: Fitted) -> Floats:
    """(W,) how many answers of each annotator are right, each by its probability; single ones say nothing."""
    given = found.votes
    probable = found.fit.posteriors[given.record, given.value] * _judged(found)
    return np.bincount(given.annotator, probable, len(given.annotators)).astype(np.float64)


def _judged(found: Fitted) -> Floats:
    """(n,) 1 for votes that others, or the truth, say something about."""
    given = found.votes
    judged = (given.overlap[given.record] > 1) | (found.fit.truth[given.record] >= 0)
    return judged.astype(np.float64)
