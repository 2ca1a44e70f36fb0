from labeling.client import Client
from tests.scripted import Server


def test_deciding_and_letting_the_responses_speak_again(client: Client, server: Server):
    server.says(200, {"question": "mood", "value": "good"})
    server.says(204)
    server.says(200, [])
    adjudications = client.project(1).adjudications
    assert adjudications.decide(7, "mood", "good", note="So.")["value"] == "good"
    adjudications.retract(7, "mood")
    assert adjudications.of(7) == []
    assert server.paths == [
        "PUT /api/v1/records/7/adjudications/mood",
        "DELETE /api/v1/records/7/adjudications/mood",
        "GET /api/v1/records/7/adjudications",
    ]
    assert server.body(0) == {"value": "good", "note": "So."}


def test_where_a_consensus_comes_from(client: Client, server: Server):
    server.says(200, [{"question": "mood", "responses": []}])
    [mood] = client.project(1).consensus.provenance(7)
    assert mood["question"] == "mood"
    assert server.paths == ["GET /api/v1/records/7/provenance"]
