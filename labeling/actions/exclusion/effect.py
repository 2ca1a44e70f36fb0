"""What it would do to suspend a control: the way in which a control is excluded."""

from dataclasses import dataclass

from accounts.models import User
from labeling.actions import gate
from labeling.models import Control, Response, Sanction
from projects.models import Record


@dataclass(frozen=True)
class Effect:
    """Of `answered` people these `failed` it, and what the gate made of some of them would be `lifted`."""

    answered: int
    failed: list[User]
    lifted: list[Sanction]


def effect(record: Record) -> Effect | None:
    """None where the record is no control that is in force."""
    control = Control.objects.filter(record=record, state__in=Control.IN_FORCE).select_related(
        "project__policy"
    )
    found = control.first()
    if found is None:
        return None
    graded = Response.objects.filter(record=record, passed__isnull=False)
    failed = User.objects.filter(pk__in=graded.filter(passed=False).values("annotator"))
    return Effect(graded.count(), list(failed.order_by("username")), gate.carried_by(found))
