from labeling.client import Client
from tests.scripted import Server

RULE = {
    "name": "Monotonous",
    "collector": {"kind": "same_answer_in_row"},
    "conditions": [{"figure": "answers", "operator": ">=", "number": 3}],
    "action": "warn",
    "trial": True,
}


def test_rules_are_tried_and_kept(client: Client, server: Server):
    rules = client.project(1).rules
    server.says(200, {"fired": [{"annotator": "ann"}]})
    server.says(200, {"fired": []})
    server.says(200, {"rules": [RULE]})
    [fired] = rules.backtest([RULE])
    assert fired["annotator"] == "ann"
    assert rules.backtest() == []
    assert rules.put([RULE]) == [RULE]
    assert rules.get() == [RULE]
    assert server.paths == [
        "POST /api/v1/projects/1/rules/backtest",
        "POST /api/v1/projects/1/rules/backtest",
        "PUT /api/v1/projects/1/rules",
        "GET /api/v1/projects/1/rules",
    ]
    assert (server.body(0), server.body(1)) == ({"rules": [RULE]}, {})
