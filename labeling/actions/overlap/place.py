"""Placing the people who hold slots of a record among the strata that it wants answers of."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Member
from labeling.actions.assignment import slots
from labeling.models import Assignment, policy_of
from labeling.quality import overlap
from labeling.quality.overlap import Stratum
from projects.models import Project

BATCH = 1000


@dataclass(frozen=True)
class Wish:
    """How many answers of each stratum a record, which is locked, is to have."""

    record_id: int
    strata: tuple[int, ...]
    own: bool


def place(project: Project, wishes: Sequence[Wish]) -> None:
    """Give each holder a stratum, and the records the slots that are then open.

    Who fills a stratum keeps it as long as it has room; the others follow in the order they came. Whoever finds no room
    fills none: their answer is one more than the record wants.
    """
    if not wishes:
        return
    strata = policy_of(project).overlap.strata
    members = Member.objects.filter(workspace=project.workspace_id)
    groups = {user: groups for user, groups in members.values_list("user", "groups") if groups}
    for start in range(0, len(wishes), BATCH):
        _place_batch({wish.record_id: wish for wish in wishes[start : start + BATCH]}, strata, groups)


def _place_batch(
    wishes: Mapping[int, Wish], strata: Sequence[Stratum], groups: Mapping[int, Collection[str]]
) -> None:
    holders: dict[int, list[Assignment]] = defaultdict(list)
    for holder in _holders(wishes):
        holders[holder.record_id].append(holder)
    records = slots.lock(wishes)
    moved: list[Assignment] = []
    for pk, wish in wishes.items():
        room = list(wish.strata)
        moved += _move(holders[pk], strata, room, groups)
        records[pk].own_overlap, records[pk].by_policy = wish.own, True
        records[pk].position &= ~(15 << 44)
        slots.settle(records[pk], room, held=len(holders[pk]))
    Assignment.objects.bulk_update(moved, ["stratum"], batch_size=BATCH)
    slots.store(records.values())


def _move(
    holders: Sequence[Assignment],
    strata: Sequence[Stratum],
    room: list[int],
    groups: Mapping[int, Collection[str]],
) -> Iterator[Assignment]:
    """Take the holders' places from `room`; those whose place is another one now."""
    unplaced = []
    for holder in holders:
        kept, mine = holder.stratum, groups.get(holder.annotator_id, ())
        if kept is not None and kept < len(strata) and room[kept] > 0 and _fills(strata[kept], mine):
            room[kept] -= 1
        else:
            unplaced.append(holder)
    for holder in unplaced:
        before = holder.stratum
        holder.stratum = overlap.place(strata, room, groups.get(holder.annotator_id, ()))
        if holder.stratum is not None:
            room[holder.stratum] -= 1
        if holder.stratum != before:
            yield holder


def _fills(stratum: Stratum, groups: Collection[str]) -> bool:
    return overlap.place([stratum], [1], groups) is not None


def _holders(record_ids: Collection[int]) -> Any:
    """Live and counted assignments, in the order they came."""
    live = Q(state__in=Assignment.LIVE, purpose=Assignment.Purpose.WORK)
    holding = Assignment.objects.filter(live | Q(response__counted=True), record__in=list(record_ids))
    return holding.only("record_id", "annotator_id", "stratum").order_by("dealt_at", "pk")
