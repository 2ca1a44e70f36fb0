from labeling.client import Client
from tests.scripted import Server


def test_the_policy_is_read_set_and_changed(client: Client, server: Server):
    policy = client.project(1).policy
    server.says(200, {"gate": {"p0": 0.85}})
    server.says(200, {"gate": {"p0": 0.9}})
    server.says(200, {"gate": {"p0": 0.9}})
    server.says(200, {"warnings": []})
    assert policy.get() == {"gate": {"p0": 0.85}}
    assert policy.set(gate={"p0": 0.9}) == {"gate": {"p0": 0.9}}
    policy.change(qualification={})
    assert policy.outlook()["warnings"] == []
    assert server.paths == [
        "GET /api/v1/projects/1/policy",
        "PUT /api/v1/projects/1/policy",
        "PATCH /api/v1/projects/1/policy",
        "GET /api/v1/projects/1/policy/outlook",
    ]
    assert (server.body(1), server.body(2)) == ({"gate": {"p0": 0.9}}, {"qualification": {}})
