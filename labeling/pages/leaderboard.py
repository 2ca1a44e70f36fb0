"""Who did how much, and how well it stands up; live."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.leaderboard import leaderboard as standings_of
from projects.models import Project
from projects.rules import reviewed_by

SHOWN = 25


@login_required
def leaderboard(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    context = {"project": project} | table(project, everybody="all" in request.GET)
    return render(request, "labeling/_leaderboard.html", context)


def table(project: Project, *, everybody: bool = False) -> dict[str, Any]:
    """The best, or everybody: a live page should not carry hundreds of rows unasked."""
    standings = standings_of(project)
    if everybody:
        return {"standings": standings, "everybody": True}
    first = list(standings[: SHOWN + 1])
    return {"standings": first[:SHOWN], "more": len(first) > SHOWN}
