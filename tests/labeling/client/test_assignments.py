import httpx
import pytest

from labeling.client import Client, LeftOpen
from tests.scripted import Server, dealt, nothing, submitted


def test_the_loop_of_an_annotator(client: Client, server: Server):
    server.says(200, dealt(1))
    server.says(200, submitted(1, dealt(2)))
    server.says(200, submitted(2, nothing("complete")))
    seen = []
    for assignment in client.project(1).work():
        seen.append(assignment.fields["text"])
        assignment.submit({"entailed": "yes"})
    assert seen == ["text 1", "text 2"]
    assert server.paths == [
        "POST /api/v1/projects/1/next",
        "POST /api/v1/assignments/1/submit",
        "POST /api/v1/assignments/2/submit",
    ]
    assert server.body(1)["values"] == {"entailed": "yes"}
    assert server.body(1)["next"] is True


def test_a_submit_that_got_no_answer_is_sent_again_with_its_key(client: Client, server: Server):
    server.says(200, dealt(1))
    assignment = client.project(1).next().assignment
    assert assignment
    server.script = [httpx.ReadTimeout("no answer")]
    server.says(200, submitted(1, nothing("complete")))
    assert assignment.submit({"entailed": "yes"})["counted"]
    keys = [server.body(place)["key"] for place in (1, 2)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 32


def test_the_key_is_the_same_for_the_same_answers_only(client: Client, server: Server):
    server.says(200, dealt(1))
    assignment = client.project(1).next().assignment
    again = client.project(1).next().assignment
    assert assignment
    assert again
    server.script = []
    server.says(200, submitted(1, None))
    assignment.submit({"a": 1, "b": 2})
    assignment.submit({"b": 2, "a": 1})
    assignment.submit({"a": 2, "b": 2})
    again.submit({"a": 1, "b": 2})
    again.submit({"a": 1, "b": 2}, key="mine")
    keys = [server.body(place)["key"] for place in range(2, 7)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert keys[-1] == "mine"


def test_while_others_hold_the_last_records_it_asks_again(client: Client, server: Server):
    for turn in (nothing("waiting"), nothing("waiting"), dealt(1)):
        server.says(200, turn)
    server.says(200, submitted(1, nothing("complete")))
    pauses: list[float] = []
    for assignment in client.project(1).work(wait=1.5, sleep=pauses.append):
        assignment.submit({"entailed": "no"})
    assert pauses == [1.5, 1.5]


def test_it_need_not_wait(client: Client, server: Server):
    server.says(200, nothing("waiting"))
    assert list(client.project(1).work(wait=None)) == []


@pytest.mark.parametrize("reason", ["complete", "paused", "finished", "draft"])
def test_work_ends_where_nothing_will_come(client: Client, server: Server, reason: str):
    server.says(200, nothing(reason))
    assert list(client.project(1).work()) == []
    assert client.project(1).next().reason == reason


def test_an_assignment_left_open_is_not_dealt_for_ever(client: Client, server: Server):
    server.says(200, dealt(1))
    with pytest.raises(LeftOpen):
        for _ in client.project(1).work():
            pass


def test_skip_flag_and_release_close_it_too(client: Client, server: Server):
    server.says(200, dealt(1))
    for number in (2, 3):
        server.says(200, {"next": dealt(number)})
    server.says(200, {"next": None})
    server.says(200, nothing("complete"))
    work = client.project(1).work()
    next(work).skip("not my language")
    next(work).flag("the picture is missing")
    next(work).release()
    assert list(work) == []
    assert server.paths[1:] == [
        "POST /api/v1/assignments/1/skip",
        "POST /api/v1/assignments/2/flag",
        "POST /api/v1/assignments/3/release",
        "POST /api/v1/projects/1/next",
    ]
    assert server.body(1) == {"reason": "not my language", "next": True}


def test_undo_brings_the_answers_back_as_draft(client: Client, server: Server):
    turn = dealt(1)
    turn["assignment"]["draft"] = {"entailed": "yes"}
    server.says(200, {"assignment": turn["assignment"]})
    assert client.project(1).undo().draft == {"entailed": "yes"}


def test_an_organizer_takes_back_what_was_assigned(client: Client, server: Server):
    server.says(200, {"withdrawn": 3})
    assert client.project(1).assignments.withdraw("ann") == 3
    assert client.project(1).assignments.withdraw() == 3
    assert server.paths == ["POST /api/v1/projects/1/assignments/withdraw"] * 2
    assert (server.body(0), server.body(1)) == ({"annotator": "ann"}, {})
