"""Making a sanction."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from labeling.actions.sanction.place import follow, locked, tell
from labeling.models import Response, Sanction
from projects.models import Project


@transaction.atomic
def impose(
    project: Project,
    *,
    annotator_id: int,
    kind: str,
    cause: str,
    evidence: dict[str, Any],
    rule: str = "",
    response_id: int | None = None,
    trial: bool = False,
    by: User | None = None,
) -> Sanction | None:
    """Warn or pause an annotator, or tell the reviewers of them; on trial it is only written down.

    `response_id` is the last response that the cause looked at: the annotator's last one, if left out. None where
    they are to be paused and are so already.
    """
    place = locked(project, annotator_id)
    mine = Sanction.objects.filter(project=project, annotator=annotator_id)
    if kind == Sanction.Kind.PAUSE and not trial and mine.filter(Sanction.PAUSES).exists():
        return None
    made = Sanction.objects.create(
        project=project,
        annotator_id=annotator_id,
        kind=kind,
        cause=cause,
        rule=rule,
        evidence=evidence,
        response_id=response_id or _last_response(project, annotator_id),
        trial=trial,
        made_at=timezone.now(),
        made_by=by,
    )
    if not trial:
        follow(project, place)
    tell(made)
    return made


def _last_response(project: Project, annotator_id: int) -> int | None:
    mine = Response.objects.filter(project=project, annotator=annotator_id)
    # In the order of the index of an annotator's history.
    return mine.order_by("-submitted_at", "-pk").values_list("pk", flat=True).first()
