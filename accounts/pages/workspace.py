from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import workspace as workspaces
from accounts.forms import WorkspaceForm
from accounts.models import Member
from accounts.requests import SignedIn
from accounts.rules import MANAGE, REVIEW, workspaces_of


@login_required
@require_http_methods(["GET", "POST"])
def workspace_list(request: SignedIn) -> HttpResponse:
    """The workspaces that one is in, and a form to make another."""
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = workspaces.create(name=form.cleaned_data["name"], owner=request.user)
        messages.success(request, f"{made.name} is made. Now invite people, or make annotators.")
        return redirect("member_list", made.slug)
    size = (
        Member.objects.filter(workspace=OuterRef("pk")).order_by().values("workspace").annotate(n=Count("pk"))
    )
    found = workspaces_of(request.user).annotate(member_id=F("members__pk"), size=Subquery(size.values("n")))
    context = {"workspaces": found, "form": form, "review": REVIEW, "manage": MANAGE}
    return render(request, "accounts/workspace_list.html", context)
