from __future__ import annotations

from collections import defaultdict

import httpx
import pytest

from labeling.client import Conflict
from labeling.demo import Vote
from labeling.replay.crowd import Dealt, Recorded, Stray
from labeling.replay.shift import LOOK_AGAIN, MOST_FAILURES, Interrupted, Shift
from labeling.replay.stopwatch import Stopwatch
from tests.scripted import Server, dealt, nothing, submitted

RECORDS: dict[str, str] = defaultdict(lambda: "r1")
VOTES = [Vote("r1", "ada", "yes"), Vote("r1", "ben", "no")]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def crowd() -> Dealt:
    return Dealt(VOTES, seed=0)


@pytest.fixture
def shift(server: Server, crowd: Dealt, stopwatch: Stopwatch) -> Shift:
    project = server.client().project(1)
    return Shift(project, "ada", "q", RECORDS, crowd, stopwatch, pace=lambda: 7.0)


def test_one_request_a_step_with_a_pause_before_each_answer(
    server: Server, shift: Shift, stopwatch: Stopwatch
):
    server.says(200, dealt(1))
    server.says(200, submitted(1, dealt(2)))
    server.says(200, submitted(2, nothing("complete")))
    assert [shift.step(), shift.step(), shift.step()] == [7.0, 7.0, None]
    assert sorted(server.body(place)["values"]["q"] for place in (1, 2)) == ["no", "yes"]
    assert (stopwatch.count("next"), stopwatch.count("submit")) == (1, 2)


def test_while_others_hold_the_last_records_it_looks_again(server: Server, shift: Shift):
    server.says(200, nothing("waiting"))
    server.says(200, nothing("complete"))
    assert [shift.step(), shift.step()] == [LOOK_AGAIN, None]


def test_the_answer_of_a_lost_submit_is_sent_again_as_it_was(server: Server, shift: Shift, crowd: Dealt):
    server.says(200, dealt(1))
    shift.step()
    server.script.clear()
    for _ in range(5):
        server.breaks(httpx.ConnectError("refused"))
    server.says(200, submitted(1, nothing("complete")))
    pause = shift.step()
    assert pause
    assert pause > 0
    assert shift.step() is None
    bodies = [server.body(place) for place in range(1, len(server.asked))]
    assert len(bodies) == 6
    assert all(body == bodies[0] for body in bodies), "another answer or key would count as another submit"
    assert crowd.pool.left() == 1


def test_a_refused_answer_and_a_surplus_one_are_left_for_others(
    server: Server, shift: Shift, crowd: Dealt, stopwatch: Stopwatch
):
    server.says(200, dealt(1))
    server.says(409, {"type": "urn:quorum:already-submitted", "detail": "Answered already.", "status": 409})
    server.says(200, dealt(2))
    server.says(200, submitted(2, nothing("complete"), counted=False))
    while shift.step() is not None:
        pass
    assert server.paths.count("POST /api/v1/projects/1/next") == 2, "after a refusal it asks anew"
    assert crowd.pool.left() == 2
    assert stopwatch.failures == 1


def test_it_gives_up_when_nothing_works_any_more(server: Server, shift: Shift):
    server.says(409, {"type": "urn:quorum:wrong-state", "detail": "Not now.", "status": 409})
    for _ in range(MOST_FAILURES - 1):
        assert shift.step()
    with pytest.raises(Conflict):
        shift.step()


@pytest.mark.parametrize("reason", ["paused", "finished"])
def test_a_campaign_that_stops_under_their_hands_is_an_error(server: Server, shift: Shift, reason: str):
    server.says(200, nothing(reason))
    with pytest.raises(Interrupted, match=reason):
        shift.step()


def test_the_recorded_crowd_takes_nothing_that_was_not_theirs(server: Server, stopwatch: Stopwatch):
    shift = Shift(
        server.client().project(1), "eva", "q", RECORDS, Recorded(VOTES), stopwatch, pace=lambda: 0.0
    )
    server.says(200, dealt(1))
    shift.step()
    with pytest.raises(Stray, match="eva"):
        shift.step()


@pytest.mark.parametrize("reason", ["held_back", "rejected", "excluded"])
def test_who_is_held_back_stops_and_may_go_on_when_let_in_again(server: Server, shift: Shift, reason: str):
    server.says(200, nothing(reason))
    server.says(200, dealt(1))
    assert shift.step() is None
    assert shift.step() == 7.0
