"""Setting how a project watches over quality."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from labeling.models import Policy
from labeling.quality.policy import Policy as Settings
from projects.changes import announce, wait_for_turn
from projects.errors import BadSettings, Problem
from projects.kinds import InvalidSettings, validated
from projects.models import Project
from projects.storable import fault


@transaction.atomic
def set_policy(project: Project, settings: Mapping[str, Any], *, by: User) -> Settings:
    """Make this the project's policy: what is not in `settings`, as JSON has them, takes its default.

    Only what differs from the defaults is stored. Raises BadSettings with every problem and its place.
    """
    row = _locked(project)
    return _store(row, _read(settings), by)


@transaction.atomic
def change_policy(project: Project, sections: Mapping[str, Any], *, by: User) -> Settings:
    """Replace these sections, each as a whole, and keep the others. Raises BadSettings."""
    row = _locked(project)
    return _store(row, _read(row.settings | dict(sections)), by)


def _locked(project: Project) -> Policy:
    """One change at a time; whoever reads the policy waits for nobody."""
    wait_for_turn(project.pk)
    Policy.objects.get_or_create(project=project)
    return Policy.objects.select_for_update(no_key=True).get(project=project)


def _read(raw: Mapping[str, Any]) -> Settings:
    if why := fault(dict(raw)):
        raise BadSettings([((), why)])
    try:
        return validated(Settings, dict(raw))
    except InvalidSettings as error:
        problems: list[Problem] = error.problems
        raise BadSettings(problems) from None


def _store(row: Policy, settings: Settings, by: User) -> Settings:
    row.settings = settings.model_dump(mode="json", exclude_defaults=True)
    row.updated_by = by
    row.save(update_fields=["settings", "updated_by", "updated_at"])
    announce(row.project_id)
    return settings
