"""Where an annotator stands: on their desk, live; and, for reviewers, what their points are made of."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from accounts.rules import MANAGE, role_in
from labeling.models import Standing
from labeling.queries.leaderboard import naming
from labeling.queries.standing import own_standing
from projects.rules import reviewed_by, seen_by


@login_required
def standing(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(seen_by(request.user).select_related("policy"), pk=pk)
    context = {"project": project, "standing": own_standing(project, user=request.user)}
    return render(request, "labeling/_standing.html", context)


@login_required
def standing_of(request: SignedIn, pk: int, annotator: int) -> HttpResponse:
    """Line by line, so that a rank or a prize can be justified."""
    project = get_object_or_404(reviewed_by(request.user).select_related("workspace", "policy"), pk=pk)
    found = Standing.objects.select_related("annotator")
    row = get_object_or_404(found, project=project, annotator=annotator)
    context = {
        "project": project,
        "standing": row,
        "parts": row.parts,
        "handle": naming(project)(row.annotator),
        "people": Standing.objects.filter(project=project, rank__isnull=False).count(),
        "manages": role_in(project.workspace, user=request.user) in MANAGE,
        "tab": "overview",
    }
    return render(request, "labeling/standing.html", context)
