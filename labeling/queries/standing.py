"""What an annotator may know of where they and the campaign stand."""

from typing import Any

from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from labeling.models import Progress
from projects.models import Project

COUNTS = ("counted", "surplus", "skipped", "flagged")
OWN = (*COUNTS, "rank", "score", "median_seconds")
CAMPAIGN = ("records", "complete", "wanted")


def own_standing(project: Project, *, user: User) -> dict[str, Any]:
    """The user's row of the leaderboard with the campaign's progress; one statement, from derived rows."""
    mine = FilteredRelation("project__standings", condition=Q(project__standings__annotator=user))
    own = {f"own_{name}": F(f"mine__{name}") for name in OWN}
    found = Progress.objects.filter(project=project).annotate(mine=mine).values(*CAMPAIGN, **own).first() or {}
    standing = {name: found.get(f"own_{name}") for name in OWN}
    counts = {name: standing[name] or 0 for name in COUNTS}
    return standing | counts | {"campaign": {name: found.get(name, 0) for name in CAMPAIGN}}
