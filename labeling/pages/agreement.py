"""How far people agree: the figures of each question, live, and a page that takes one question apart."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import SignedIn
from accounts.rules import MANAGE
from labeling.pages.sparkline import sparkline
from labeling.queries.agreement import agreement_of, confirmations_of, history_of
from labeling.queries.matching import occurring
from labeling.queries.matrix import LEAST, matrix_of, pairs_of
from labeling.queries.slices import BATCH, LONGEST, PREFIX, slices
from projects.models import Project, Question
from projects.pages.access import reviewed
from projects.rules import reviewed_by

PEOPLE = 50
PAIRS = 50


@login_required
@require_GET
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    """The agreement on one question (`?question=`) by slice (`?by=`), by annotator, by pair, and over time."""
    project = reviewed(request, pk)
    questions = list(Question.objects.filter(project=project))
    question = _chosen(questions, request.GET.get("question"))
    context: dict[str, Any] = {
        "project": project,
        "manages": project.role in MANAGE,  # type: ignore[attr-defined]  # annotated
        "tab": "agreement",
        "agreements": agreement_of(project),
        "questions": questions,
        "question": question,
        "least": LEAST,
    }
    if question:
        context |= _people(question) | _history(question) | _slices(project, question, request.GET.get("by"))
    return render(request, "labeling/agreement.html", context)


@login_required
@require_GET
def figures(request: SignedIn, pk: int) -> HttpResponse:
    """The fragment with the figures of each question."""
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    context = {"project": project, "agreements": agreement_of(project)}
    return render(request, "labeling/_agreement.html", context)


def _chosen(questions: list[Question], name: str | None) -> Question | None:
    """The one of that name; without a name the first that can be compared."""
    if name:
        found = next((question for question in questions if question.name == name), None)
        if found is None:
            raise Http404
        return found
    comparable = [question for question in questions if question.type.level]
    return next(iter([*comparable, *questions]), None)


def _slices(project: Project, question: Question, by: str | None) -> dict[str, Any]:
    """`ways`: the batch, and each key of the metadata, as (what to ask for, its name)."""
    ways = [(BATCH, "batch"), *((PREFIX + key.name, key.name) for key in occurring(project))]
    asked = (by or BATCH).replace("\0", "")[:LONGEST]
    return {"by": asked, "ways": ways, "slices": slices(question, by=asked)}


def _people(question: Question) -> dict[str, Any]:
    return {
        "people": confirmations_of(question)[:PEOPLE],
        "matrix": matrix_of(question),
        "pairs": pairs_of(question)[:PAIRS],
    }


def _history(question: Question) -> dict[str, Any]:
    readings = list(history_of(question))
    return {"readings": readings[::-1], "sparkline": sparkline(readings)}
