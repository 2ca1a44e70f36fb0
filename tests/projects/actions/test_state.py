import pytest

from projects.actions import state
from projects.errors import NotReady, WrongState
from projects.models import Record, State
from tests.factories.projects import MOOD, make_project

MOVES = {
    state.start: ({State.DRAFT}, State.RUNNING),
    state.pause: ({State.RUNNING}, State.PAUSED),
    state.resume: ({State.PAUSED}, State.RUNNING),
    state.finish: ({State.RUNNING, State.PAUSED}, State.FINISHED),
    state.reopen: ({State.FINISHED}, State.RUNNING),
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_from_every_state(acme, olga, move, before):
    project = make_project(acme, olga, state=before, records=1)
    allowed, after = MOVES[move]

    if before in allowed:
        assert move(project).state == after
    else:
        with pytest.raises(WrongState):
            move(project)
        project.refresh_from_db()
        assert project.state == before


@pytest.mark.parametrize(
    ("changes", "records", "missing"),
    [
        ({"fields": []}, 0, "a field and a record"),
        ({"questions": []}, 1, "a required question"),
        ({"questions": [MOOD | {"required": False}]}, 1, "a required question"),
        ({}, 0, "a record"),
    ],
)
def test_what_is_missing_is_said(acme, olga, changes, records, missing):
    project = make_project(acme, olga, state=State.DRAFT, records=records, **changes)

    with pytest.raises(NotReady, match=f"it needs {missing}\\."):
        state.start(project)


def test_retired_records_do_not_make_a_project_ready(acme, olga):
    project = make_project(acme, olga, state=State.DRAFT, records=1)
    Record.objects.update(retired=True)

    with pytest.raises(NotReady):
        state.start(project)


def test_the_times_of_a_campaign(acme, olga):
    project = state.start(make_project(acme, olga, state=State.DRAFT, records=1))
    assert project.started_at
    assert not project.finished_at

    finished = state.finish(project)
    assert finished.finished_at

    reopened = state.reopen(finished)
    assert (reopened.started_at, reopened.finished_at) == (project.started_at, None)
