import json

from labeling.client import Client
from labeling.client.records import Record
from tests.scripted import Server

COUNTS = {"created": 2, "updated": 1, "unchanged": 0, "bad": 0, "problems": []}


def test_records_go_out_as_lines_in_batches_and_are_counted_together(client: Client, server: Server):
    server.says(200, COUNTS)
    server.says(200, COUNTS | {"bad": 1, "problems": [{"row": 2, "column": "text", "reason": "is missing"}]})
    records = [Record(fields={"text": f"café\n{number}"}) for number in range(5)]
    imported = client.project(1).records.add(iter(records), batch=3, skip_bad_rows=True)

    assert imported["created"] == 4
    assert imported["problems"] == [{"row": 5, "column": "text", "reason": "is missing"}]
    assert server.paths == ["POST /api/v1/projects/1/records?skip_bad_rows=true"] * 2
    assert {request.headers["Content-Type"] for request in server.asked} == {"application/x-ndjson"}
    sent = [json.loads(line) for request in server.asked for line in request.content.splitlines()]
    assert sent == records


def test_no_records_no_request(client: Client, server: Server):
    assert client.project(1).records.add([])["created"] == 0
    assert server.asked == []
