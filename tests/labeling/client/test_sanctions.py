import pytest

from labeling.client import Client, Conflict
from tests.scripted import Server

PROBLEM = {
    "type": "urn:quorum:already-paused",
    "title": "Conflict",
    "status": 409,
    "detail": "ann is paused already.",
}


def test_a_reviewer_finds_decides_and_pauses(client: Client, server: Server):
    sanctions = client.project(1).sanctions
    server.says(200, {"next": None, "previous": None, "results": [{"id": 7}]})
    server.says(200, {"id": 7, "verdict": "lifted"})
    server.says(201, {"id": 8})
    server.says(409, PROBLEM)
    [waiting] = sanctions.find("appealed")
    assert sanctions.lift(waiting["id"], "Fine.")["verdict"] == "lifted"
    sanctions.impose("ann", "pause", "Call me.")
    with pytest.raises(Conflict):
        sanctions.impose("ann", "pause", "Call me.")
    assert server.paths[:3] == [
        "GET /api/v1/projects/1/sanctions?state=appealed",
        "POST /api/v1/projects/1/sanctions/7/lift",
        "POST /api/v1/projects/1/sanctions",
    ]
    assert server.body(1) == {"note": "Fine."}
    assert server.body(2) == {"annotator": "ann", "kind": "pause", "reason": "Call me."}


def test_an_annotator_reads_appeals_and_dismisses(client: Client, server: Server):
    own = client.project(1).own_sanction
    server.says(200, {"sanction": None})
    server.says(200, {"sanction": {"kind": "pause", "appeal": "My cat."}})
    server.says(204)
    assert own.get() is None
    assert own.appeal("My cat.")["appeal"] == "My cat."
    own.dismiss()
    assert server.paths == [
        "GET /api/v1/projects/1/sanction",
        "POST /api/v1/projects/1/sanction/appeal",
        "POST /api/v1/projects/1/sanction/dismiss",
    ]
