"""Points and ranks, in batches: what anybody is shown of them must not tell how one answer was judged.

They have a task of their own. The courier must deliver within moments, and a batch reads every counted answer; the
assessment may wait for long between two rounds, while people are told when the next ranks are due.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from labeling import live
from labeling.actions import standing
from labeling.models import Event, Progress, Standing, policy_of
from labeling.quality.points import Crowd, Points, crowd, points, ranks
from labeling.quality.policy import Standings
from labeling.queries.work import accuracy_at_random, works
from projects.models import Project, State

SHARE = 10
# The first batches come soon, so that people see something.
FIRST = timedelta(minutes=1)
# Should the one at it die, somebody else begins after this long.
AT_MOST = timedelta(minutes=15)


def due() -> list[int]:
    """Projects in which something happened since their last batch, and whose next one's time has come."""
    happened = Q(changed_at__isnull=False) & (Q(ranked_at=None) | Q(changed_at__gte=F("ranked_at")))
    waiting = Progress.objects.filter(happened, ranks_due_at__lte=timezone.now())
    return sorted(waiting.values_list("project", flat=True))


def rank(project_id: int) -> bool:
    """Rank everybody if that is due, and nobody else is at it; says whether it was done."""
    now = timezone.now()
    mine = Progress.objects.filter(project=project_id, ranks_due_at__lte=now)
    if not mine.update(ranks_due_at=(claim := now + AT_MOST)):
        return False
    began = time.monotonic()
    project = Project.objects.select_related("policy").get(pk=project_id)
    settings = policy_of(project).standings
    campaign, found = scores(project, settings)
    _write(project, campaign, found, now)
    cost = timedelta(seconds=time.monotonic() - began)
    usual = timedelta(minutes=settings.minutes) if found else FIRST
    following = timezone.now() + max(usual, SHARE * cost)
    # Unless the campaign ended meanwhile, and the next batch is due at once.
    Progress.objects.filter(project=project_id, ranks_due_at=claim).update(ranks_due_at=following)
    live.poke(project_id, ["leaderboard"])
    return True


def scores(project: Project, settings: Standings) -> tuple[Crowd, dict[int, Points]]:
    """What is known of the campaign, and by annotator, from the responses as they are."""
    everybody = works(project)
    campaign = crowd(everybody.values(), settings, chance=accuracy_at_random(project))
    return campaign, {annotator: points(work, campaign, settings) for annotator, work in everybody.items()}


def hasten(project: Project, happened: Sequence[Event]) -> None:
    """After a change of the project: the ranks that a campaign ends with are due at its end."""
    if Project.objects.filter(pk=project.pk, state=State.FINISHED).exists():
        now = timezone.now()
        Progress.objects.filter(project=project, ranks_due_at__gt=now).update(ranks_due_at=now)


@transaction.atomic
def _write(project: Project, campaign: Crowd, found: Mapping[int, Points], now: datetime) -> None:
    """Under the lock of whoever refreshes the standings' counts."""
    Progress.objects.select_for_update(no_key=True).get(project=project)
    standing.refresh(project)
    settings = policy_of(project).standings
    used = {"scale": campaign.scale, "prior": settings.prior, "confidence": settings.confidence}
    places = ranks(found)
    rows = list(Standing.objects.filter(project=project))
    for row in rows:
        got = found.get(row.annotator_id)
        row.rank = places.get(row.annotator_id)
        row.points = got.points if got else 0.0
        row.score = got.low if got and got.ranked else None
        row.parts = asdict(got) | used if got else {}
        row.shown_answers = row.answers
        row.ranked_at = now
    Standing.objects.bulk_update(
        rows, ["rank", "points", "score", "parts", "shown_answers", "ranked_at"], batch_size=500
    )
    Progress.objects.filter(project=project).update(shown_complete=F("complete"), ranked_at=now)
