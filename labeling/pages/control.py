"""Controls in the browser: what they have shown, loading and proposing them, and each by itself."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import QuorumError
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import MANAGE
from labeling.actions import control as actions
from labeling.errors import BadControls, InvalidControl
from labeling.fields import render_fields
from labeling.forms.control import ControlForm, LoadForm, ProposeForm
from labeling.models import Control, policy_of
from labeling.queries.control import controls, pool, states
from labeling.rules import controls_reviewed_by
from projects import sources
from projects.example import sample
from projects.models import Project, Question, Record
from projects.pages.access import managed, reviewed
from projects.rules import records_reviewed_by

PAGE_SIZE = 50

MOVES: dict[str, tuple[Callable[[Control], Any], str]] = {
    "approve": (actions.activate, "is a control now."),
    "suspend": (actions.suspend, "is suspended: nobody is judged by it."),
    "resume": (actions.activate, "is dealt again."),
    "retire": (actions.retire, "is retired: it is dealt to nobody more."),
    "unmark": (actions.unmark, "is an ordinary record again."),
}


@login_required
@require_GET
def project_controls(request: SignedIn, pk: int) -> HttpResponse:
    """The controls with their figures, `?state=` only those."""
    return _page(request, reviewed(request, pk))


@login_required
@require_GET
def controls_list(request: SignedIn, pk: int) -> HttpResponse:
    """The list alone, live."""
    return render(request, "labeling/_controls.html", _listed(request, reviewed(request, pk)))


@login_required
@posted
def controls_load(request: SignedIn, pk: int) -> HttpResponse:
    """Load a file, or rows that were typed; where some are bad, the page says which."""
    project = managed(request, pk)
    form = LoadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, project, load=form, status=422)
    cells, skip = form.format == "csv", form.cleaned_data["skip_bad_rows"]
    rows = sources.read(form.stream, form.format)
    try:
        loaded = actions.load(project, rows, by=request.user, cells=cells, skip_bad_rows=skip)
    except BadControls as error:
        return _page(request, project, load=form, refused=error.context, status=422)
    except QuorumError as error:
        form.add_error(None, str(error))
        return _page(request, project, load=form, status=422)
    if loaded.bad:
        return _page(request, project, loaded=loaded)
    if not loaded.created + loaded.updated + loaded.unchanged:
        form.add_error(None, "There is no row in it.")
        return _page(request, project, load=form, status=422)
    said = f"{loaded.created} loaded, {loaded.updated} updated, {loaded.unchanged} unchanged."
    messages.success(request, said)
    return redirect("project_controls", pk)


@login_required
@posted
def controls_propose(request: SignedIn, pk: int) -> HttpResponse:
    """Propose settled records."""
    project = reviewed(request, pk)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _page(request, project, propose=form, status=422)
    most = form.cleaned_data["most"]
    found = actions.propose(project, by=request.user, settled=form.settled(), most=most)
    if not found:
        messages.info(request, "No record is settled enough that is not a control already, or was declined.")
        return redirect("project_controls", pk)
    messages.success(request, f"{len(found)} proposed. They stay ordinary records until you approve them.")
    return redirect(f"{reverse('project_controls', args=[pk])}?state={Control.State.PROPOSED.value}")


@login_required
@require_http_methods(["GET", "POST"])
def control_page(request: SignedIn, pk: int, record: int) -> HttpResponse:
    """One record: what it shows, and what is right; to make it a control where it is none."""
    project = reviewed(request, pk)
    manages = _manages(project)
    found = get_object_or_404(records_reviewed_by(request.user), project=project, pk=record)
    control = controls(project).filter(pk=record).first()
    questions = list(project.questions.all())
    sent = (request.POST,) if request.method == "POST" else ()
    form = ControlForm(found, questions, control, *sent)
    if sent and not manages:
        raise PermissionDenied("Organizers change what is right.")
    if sent and form.is_valid() and _save(request, found, control, form):
        return redirect("control_page", pk, record)
    context = {
        "project": project,
        "manages": manages,
        "tab": "controls",
        "record": found,
        "shown": render_fields(list(project.fields.all()), found.content.fields),
        "control": control,
        "right": _right(control, questions) if control else [],
        "form": form,
    }
    return render(request, "labeling/control.html", context, status=422 if form.errors else 200)


@login_required
@posted
def control_move(request: SignedIn, pk: int, record: int, move: str) -> HttpResponse:
    """Approve, suspend, resume or retire; organizers may also make it an ordinary record again."""
    project = managed(request, pk) if move == "unmark" else reviewed(request, pk)
    control = get_object_or_404(controls_reviewed_by(request.user), project=project, pk=record)
    act, said = MOVES[move]
    with outcome(request, f"{control.record} {said}"):
        act(control)
    if request.POST.get("back") == "control" and move != "unmark":
        return redirect("control_page", pk, record)
    state = request.POST.get("state", "")
    query = f"?state={state}" if state in Control.State else ""
    return redirect(f"{reverse('project_controls', args=[pk])}{query}")


def _page(request: SignedIn, project: Project, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {"load": LoadForm(), "propose": ProposeForm()} | context
    context["example"] = _example(project, list(project.questions.all()))
    return render(request, "labeling/controls.html", _listed(request, project) | context, status=status)


def _listed(request: SignedIn, project: Project) -> dict[str, Any]:
    """What the list shows, by the query's `state` and `after`."""
    state = request.GET.get("state", "")
    state = state if state in Control.State else ""
    after = request.GET.get("after", "")
    found = controls(project, state=state).order_by("pk")
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    shown = list(found[: PAGE_SIZE + 1])
    questions = list(project.questions.all())
    counts = states(project)
    return {
        "project": project,
        "manages": _manages(project),
        "tab": "controls",
        "state": state,
        "after": after,
        "states": [(value, label, counts[value]) for value, label in STATES],
        "total": sum(counts.values()),
        "rows": [(control, _right(control, questions)) for control in shown[:PAGE_SIZE]],
        "next": shown[PAGE_SIZE - 1].pk if len(shown) > PAGE_SIZE else None,
        "cap": policy_of(project).watch.exposures,
        "pool": pool(project),
    }


STATES = [
    ("active", "Active"),
    ("proposed", "Proposed"),
    ("suspended", "Suspended"),
    ("retired", "Retired"),
]


def _manages(project: Any) -> bool:
    return project.role in MANAGE


def _save(request: SignedIn, record: Record, control: Control | None, form: ControlForm) -> bool:
    try:
        if control:
            actions.edit(control, **form.cleaned_data)
        else:
            actions.mark(record, by=request.user, **form.cleaned_data)
    except InvalidControl as error:
        form.refuse(error.context["problems"])
        return False
    except QuorumError as error:
        form.add_error(None, str(error))
        return False
    said = "is saved; who answered it is judged by what is right now." if control else "is a control now."
    messages.success(request, f"{record} {said}")
    return True


def _right(control: Control, questions: list[Question]) -> list[tuple[str, list[str]]]:
    """By question, in words, what is right."""
    return [
        (question.title, [question.type.describe(question.options, answer) for answer in accepted])
        for question in questions
        if (accepted := control.accepted.get(question.name))
    ]


def _example(project: Project, questions: list[Question]) -> str:
    """A line of JSON that could be loaded, made of the project's own fields and first question."""
    fields = {field.name: sample(field) for field in project.fields.all()}
    named = {"external_id": "control-1", "fields": fields}
    return json.dumps(named | {"answers": {q.name: _any(q) for q in questions[:1]}}, ensure_ascii=False)


def _any(question: Question) -> Any:
    units = question.type.domain(question.options)
    return units[0] if units else "…"
