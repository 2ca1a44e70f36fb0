from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import member as members
from accounts.forms import GroupsForm, RoleForm, roles_to_grant
from accounts.models import Role
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import MANAGE, members_seen_by, role_in, workspaces_managed_by, workspaces_reviewed_by

PAGE_SIZE = 100


@login_required
@require_GET
def member_list(request: SignedIn, slug: str) -> HttpResponse:
    """Who is in the workspace, by name; `?q=` finds some of them."""
    workspace = get_object_or_404(workspaces_reviewed_by(request.user), slug=slug)
    q = request.GET.get("q", "").replace("\0", "").strip()
    found = members_seen_by(request.user).filter(workspace=workspace, user__username__icontains=q)
    context = {
        "workspace": workspace,
        "owns": workspace.role == Role.OWNER,
        "manages": workspace.role in MANAGE,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "roles": roles_to_grant(Role(workspace.role)),
        "q": q,
    }
    return render(request, "accounts/member_list.html", context)


@login_required
@posted
def member_role(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    workspace = get_object_or_404(workspaces_managed_by(request.user), slug=slug)
    member = get_object_or_404(members_seen_by(request.user), workspace=workspace, pk=pk)
    form = RoleForm(request.POST, choices=Role.choices)
    role = Role(form.cleaned_data["role"]) if form.is_valid() else Role(member.role)
    with outcome(request, f"{member.user} is now {role.label.lower()}."):
        members.change_role(member, role=role, by=request.user)
    still = role_in(workspace, user=request.user) in MANAGE
    return redirect("member_list", slug) if still else redirect("workspace_list")


@login_required
@posted
def member_groups(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    workspace = get_object_or_404(workspaces_managed_by(request.user), slug=slug)
    member = get_object_or_404(members_seen_by(request.user), workspace=workspace, pk=pk)
    form = GroupsForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["groups"][0]))
        return redirect("member_list", slug)
    with outcome(request, f"The groups of {member.user} are saved."):
        members.set_groups(member, groups=form.cleaned_data["groups"], by=request.user)
    return redirect("member_list", slug)


@login_required
@require_http_methods(["GET", "POST"])
def member_remove(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Asks first. Removing oneself is leaving."""
    member = get_object_or_404(members_seen_by(request.user), workspace__slug=slug, pk=pk)
    leaving = member.user == request.user
    if request.method == "GET":
        return render(request, "accounts/member_remove.html", {"member": member, "leaving": leaving})
    done = f"You have left {member.workspace}." if leaving else f"{member.user} is removed."
    with outcome(request, done):
        members.remove(member, by=request.user)
    return redirect("workspace_list") if leaving else redirect("member_list", slug)
