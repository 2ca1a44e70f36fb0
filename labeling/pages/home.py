"""The first page: one's campaigns."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import Workspace
from accounts.requests import SignedIn
from accounts.rules import workspaces_managed_by
from labeling.queries.campaigns import Campaign, campaigns_of


@login_required
def home(request: SignedIn) -> HttpResponse:
    """Tables per workspace of what one runs or reviews, cards of what one labels."""
    campaigns = campaigns_of(request.user)
    managed = list(workspaces_managed_by(request.user))
    reviewed = [campaign for campaign in campaigns if campaign.reviews]
    context = {
        "workspaces": _by_workspace(reviewed, managed),
        "labelled": [campaign for campaign in campaigns if not campaign.reviews],
        "managed": managed,
    }
    return render(request, "labeling/home.html", context)


def _by_workspace(
    campaigns: list[Campaign], managed: list[Workspace]
) -> list[tuple[Workspace, list[Campaign]]]:
    """Workspaces by name, the ones without a campaign too where one may make the first."""
    found: dict[Workspace, list[Campaign]] = {workspace: [] for workspace in managed}
    for campaign in campaigns:
        found.setdefault(campaign.project.workspace, []).append(campaign)
    return sorted(found.items(), key=lambda item: item[0].name)
