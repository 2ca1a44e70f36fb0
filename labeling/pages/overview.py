"""One campaign at a glance, for those who run or review it. Its parts are fragments that fetch themselves again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import SignedIn
from accounts.rules import MANAGE, REVIEW, role_in
from labeling.pages import activity, flags, leaderboard
from labeling.queries.activity import activity as latest
from labeling.queries.agreement import agreement_of
from labeling.queries.flags import flags as flags_of
from labeling.queries.forecast import forecast_of
from labeling.queries.policy import outlook
from labeling.queries.progress import progress_of
from projects.models import State
from projects.rules import seen_by


@login_required
def overview(request: SignedIn, pk: int) -> HttpResponse:
    """Annotators, who review nothing, go on to their desk."""
    project = get_object_or_404(seen_by(request.user).select_related("workspace", "policy"), pk=pk)
    role = role_in(project.workspace, user=request.user)
    if role not in REVIEW:
        return redirect("project_label", pk)
    context = {
        "project": project,
        "role": role,
        "manages": role in MANAGE,
        "tab": "overview",
        "progress": progress_of(project),
        "outlook": forecast_of(project),
        "agreements": agreement_of(project),
        "flags": flags_of(project)[: flags.SHOWN],
        "activity": latest(project, limit=activity.SHOWN),
        "warnings": outlook(project).warnings if project.state == State.DRAFT else [],
    }
    return render(request, "labeling/overview.html", context | leaderboard.table(project))
