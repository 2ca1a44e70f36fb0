"""The latest answers, live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.activity import activity as latest
from projects.rules import reviewed_by

SHOWN = 12


@login_required
def activity(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    context = {"project": project, "activity": latest(project, limit=SHOWN)}
    return render(request, "labeling/_activity.html", context)
