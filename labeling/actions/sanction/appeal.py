"""The annotator's side of a sanction."""

from django.db import transaction
from django.utils import timezone

from labeling.actions.sanction.place import tell
from labeling.errors import AlreadyAppealed, AlreadyDecided
from labeling.models import Sanction


@transaction.atomic
def appeal(sanction: Sanction, *, text: str) -> Sanction:
    """Say once why it is wrong; a reviewer decides. Raises AlreadyAppealed, AlreadyDecided."""
    current = Sanction.objects.select_for_update(no_key=True).get(pk=sanction.pk)
    if current.appealed_at:
        raise AlreadyAppealed
    if current.verdict:
        raise AlreadyDecided
    current.appeal, current.appealed_at = text, timezone.now()
    current.save(update_fields=["appeal", "appealed_at"])
    tell(current)
    return current


def dismiss(sanction: Sanction) -> None:
    """The annotator has seen it: it is shown no more, unless it still holds them back."""
    Sanction.objects.filter(pk=sanction.pk, seen_at=None).update(seen_at=timezone.now())
