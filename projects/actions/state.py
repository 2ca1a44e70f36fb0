"""Starting, pausing, resuming, finishing and reopening a project."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.changes import announce
from projects.errors import NotReady, WrongState
from projects.models import Project, State


@transaction.atomic
def start(project: Project) -> Project:
    """Raises NotReady without a field, a required question and a record; WrongState unless it is a draft."""
    project = _locked(project)
    _check(project, "started", State.DRAFT)
    missing = [
        what
        for what, there in (
            ("a field", project.fields.exists()),
            ("a required question", project.questions.filter(required=True).exists()),
            ("a record", project.records.filter(retired=False).exists()),
        )
        if not there
    ]
    if missing:
        raise NotReady(missing=f"it needs {' and '.join(missing)}")
    return _move(project, State.RUNNING, started_at=timezone.now())


@transaction.atomic
def pause(project: Project) -> Project:
    """Deal nothing more; what people have open they may still submit."""
    project = _locked(project)
    _check(project, "paused", State.RUNNING)
    return _move(project, State.PAUSED)


@transaction.atomic
def resume(project: Project) -> Project:
    project = _locked(project)
    _check(project, "resumed", State.PAUSED)
    return _move(project, State.RUNNING)


@transaction.atomic
def finish(project: Project) -> Project:
    project = _locked(project)
    _check(project, "finished", State.RUNNING, State.PAUSED)
    return _move(project, State.FINISHED, finished_at=timezone.now())


@transaction.atomic
def reopen(project: Project) -> Project:
    """Run a finished project again."""
    project = _locked(project)
    _check(project, "reopened", State.FINISHED)
    return _move(project, State.RUNNING, finished_at=None)


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _check(project: Project, wanted: str, *states: State) -> None:
    if project.state not in states:
        raise WrongState(state=_in_words(project), wanted=wanted)


def _in_words(project: Project) -> str:
    return "a draft" if project.state == State.DRAFT else project.state


def _move(project: Project, state: State, **times: Any) -> Project:
    Project.objects.filter(pk=project.pk).update(state=state, **times)
    announce(project.pk)
    project.refresh_from_db()
    return project
