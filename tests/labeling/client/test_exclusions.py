from datetime import UTC, datetime

from labeling.client import Client
from tests.scripted import Server


def test_a_preview_an_exclusion_and_back(client: Client, server: Server):
    server.says(200, {"answers": 3})
    server.says(200, {"id": 5, "annotator": "cem"})
    exclusions = client.project(1).exclusions
    since = datetime(2030, 1, 1, tzinfo=UTC)
    assert exclusions.preview({"annotator": "cem", "since": since})["answers"] == 3
    assert exclusions.exclude({"annotator": "cem"}, reason="Random.")["id"] == 5
    exclusions.restore(5)
    assert server.paths == [
        "POST /api/v1/projects/1/exclusions/preview",
        "POST /api/v1/projects/1/exclusions",
        "POST /api/v1/projects/1/exclusions/5/restore",
    ]
    assert server.body(0) == {"annotator": "cem", "since": "2030-01-01T00:00:00+00:00"}
    assert server.body(1) == {"annotator": "cem", "reason": "Random."}


def test_made_twice_it_is_one(client: Client, server: Server):
    """So it is sent again where no answer came."""
    server.says(503, None, Retry_After="0")
    server.says(200, {"id": 5})
    assert client.project(1).exclusions.exclude({"record": "r1"}, reason="Broken.")["id"] == 5
    assert len(server.asked) == 2


def test_the_list(client: Client, server: Server):
    server.says(200, [{"id": 2}, {"id": 1}])
    assert [one["id"] for one in client.project(1).exclusions] == [2, 1]
