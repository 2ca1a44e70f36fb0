"""Who did how much, and how well it stands up; live."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from accounts.rules import MANAGE, REVIEW, role_in
from labeling.models import policy_of
from labeling.queries.leaderboard import board as board_of
from labeling.queries.leaderboard import leaderboard as standings_of
from labeling.queries.leaderboard import naming
from labeling.queries.progress import progress_of
from projects.models import Project
from projects.rules import reviewed_by, seen_by

SHOWN = 25


@login_required
def leaderboard(request: SignedIn, pk: int) -> HttpResponse:
    """The reviewers' table."""
    project = get_object_or_404(reviewed_by(request.user).select_related("policy"), pk=pk)
    context = {"project": project} | table(project, everybody="all" in request.GET)
    return render(request, "labeling/_leaderboard.html", context)


@login_required
def board(request: SignedIn, pk: int) -> HttpResponse:
    """What everybody may see of each other; with `?part`, the fragment that fetches itself again."""
    found = seen_by(request.user).select_related("workspace", "policy")
    project = get_object_or_404(found, pk=pk)
    role = role_in(project.workspace, user=request.user)
    context = {
        "project": project,
        "policy": policy_of(project).standings,
        "ranked_at": progress_of(project).ranked_at,
        "places": board_of(project, user=request.user),
        "reviews": role in REVIEW,
        "manages": role in MANAGE,
        "tab": "leaderboard",
    }
    template = "labeling/_board.html" if "part" in request.GET else "labeling/leaderboard.html"
    return render(request, template, context)


def table(project: Project, *, everybody: bool = False) -> dict[str, Any]:
    """The best, or everybody: a live page should not carry hundreds of rows unasked."""
    settings = policy_of(project).standings
    standings = list(standings_of(project)[: None if everybody else SHOWN + 1])
    called = naming(project)
    for standing in standings:
        standing.handle = called(standing.annotator)  # type: ignore[attr-defined]
    more = not everybody and len(standings) > SHOWN
    return {
        "standings": standings[:SHOWN] if more else standings,
        "everybody": everybody,
        "more": more,
        "handles": settings.names == "handles",
    }
