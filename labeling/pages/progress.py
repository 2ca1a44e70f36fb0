"""How far a campaign is, live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.progress import progress_of
from projects.rules import reviewed_by


@login_required
def progress(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    return render(request, "labeling/_progress.html", {"project": project, "progress": progress_of(project)})
