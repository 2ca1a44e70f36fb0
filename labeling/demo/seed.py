"""Fills a new installation: people, and two campaigns of real records, running."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from accounts.models import User, Workspace
from labeling.demo import llmfao, people, rte
from labeling.demo.dataset import Dataset
from labeling.demo.head_start import answer_as_recorded
from projects.actions import project as projects
from projects.actions import state
from projects.actions.record import import_records, numbered
from projects.models import Project

# As many of rte's records come answered by the recorded crowd, so that there is something to see from the start.
HEAD_START = 100


def seed(logins: Path) -> bool:
    """Make the demo, unless it is there, and write its passwords to this file; returns whether it was made.

    All or nothing. Where only the file is missing, the people get new passwords.
    """
    if Workspace.objects.filter(slug=people.SLUG).exists():
        if not logins.exists():
            people.write(people.renew_passwords(), logins)
        return False
    with transaction.atomic():
        workspace, passwords = people.make_workspace()
        organizer = User.objects.get(username="organizer")
        _campaign(llmfao, workspace, organizer)
        answer_as_recorded(_campaign(rte, workspace, organizer), rte, records=HEAD_START)
        people.write(passwords, logins)
    return True


def _campaign(dataset: Dataset, workspace: Workspace, organizer: User) -> Project:
    project = projects.create(workspace, by=organizer, **dataset.definition())
    import_records(project, numbered(dataset.records()))
    return state.start(project)
