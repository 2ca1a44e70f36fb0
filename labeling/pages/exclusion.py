"""Reviewers exclude answers, seeing first what that changes, and restore them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import QuorumError
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import MANAGE
from labeling.actions.exclusion import Flip, Preview, exclude, preview, restore
from labeling.forms.exclusion import ExclusionForm
from labeling.models import Exclusion
from labeling.queries.exclusion import exclusions
from projects.models import Project, Question
from projects.pages.access import reviewed

FLIPS = 10
"""Examples on the page; the API has more."""


@login_required
@require_http_methods(["GET", "POST"])
def project_exclusions(request: SignedIn, pk: int) -> HttpResponse:
    """The form, `?annotator=` chosen, with its preview, and what has been excluded. Confirms only what was shown."""
    project = reviewed(request, pk)
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = ExclusionForm(project, request.POST)
        if form.is_valid() and _was_shown(form, context) and (said := _exclude(request, form, context)):
            messages.success(request, said)
            return redirect("project_exclusions", pk)
        if form.scope and not context:
            _preview(form, context)
    else:
        form = _begun(project, request.GET.get("annotator", ""), context)
    around = {"project": project, "form": form, "tab": "exclusions", "manages": project.role in MANAGE}  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    return render(request, "labeling/exclusions.html", context | around | _listed(project), status=status)


@login_required
@posted
def exclusions_preview(request: SignedIn, pk: int) -> HttpResponse:
    """The fragment that says what an exclusion would change."""
    project = reviewed(request, pk)
    form = ExclusionForm(project, request.POST, confirming=False)
    context: dict[str, Any] = {"project": project, "form": form}
    if form.is_valid():
        _preview(form, context)
    return render(request, "labeling/_exclusion_preview.html", context)


@login_required
@require_GET
def exclusions_list(request: SignedIn, pk: int) -> HttpResponse:
    """What has been excluded, live."""
    project = reviewed(request, pk)
    return render(request, "labeling/_exclusions.html", {"project": project} | _listed(project))


@login_required
@posted
def exclusion_restore(request: SignedIn, pk: int, exclusion: int) -> HttpResponse:
    found = get_object_or_404(exclusions(reviewed(request, pk)), pk=exclusion)
    with outcome(request, f"{_what(found)} restored: the answers count again."):
        restore(found, by=request.user)
    return redirect("project_exclusions", pk)


def _begun(project: Project, annotator: str, context: dict[str, Any]) -> ExclusionForm:
    """Unsent; with somebody to begin with, what excluding them would change is shown at once."""
    form = ExclusionForm(project, initial={"annotator": annotator})
    chosen = ExclusionForm(project, {"annotator": annotator, "span": "all"}, confirming=False)
    if annotator and chosen.is_valid():
        _preview(chosen, context)
    return form


def _preview(form: ExclusionForm, context: dict[str, Any]) -> Preview:
    assert form.scope is not None
    found = preview(form.project, form.scope)
    questions = {question.name: question for question in Question.objects.filter(project=form.project)}
    context |= {
        "preview": found,
        "scope": form.scope,
        "mark": form.mark(found),
        "alphas": [(questions[name], *pair) for name, pair in found.alpha.items()],
        "flips": [_told(questions[flip.question], flip) for flip in found.flips[:FLIPS]],
    }
    return found


def _told(question: Question, flip: Flip) -> dict[str, Any]:
    def words(answer: Any) -> str | None:
        return None if answer is None else question.type.describe(question.options, answer)

    record = flip.external_id or f"record {flip.record}"
    return {"record": record, "question": question, "before": words(flip.before), "after": words(flip.after)}


def _was_shown(form: ExclusionForm, context: dict[str, Any]) -> bool:
    """Whether the person has seen what they are about to do; it is shown now, if not."""
    _preview(form, context)
    context["asks_again"] = form.cleaned_data["shown"] != context["mark"]
    return not context["asks_again"]


def _exclude(request: SignedIn, form: ExclusionForm, context: dict[str, Any]) -> str | None:
    """What was done, or None: then the form says why not."""
    assert form.scope is not None
    found, reason = context["preview"], form.cleaned_data["reason"]
    try:
        made = exclude(form.project, form.scope, by=request.user, reason=reason, summary=found.figures)
    except QuorumError as error:
        form.add_error(None, str(error))
        return None
    answers = f"{intcomma(found.answers)} answer{'' if found.answers == 1 else 's'} excluded."
    return f"{answers} {made.annotator} is dealt nothing more." if made.whole else answers


def _listed(project: Project) -> dict[str, Any]:
    found = list(exclusions(project))
    return {"exclusions": found, "in_force": sum(not one.restored_at for one in found)}


def _what(exclusion: Exclusion) -> str:
    return str(exclusion.annotator or exclusion.record)
