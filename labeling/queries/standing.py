"""What an annotator may know of where they and the campaign stand."""

from typing import Any

from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from labeling.models import Progress
from projects.models import Project

MINE = ("counted", "surplus", "skipped", "flagged", "rank", "score", "median_seconds")
CAMPAIGN = ("records", "complete", "wanted")


def own_standing(project: Project, *, user: User) -> dict[str, Any]:
    """The user's row of the leaderboard with the campaign's progress; one statement, from derived rows."""
    mine = FilteredRelation("project__standings", condition=Q(project__standings__annotator=user))
    columns = {name: F(f"mine__{name}") for name in MINE} | {f"campaign_{name}": F(name) for name in CAMPAIGN}
    row = Progress.objects.filter(project=project).annotate(mine=mine).values(**columns).first()
    found: dict[str, Any] = dict(row or dict.fromkeys(columns))
    campaign = {name: found.pop(f"campaign_{name}") or 0 for name in CAMPAIGN}
    for name in MINE[:4]:
        found[name] = found[name] or 0
    return found | {"campaign": campaign}
