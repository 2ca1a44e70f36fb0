"""The organizer chooses who gets which record, by filter, by list or by file, and takes back what is not opened."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import QuorumError
from accounts.models import Member, User
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from labeling.actions.assignment import Outcome, assign, withdraw
from labeling.actions.assignment.wanted import LIMIT
from labeling.errors import BadAssignments
from labeling.forms.assign import AssignForm, FileForm, FilterForm, ListForm
from labeling.queries.unopened import piles
from projects.models import Project
from projects.pages.access import managed

WAYS: dict[str, type[AssignForm]] = {"filter": FilterForm, "list": ListForm, "file": FileForm}


@login_required
@require_http_methods(["GET", "POST"])
def project_assign(request: SignedIn, pk: int) -> HttpResponse:
    """One of three forms (`?by=`), and what lies unopened in people's queues."""
    project = managed(request, pk)
    by = request.GET.get("by", "filter")
    by = by if by in WAYS else "filter"
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WAYS[by](project, *sent)
    context: dict[str, Any] = {"by": by, "form": form, "nameless": by == "filter"}
    status = 200
    if sent:
        if form.is_valid() and (not isinstance(form, FilterForm) or _was_shown(form, context)):
            outcome = _assign(project, form, context)
            if outcome and not outcome.bad:
                messages.success(request, _said(outcome))
                return redirect(f"{reverse('project_assign', args=[pk])}?by={by}")
        status = 422 if form.errors or "refused" in context else 200
    return render(request, "labeling/assign.html", context | _around(project), status=status)


@login_required
@posted
def project_assign_preview(request: SignedIn, pk: int) -> HttpResponse:
    """The fragment that says what a filter comes to; where another key was chosen, with its values."""
    form = FilterForm(managed(request, pk), request.POST)
    context: dict[str, Any] = {"form": form, "other_key": form.other_key}
    if form.is_valid():
        _preview(form, context)
    return render(request, "labeling/_assign_preview.html", context)


@login_required
@posted
def assign_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """One person's, or everybody's where none is named."""
    project = managed(request, pk)
    named = request.POST.get("annotator", "")
    annotator = None
    if named:
        people = User.objects.filter(assignments__project=project).distinct()
        annotator = get_object_or_404(people, username=named.replace("\0", ""))
    withdrawn = withdraw(project, annotator=annotator)
    if withdrawn:
        messages.success(request, f"{_counted(withdrawn)} withdrawn: the records may be given to others.")
    else:
        messages.info(request, "There was nothing left to withdraw: what was assigned has been opened.")
    return redirect("project_assign", pk)


def _around(project: Project) -> dict[str, Any]:
    """What the page shows whichever form it is."""
    found = piles(project)
    return {
        "project": project,
        "manages": True,
        "tab": "assign",
        "has_records": project.records.exists(),
        "has_people": Member.objects.filter(workspace=project.workspace_id, user__is_active=True).count() > 1,
        "piles": found,
        "unopened": sum(pile.assignments for pile in found),
    }


def _assign(project: Project, form: AssignForm, context: dict[str, Any]) -> Outcome | None:
    """What came of it, or None; `context` holds what is to be said of bad rows."""
    try:
        outcome = assign(project, wanted=form.wanted(), skip_bad_rows=form.cleaned_data["skip_bad_rows"])
    except BadAssignments as error:
        context["refused"] = error.context | {"good": error.context["rows"] - error.context["bad"]}
        return None
    except QuorumError as error:
        form.add_error(None, str(error))
        return None
    context["outcome"] = outcome
    return outcome


def _was_shown(form: FilterForm, context: dict[str, Any]) -> bool:
    """Whether the person has seen what they are about to do; it is shown now, if not."""
    _preview(form, context)
    context["asks_again"] = form.cleaned_data["shown"] != context["mark"]
    return not context["asks_again"]


def _preview(form: FilterForm, context: dict[str, Any]) -> None:
    context["preview"] = form.preview()
    context["mark"] = form.mark(context["preview"])
    context["limit"] = LIMIT


def _said(outcome: Outcome) -> str:
    if not outcome.assigned:
        return f"Nothing new to assign: {_counted(outcome.already)} there already."
    already = f", {intcomma(outcome.already)} there already" if outcome.already else ""
    return f"{_counted(outcome.assigned)} made{already}."


def _counted(number: int) -> str:
    return f"{intcomma(number)} assignment{'' if number == 1 else 's'}"
