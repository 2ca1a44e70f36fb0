"""The annotator's desk: rendered once; its records come from the API."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedIn
from accounts.rules import REVIEW, role_in
from projects.rules import seen_by


@login_required
def desk(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(seen_by(request.user).select_related("workspace"), pk=pk)
    questions = list(project.questions.all())
    context = {
        "project": project,
        "questions": questions,
        "kinds": sorted({question.kind for question in questions}),
        "reviews": role_in(project.workspace, user=request.user) in REVIEW,
    }
    return render(request, "labeling/desk.html", context)
