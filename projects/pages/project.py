from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.errors import QuorumError
from accounts.models import Workspace
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import workspaces_managed_by
from projects.actions import project as projects
from projects.forms.project import NewPlainForm, PlainForm, ProjectForm
from projects.models import Project
from projects.pages.access import managed
from projects.presets import PRESETS


@login_required
@require_http_methods(["GET", "POST"])
def project_new(request: SignedIn) -> HttpResponse:
    """Begins with the preset that `?preset=` names."""
    workspaces = workspaces_managed_by(request.user)
    if not workspaces:
        messages.info(request, "A campaign belongs to a workspace: make one first.")
        return redirect("workspace_list")
    chosen = request.GET.get("preset", "")
    preset = PRESETS.get(chosen, PRESETS["classification"])
    data = request.POST if request.method == "POST" else None
    initial = {"workspace": workspaces.filter(slug=request.GET.get("workspace", "")).first()}
    plain = NewPlainForm(data, workspaces=workspaces, initial=initial)
    form = ProjectForm(plain, data, fields=preset.fields, questions=preset.questions)
    if data is not None and form.is_valid() and (project := _create(request, form)):
        messages.success(request, f"{project.name} is made. Now bring in its records.")
        return redirect("project_import", project.pk)
    context = {"form": form, "presets": PRESETS, "chosen": preset}
    return render(request, "projects/project_new.html", context, status=422 if data else 200)


@login_required
@require_http_methods(["GET", "POST"])
def project_settings(request: SignedIn, pk: int) -> HttpResponse:
    project = managed(request, pk)
    data = request.POST if request.method == "POST" else None
    fields, questions = project.fields.all(), project.questions.all()
    form = ProjectForm(PlainForm(data, instance=project), data, fields=fields, questions=questions)
    if data is not None and form.is_valid() and _edit(project, form):
        messages.success(request, "Saved.")
        return redirect("project_settings", pk)
    context = {
        "project": managed(request, pk),
        "manages": True,
        "tab": "settings",
        "form": form,
        "has_records": project.records.exists(),
    }
    return render(request, "projects/project_settings.html", context, status=422 if data else 200)


@login_required
@posted
def project_delete(request: SignedIn, pk: int) -> HttpResponse:
    project = managed(request, pk)
    with outcome(request, f"{project.name} is deleted."):
        projects.delete(project)
    gone = not Project.objects.filter(pk=pk).exists()
    return redirect("home") if gone else redirect("project_settings", pk)


def _create(request: SignedIn, form: ProjectForm) -> Project | None:
    workspace: Workspace = form.plain.cleaned_data["workspace"]
    try:
        return projects.create(workspace, by=request.user, **form.changes())
    except QuorumError as error:
        form.show(error)
        return None


def _edit(project: Project, form: ProjectForm) -> bool:
    try:
        projects.edit(project, **form.changes())
    except QuorumError as error:
        form.show(error)
        return False
    return True
