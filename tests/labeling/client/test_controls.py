import json

from labeling.client import Client
from labeling.client.controls import Control
from tests.scripted import Server

COUNTS = {"created": 2, "updated": 0, "unchanged": 0, "bad": 0, "problems": []}
STORED = {"record": 7, "state": "active"}


def test_controls_go_out_as_lines(client: Client, server: Server):
    server.says(200, COUNTS)
    controls = [
        Control(external_id="r1", answers={"mood": ["good", "bad"]}),
        Control(fields={"text": "café"}, answers={"mood": "good"}, explanation="So."),
    ]
    assert client.project(1).controls.load(iter(controls), skip_bad_rows=True) == COUNTS
    [request] = server.asked
    assert server.paths == ["POST /api/v1/projects/1/controls?skip_bad_rows=true"]
    assert request.headers["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in request.content.splitlines()] == controls


def test_each_verb_has_its_address(client: Client, server: Server):
    server.says(200, STORED)
    controls = client.project(1).controls
    for verb in (controls.get, controls.approve, controls.suspend, controls.resume, controls.retire):
        assert verb(7) == STORED
    controls.update(7, explanation="x")
    controls.unmark(7)
    address = "/api/v1/projects/1/controls/7"
    assert server.paths == [
        f"GET {address}",
        f"POST {address}/approve",
        f"POST {address}/suspend",
        f"POST {address}/resume",
        f"POST {address}/retire",
        f"PATCH {address}",
        f"DELETE {address}",
    ]
    assert server.body(5) == {"explanation": "x"}


def test_lists_and_proposals(client: Client, server: Server):
    server.says(200, {"results": [STORED], "next": None})
    assert list(client.project(1).controls) == [STORED]
    assert list(client.project(1).controls.find(state="active")) == [STORED]
    server.script = []
    server.says(200, {"proposed": [3, 4]})
    assert client.project(1).controls.propose(most=2, answers=3) == [3, 4]
    assert server.body(2) == {"most": 2, "answers": 3}
    assert server.paths[1:] == [
        "GET /api/v1/projects/1/controls?state=active",
        "POST /api/v1/projects/1/controls/propose",
    ]
