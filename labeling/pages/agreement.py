"""The agreement on each question, live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.agreement import agreement_of
from projects.rules import reviewed_by


@login_required
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    return render(
        request, "labeling/_agreement.html", {"project": project, "agreements": agreement_of(project)}
    )
