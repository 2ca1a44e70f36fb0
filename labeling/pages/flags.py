"""What annotators flagged as broken, live."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from labeling.queries.flags import flags as flags_of
from projects.rules import reviewed_by

SHOWN = 20


@login_required
def flags(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(reviewed_by(request.user), pk=pk)
    return render(request, "labeling/_flags.html", {"project": project, "flags": flags_of(project)[:SHOWN]})
