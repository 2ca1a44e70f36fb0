"""Rules over the API: kept as data, and tried on what has happened."""

import pytest

from labeling.models import Sanction
from tests.factories.labeling import answer, api, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

SAME = {
    "name": "Monotonous",
    "collector": {"kind": "same_answer_in_row"},
    "conditions": [{"figure": "answers", "operator": ">=", "number": 3}],
    "action": "warn",
}


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=8, overlap=2)
    for mood in ("good", "good", "good", "good"):
        answer(project, ann, mood)
    for mood in ("good", "bad", "good"):
        answer(project, ben, mood)
    settle(project)
    return project


def call(user, project, method, path, **body):
    address = f"/api/v1/projects/{project.pk}/{path}"
    return getattr(api(user), method)(address, body, content_type="application/json")


def test_a_backtest_says_who_when_and_by_which_figures(project, rita):
    [fired] = call(rita, project, "post", "rules/backtest", rules=[SAME]).json()["fired"]
    assert (fired["annotator"], fired["rule"], fired["action"]) == ("ann", "Monotonous", "warn")
    assert (fired["figures"], fired["later"]) == ({"answers": 3.0}, 1)
    assert not Sanction.objects.exists(), "it changes nothing"


def test_the_stored_rules_are_tried_where_none_are_sent(project, otto, rita):
    assert call(rita, project, "post", "rules/backtest").json()["fired"] == []
    stored = call(otto, project, "put", "rules", rules=[SAME]).json()["rules"]
    assert stored[0]["collector"] == {"kind": "same_answer_in_row"}
    assert call(rita, project, "get", "rules").json()["rules"] == stored
    assert len(call(rita, project, "post", "rules/backtest").json()["fired"]) == 1


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([SAME, SAME], "same name"),
        ([SAME | {"action": "ban"}], "action"),
        ([SAME | {"collector": {"kind": "horoscope"}}], "collector"),
        ([SAME | {"conditions": []}], "conditions"),
        (
            [SAME | {"conditions": [{"figure": "moods", "operator": ">", "number": 1}]}],
            "none of this collector",
        ),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(project, otto, rules, said):
    for method, path in (("put", "rules"), ("post", "rules/backtest")):
        answer = call(otto, project, method, path, rules=rules)
        assert answer.status_code == 422, answer.content
        assert said in answer.json()["detail"]
        assert answer.json()["problems"]
