from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import invitation as invitations
from accounts.adapter import INVITATION
from accounts.errors import InvitationSpent, NotAllowed
from accounts.forms import InvitationForm, roles_to_grant
from accounts.models import Invitation, Role
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import role_in, workspaces_managed_by


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_list(request: SignedIn, slug: str) -> HttpResponse:
    """The links that still work, and a form to make one; a new link is shown on this answer only."""
    workspace = get_object_or_404(workspaces_managed_by(request.user), slug=slug)
    form = InvitationForm(request.POST or None, choices=roles_to_grant(Role(workspace.role)))
    context = {"workspace": workspace, "form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            invitation, code = invitations.create(
                workspace,
                by=request.user,
                role=Role(asked["role"]),
                email=asked["email"],
                capacity=asked["capacity"],
                lifetime=timedelta(days=asked["expires_days"]),
            )
        except NotAllowed as error:
            form.add_error("role", str(error))
        else:
            context |= {
                "made": invitation,
                "url": request.build_absolute_uri(reverse("invitation", args=[code])),
            }
    context["invitations"] = Invitation.objects.filter(workspace=workspace).open(timezone.now())
    return render(request, "accounts/invitation_list.html", context)


@login_required
@posted
def invitation_revoke(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    workspace = get_object_or_404(workspaces_managed_by(request.user), slug=slug)
    invitation = get_object_or_404(Invitation, workspace=workspace, pk=pk)
    with outcome(request, "The invitation is revoked: nobody can join by it any more."):
        invitations.revoke(invitation)
    return redirect("invitation_list", slug)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Where the link leads: sign in, sign up or, signed in already, join by one click."""
    found = Invitation.objects.open(timezone.now()).of(code).select_related("workspace", "created_by").first()
    if found is None:
        return render(request, "accounts/invitation_spent.html", {"reason": InvitationSpent()}, status=410)
    if not request.user.is_authenticated:
        request.session[INVITATION] = code
        return render(request, "accounts/invitation.html", {"invitation": found})
    if request.method == "POST":
        with outcome(request, f"You are now {found.get_role_display().lower()} in {found.workspace}."):
            invitations.accept(code, user=request.user)
        request.session.pop(INVITATION, None)
        return redirect("home")
    context = {"invitation": found, "member": role_in(found.workspace, user=request.user)}
    return render(request, "accounts/invitation.html", context)
