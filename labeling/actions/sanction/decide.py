"""A reviewer's verdict on a sanction, or that of the evidence."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from labeling.actions.sanction.place import follow, locked, tell
from labeling.errors import AlreadyDecided
from labeling.models import Sanction

Verdict = Sanction.Verdict


def lift(sanction: Sanction, *, by: User | None, note: str = "") -> Sanction:
    """Take it back: a paused person goes on. Also what was confirmed before; again, it changes nothing.

    `by` is None where the evidence does not carry it any more.
    """
    return _decide(sanction, Verdict.LIFTED, by=by, note=note)


def confirm(sanction: Sanction, *, by: User, note: str = "") -> Sanction:
    """It stands: a paused person stays paused. Raises AlreadyDecided where it was lifted."""
    return _decide(sanction, Verdict.CONFIRMED, by=by, note=note)


@transaction.atomic
def _decide(sanction: Sanction, verdict: Verdict, *, by: User | None, note: str) -> Sanction:
    project = sanction.project
    place = locked(project, sanction.annotator_id)
    current = Sanction.objects.select_for_update(no_key=True).get(pk=sanction.pk)
    if current.verdict == verdict:
        return current
    if current.verdict == Verdict.LIFTED:
        raise AlreadyDecided
    current.verdict, current.note = verdict, note
    current.decided_at, current.decided_by = timezone.now(), by
    # The person is to see what came of it.
    current.seen_at = None
    current.save(update_fields=["verdict", "note", "decided_at", "decided_by", "seen_at"])
    follow(project, place)
    tell(current)
    return current
