"""Projects whose overlap the policy says, for tests."""

from typing import Any

from accounts.models import Member, User
from labeling import events
from labeling.models import Policy
from projects.models import Project, Record


def set_overlap(project: Project, **overlap: Any) -> Project:
    """The project with this section of its policy, as saving it would tell; nothing is delivered yet."""
    Policy.objects.update_or_create(project=project, defaults={"settings": {"overlap": overlap}})
    events.project_changed(project.pk)
    return Project.objects.select_related("policy").get(pk=project.pk)


def in_groups(user: User, *groups: str) -> User:
    Member.objects.filter(user=user).update(groups=list(groups))
    return user


def record(project: Project, name: str) -> Record:
    return Record.objects.get(project=project, external_id=name)


def state(project: Project, name: str) -> tuple[int, int, int]:
    """A record's overlap, open slots and excess."""
    found = record(project, name)
    return found.overlap, found.open_slots, found.excess
