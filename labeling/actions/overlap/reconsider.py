"""Look for records that what is known of the annotators now decides otherwise than when they were answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from labeling import events
from labeling.actions.fit import Fitted
from labeling.actions.overlap.verdict import Verdict, verdicts
from labeling.models import Event
from labeling.queries.judges import Judge, judges_of
from projects.models import Project, Record

BATCH = 5000


def reconsider(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Events for the records whose overlap would be another one by the new skills; an assessor."""
    judges = judges_of(project)
    if judges:
        for batch in _batches(project):
            stale = _stale(project, judges, batch)
            events.record_many(Event.Kind.JUDGED, project_id=project.pk, record_ids=stale)


def _stale(project: Project, judges: Sequence[Judge], batch: dict[int, Verdict]) -> list[int]:
    now = verdicts(project, judges, list(batch))
    return [pk for pk, before in batch.items() if now[pk] != before]


def _batches(project: Project) -> Iterator[dict[int, Verdict]]:
    """What is stored of the records that adapt, in parts."""
    adapting = Record.objects.filter(project=project, own_overlap=False, by_policy=True, retired=False)
    last = 0
    while part := list(adapting.filter(pk__gt=last).order_by("pk").only("overlap", "position")[:BATCH]):
        yield {record.pk: Verdict(record.overlap, record.tier) for record in part}
        last = part[-1].pk
