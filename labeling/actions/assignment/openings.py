"""The free slots of records while an organizer gives them out."""

from collections.abc import Iterable, Mapping

from accounts.models import Member
from labeling.models import policy_of
from labeling.quality.overlap import place
from projects.models import Project, Record


class Openings:
    """Of locked records of one project. Whoever gets a slot fills the first stratum that they can."""

    def __init__(self, records: Mapping[int, Record], people: Iterable[int]) -> None:
        self._free = {pk: record.open_slots for pk, record in records.items()}
        self._room = {pk: list(record.open_strata) for pk, record in records.items() if record.open_strata}
        if self._room:
            any_record = next(iter(records.values()))
            project = Project.objects.select_related("policy").get(pk=any_record.project_id)
            self._strata = policy_of(project).overlap.strata
            members = Member.objects.filter(workspace=project.workspace_id, user__in=people)
            self._groups = dict(members.values_list("user", "groups"))

    def full(self, record: Record, person: int) -> str | None:
        """Why this person can be given the record no more."""
        if not self._free[record.pk]:
            return "has no free slot: raise its overlap first"
        fits = record.pk not in self._room or self._stratum(record, person) is not None
        return None if fits else "has no free slot for the groups of this person"

    def take(self, record: Record, person: int) -> int | None:
        """Take a slot; returns its stratum, None where anybody will do."""
        self._free[record.pk] -= 1
        stratum = self._stratum(record, person)
        if stratum is not None:
            self._room[record.pk][stratum] -= 1
        return stratum

    def _stratum(self, record: Record, person: int) -> int | None:
        room = self._room.get(record.pk)
        # Where the policy has just changed, the records follow in a moment.
        if room is None or len(room) != len(self._strata):
            return None
        return place(self._strata, room, self._groups.get(person, ()))
