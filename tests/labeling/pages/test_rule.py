"""Rules in the browser: tried, then kept."""

import json
from typing import Any

import pytest
from django.test import Client

from labeling.actions.sanction import impose
from labeling.models import Sanction, policy_of
from projects.models import Project
from tests.factories.labeling import answer, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

SAME = {
    "name": "<b>Monotonous</b>",
    "collector": {"kind": "same_answer_in_row"},
    "conditions": [{"figure": "answers", "operator": ">=", "number": 3}],
    "action": "warn",
}


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=8, overlap=2)
    for _ in range(4):
        answer(project, ann, "good")
    settle(project)
    return project


def post(user, project, **data):
    client = Client()
    client.force_login(user)
    answer = client.post(f"/projects/{project.pk}/rules/", data, follow=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def stored(project):
    return policy_of(Project.objects.get(pk=project.pk)).rules


def test_trying_shows_who_when_and_why_and_keeps_nothing(project, rita):
    status, html = post(rita, project, rules=json.dumps([SAME]))
    assert status == 200
    assert "They would have fired 1 time, on 1 person." in html
    assert "the same answers in a row: 3" in html
    assert "&lt;b&gt;Monotonous" in html
    assert "<b>Monotonous" not in html
    assert stored(project) == ()
    assert not Sanction.objects.exists()


def test_what_a_rule_on_trial_wrote_down_is_shown(project, rita, ann):
    made: Any = {"kind": "pause", "cause": "rule", "rule": "Fast", "trial": True}
    figures = {"figures": {"fast": 9}, "words": {"fast": "fast ones"}}
    impose(project, annotator_id=ann.pk, evidence=figures, **made)
    assert "Fast ones: 9" in post(rita, project, rules="[]")[1]


def test_organizers_keep_them_and_reviewers_do_not(project, otto, rita):
    sent = {"rules": json.dumps([SAME]), "keep": ""}
    assert post(rita, project, **sent)[0] == 403
    assert stored(project) == ()
    status, html = post(otto, project, **sent)
    assert (status, "These are the rules from now on." in html) == (200, True)
    assert [rule.name for rule in stored(project)] == ["<b>Monotonous</b>"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("{}", "rules"),
        ('[{"name": "x"}]', "collector"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_rule_says_why_and_stays_to_be_corrected(project, otto, text, said):
    status, html = post(otto, project, rules=text)
    assert status == 422
    assert said in html
    assert stored(project) == ()
