"""Warnings, pauses and suspicions: the reviewers' page about people, and what each annotator sees of their own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.errors import QuorumError
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import MANAGE
from labeling.actions import sanction as actions
from labeling.errors import AlreadyPaused
from labeling.forms.sanction import AppealForm, ImposeForm, NoteForm
from labeling.models import Sanction, policy_of
from labeling.queries.sanction import figures, people, sanctions, shown, suspicions, told_figures, why
from labeling.rules import sanctions_of, sanctions_reviewed_by
from projects.models import Project
from projects.pages.access import reviewed
from projects.rules import seen_by

SHOWN = 50
DECIDED = 20
NAMES = 500

VERDICTS: dict[str, tuple[Callable[..., Sanction], str]] = {
    "lift": (actions.lift, "{} is told that it is lifted."),
    "confirm": (actions.confirm, "It stands; {} is told so."),
}


@login_required
@require_GET
def project_people(request: SignedIn, pk: int) -> HttpResponse:
    """What waits for a verdict, appeals first; what is suspicious; the rules; and warning or pausing somebody."""
    return _page(request, reviewed(request, pk), ImposeForm())


@login_required
@require_GET
def sanctions_list(request: SignedIn, pk: int) -> HttpResponse:
    """What waits for a verdict, live."""
    return render(request, "labeling/_sanctions.html", _open(reviewed(request, pk)))


@login_required
@require_GET
def suspicions_list(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "labeling/_suspicions.html", _suspicions(reviewed(request, pk)))


@login_required
@posted
def sanction_verdict(request: SignedIn, pk: int, sanction: int, verdict: str) -> HttpResponse:
    project = reviewed(request, pk)
    found = get_object_or_404(sanctions_reviewed_by(request.user), project=project, pk=sanction)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The note is too long.")
        return redirect("project_people", pk)
    decide, said = VERDICTS[verdict]
    with outcome(request, "Noted." if found.kind == Sanction.Kind.NOTICE else said.format(found.annotator)):
        decide(found, by=request.user, note=form.cleaned_data["note"])
    return redirect("project_people", pk)


@login_required
@posted
def sanction_impose(request: SignedIn, pk: int) -> HttpResponse:
    project = reviewed(request, pk)
    form = ImposeForm(request.POST)
    if not form.is_valid():
        return _page(request, project, form, status=422)
    asked = form.cleaned_data
    annotator = people(project).filter(username__iexact=asked["annotator"]).first()
    if annotator is None:
        form.add_error("annotator", "Nobody of this name is in this campaign.")
        return _page(request, project, form, status=422)
    made = actions.impose(
        project,
        annotator_id=annotator.pk,
        kind=asked["kind"],
        cause=Sanction.Cause.REVIEWER,
        evidence={"reason": asked["reason"]},
        by=request.user,
    )
    if made is None:
        form.add_error(None, str(AlreadyPaused(annotator=str(annotator))))
        return _page(request, project, form, status=422)
    messages.success(request, f"{annotator} is {'paused' if made.kind == Sanction.Kind.PAUSE else 'warned'}.")
    return redirect("project_people", pk)


@login_required
@require_GET
def own_sanction(request: SignedIn, pk: int) -> HttpResponse:
    """What holds one back or is new to one, on one's desk; live."""
    return _own(request, get_object_or_404(seen_by(request.user), pk=pk))


@login_required
@posted
def sanction_appeal(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(seen_by(request.user), pk=pk)
    form, found = AppealForm(request.POST), _mine(request, project)
    problem = ""
    if found is None:
        raise PermissionDenied
    if form.is_valid():
        try:
            actions.appeal(found, text=form.cleaned_data["text"])
        except QuorumError as error:
            problem = str(error)
    else:
        problem = "Write why, in up to 5,000 characters."
    return _own(request, project, problem) if _by_htmx(request) else redirect("project_label", pk)


@login_required
@posted
def sanction_dismiss(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(seen_by(request.user), pk=pk)
    if found := _mine(request, project):
        actions.dismiss(found)
    return _own(request, project) if _by_htmx(request) else redirect("project_label", pk)


def _mine(request: SignedIn, project: Project) -> Sanction | None:
    return shown(sanctions_of(request.user).filter(project=project))


def _by_htmx(request: SignedIn) -> bool:
    return "HX-Request" in request.headers


def _own(request: SignedIn, project: Project, problem: str = "") -> HttpResponse:
    found = _mine(request, project)
    context: dict[str, Any] = {"project": project, "sanction": found, "problem": problem}
    if found:
        context |= {
            "why": why(found),
            "figures": told_figures(found),
            "holds": found.kind == Sanction.Kind.PAUSE and found.verdict != Sanction.Verdict.LIFTED,
        }
    return render(request, "labeling/_own_sanction.html", context)


def _page(request: SignedIn, project: Project, form: ImposeForm, status: int = 200) -> HttpResponse:
    decided = sanctions(project, state="decided").order_by("-decided_at")[:DECIDED]
    role = getattr(project, "role", None)
    context = {
        "tab": "people",
        "manages": role in MANAGE,
        "form": form,
        "names": people(project).values_list("username", flat=True)[:NAMES],
        "rules": policy_of(project).rules,
        "decided": [(sanction, figures(sanction)) for sanction in decided],
    }
    return render(
        request, "labeling/people.html", context | _open(project) | _suspicions(project), status=status
    )


def _open(project: Project) -> dict[str, Any]:
    waiting = list(sanctions(project, state="open")[: SHOWN + 1])
    rows = [(sanction, why(sanction), figures(sanction)) for sanction in waiting[:SHOWN]]
    return {"project": project, "waiting": rows, "more": len(waiting) > SHOWN}


def _suspicions(project: Project) -> dict[str, Any]:
    return {"project": project, "suspicions": suspicions(project)[:SHOWN]}
