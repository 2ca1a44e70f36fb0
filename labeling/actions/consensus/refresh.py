"""Derive the consensus of records anew, with all that hangs on it."""

from collections import defaultdict
from collections.abc import Iterable

from labeling.actions.consensus.confirming import confirm
from labeling.actions.consensus.counting import move
from labeling.actions.consensus.deriving import derive
from labeling.actions.consensus.jury import juries
from labeling.models import Adjudication, Consensus, Response
from projects.models import Project

FIELDS = [
    "value", "tied", "share", "answers", "method", "posterior", "error", "similarity", "basis", "pattern",
    "updated_at",
]  # fmt: skip


def refresh(project: Project, *, record_ids: Iterable[int]) -> None:
    """Recompute the consensus of these records from their counted responses, and move their patterns.

    Exact however often, and in whatever order, it is called. The caller holds the lock on the project's progress,
    so that nobody else moves patterns. A record that nobody ever answered gets no consensus.
    """
    answered = _responses(record_ids)
    decided = {
        (found.record_id, found.question_id): found
        for found in Adjudication.objects.filter(record__in=list(answered))
    }
    people = {response.annotator_id for responses in answered.values() for response in responses}
    jury = juries(project, annotators=people)
    derived = [
        derive(one, record, responses, decided.get((record, one.question.pk)))
        for record, responses in answered.items()
        for one in jury
    ]
    move(derived, list(answered))
    Consensus.objects.bulk_create(
        (one.consensus for one in derived),
        update_conflicts=True,
        unique_fields=["record", "question"],
        update_fields=FIELDS,
        batch_size=2000,
    )
    confirm([one.question for one in jury], answered)


def _responses(record_ids: Iterable[int]) -> dict[int, list[Response]]:
    """The counted responses, oldest first, to the records that have any, or had, or were adjudicated."""
    ids = set(record_ids)
    found: dict[int, list[Response]] = defaultdict(list)
    counted = Response.objects.filter(record__in=ids, counted=True).order_by("pk")
    for response in counted.only("record_id", "annotator_id", "values"):
        found[response.record_id].append(response)
    for model in (Consensus, Adjudication):
        for record in model._default_manager.filter(record__in=ids).values_list("record", flat=True):
            found[record]
    return dict(sorted(found.items()))
