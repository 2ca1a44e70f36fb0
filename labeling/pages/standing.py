"""Where an annotator stands, on their desk; live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.standing import own_standing
from projects.rules import seen_by


@login_required
def standing(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(seen_by(request.user), pk=pk)
    return render(request, "labeling/_standing.html", {"standing": own_standing(project, user=request.user)})
