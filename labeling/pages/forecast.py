"""What a campaign still takes, live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.forecast import forecast_of
from projects.rules import reviewed_by


@login_required
def forecast(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user).select_related("policy"), pk=pk)
    return render(request, "labeling/_forecast.html", {"project": project, "outlook": forecast_of(project)})
