"""The forecast, asked for with assumptions or without, and the groups that people belong to."""

from labeling.client import Client
from tests.scripted import Server


def test_the_forecast_by_default_and_under_assumptions(client: Client, server: Server):
    server.says(200, {"notes": []})
    server.says(200, {"notes": ["Only 0 records are done."]})
    project = client.project(7)
    assert project.forecast()["notes"] == []
    assert project.forecast(seconds=20, accuracy=0.9)["notes"]
    assert server.paths == [
        "GET /api/v1/projects/7/forecast",
        "GET /api/v1/projects/7/forecast?seconds=20&accuracy=0.9",
    ]


def test_the_groups_of_a_member(client: Client, server: Server):
    server.says(200, {"id": 3, "groups": ["expert"]})
    server.says(200, {"id": 3, "groups": []})
    members = client.workspace("acme").members
    assert members.change(3, groups=["expert"])["groups"] == ["expert"]
    members.change(3, role="reviewer", groups=[])
    assert server.body(0) == {"groups": ["expert"]}
    assert server.body(1) == {"role": "reviewer", "groups": []}
