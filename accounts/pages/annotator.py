from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import annotator as annotators
from accounts.forms import AnnotatorsForm
from accounts.handout import as_csv
from accounts.requests import SignedIn
from accounts.rules import workspaces_managed_by


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def annotators_new(request: SignedIn, slug: str) -> HttpResponse:
    """Ready-made accounts as a CSV file: the only copy of their passwords and tokens."""
    workspace = get_object_or_404(workspaces_managed_by(request.user), slug=slug)
    form = AnnotatorsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/annotators_new.html", {"workspace": workspace, "form": form})
    made = annotators.create_numbered(
        workspace,
        count=form.cleaned_data["count"],
        prefix=form.cleaned_data["beginning"],
        lifetime=timedelta(days=form.cleaned_data["expires_days"]),
        passwords=True,
    )
    disposition = f'attachment; filename="{workspace.slug}-annotators.csv"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(as_csv(made), content_type="text/csv; charset=utf-8", headers=headers)
