"""What somebody who qualifies is told over HTTP, and that nobody else is told anything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labeling.actions.assignment import Wanted, assign
from labeling.models import Assignment, Control
from tests.factories.controls import add_controls, set_policy
from tests.factories.labeling import api, drain
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

ROUNDS = {"controls": 2, "needed": 2, "rounds": 2}
EXPLAINED = "Warm words are **good**. <script>alert(1)</script>"


@pytest.fixture
def project(acme, olga):
    project = make_project(acme, olga, records=5)
    add_controls(project, 4, explanation=EXPLAINED)
    return set_policy(project, qualification=ROUNDS)


@pytest.fixture
def client(ann):
    return api(ann)


def post(client, path, **body):
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def ask(client, project):
    return post(client, f"projects/{project.pk}/next")


def send(client, turn, mood, query="", **body):
    path = f"assignments/{turn['assignment']['id']}/submit{query}"
    return post(client, path, values={"mood": mood}, next=True, **body)


def answer(client, project, *moods):
    """The last answer's turn, after as many answers."""
    turn = ask(client, project)
    for mood in moods:
        turn = send(client, turn, mood)["next"]
    return turn


def place(turn):
    return turn["qualification"]


def test_at_first(client, project):
    assert place(ask(client, project)) == {
        "answered": 0, "controls": 2, "needed": 2, "right": 0, "round": 1, "rounds": 2,
    }  # fmt: skip


def test_after_an_answer(client, project):
    sent = send(client, ask(client, project), "good")
    assert sent["response"]["feedback"] == {
        "passed": True,
        "accepted": {"mood": ["good"]},
        "explanation": EXPLAINED,
    }
    assert (place(sent["next"])["answered"], place(sent["next"])["right"]) == (1, 1)


def test_a_wrong_answer_is_told_what_is_right(client, project):
    sent = send(client, ask(client, project), "bad")
    feedback = sent["response"]["feedback"]
    assert (feedback["passed"], feedback["accepted"]) == (False, {"mood": ["good"]})
    assert (place(sent["next"])["answered"], place(sent["next"])["right"]) == (1, 0)


def test_the_explanation_as_a_page_fragment_is_sanitised(client, project):
    sent = send(client, ask(client, project), "bad", "?include=html")
    html = sent["response"]["feedback"]["html"]
    assert "<strong>good</strong>" in html
    assert "<script>" not in html


def test_a_lost_receipt_comes_again_with_its_feedback(client, project):
    turn = ask(client, project)
    first = send(client, turn, "bad", key="k")
    again = send(client, turn, "bad", key="k")
    assert again["response"] == first["response"]
    assert place(again["next"]) == place(first["next"])


def test_a_second_round_has_other_controls(client, project, ann):
    turn = answer(client, project, "bad", "bad")
    assert place(turn) == {"answered": 0, "controls": 2, "needed": 2, "right": 0, "round": 2, "rounds": 2}
    assert Assignment.objects.filter(annotator=ann).count() == 4


def test_whoever_qualified_works_and_hears_no_more(client, project):
    turn = answer(client, project, "bad", "good", "good", "good")
    assert place(turn) is None
    sent = send(client, turn, "good")
    assert "feedback" not in sent["response"]
    assert place(sent["next"]) is None


def test_whoever_did_not_qualify_hears_by_how_much(client, project):
    turn = answer(client, project, "bad", "bad", "bad", "good")
    assert (turn["assignment"], turn["reason"]) == (None, "rejected")
    assert place(turn) == {"answered": 2, "controls": 2, "needed": 2, "right": 1, "round": 2, "rounds": 2}
    assert ask(client, project) == turn


def test_what_is_passed_over_is_behind_one_and_not_right(client, project):
    turn = ask(client, project)
    turn = post(client, f"assignments/{turn['assignment']['id']}/skip", reason="no", next=True)["next"]
    assert (place(turn)["answered"], place(turn)["right"]) == (1, 0)


def test_what_is_released_comes_again(client, project):
    turn = send(client, ask(client, project), "good")["next"]
    turn = post(client, f"assignments/{turn['assignment']['id']}/release", next=True)["next"]
    assert place(turn) == {"answered": 1, "controls": 2, "needed": 2, "right": 1, "round": 1, "rounds": 2}


def test_a_control_suspended_meanwhile_is_held_against_nobody(client, project):
    turn = send(client, ask(client, project), "bad")["next"]
    assert place(turn)["right"] == 0
    Control.objects.filter(record__responses__isnull=False).update(state="suspended")
    assert place(ask(client, project))["right"] == 1


def test_without_feedback_nobody_learns_what_was_right(client, project):
    project = set_policy(project, qualification=ROUNDS | {"feedback": False})
    sent = send(client, ask(client, project), "good", "?include=html")
    assert "feedback" not in sent["response"]
    assert place(sent["next"]) == {
        "answered": 1, "controls": 2, "needed": 2, "right": None, "round": 1, "rounds": 2,
    }  # fmt: skip


def test_undoing_without_feedback_is_told_in_the_same_words(client, project):
    project = set_policy(project, qualification=ROUNDS | {"feedback": False})
    answer(client, project, "good")
    assert place(post(client, f"projects/{project.pk}/undo"))["answered"] == 0


def test_an_earlier_rounds_answer_undone_is_of_that_round(client, project):
    project = set_policy(project, qualification=ROUNDS | {"feedback": False})
    assert place(answer(client, project, "bad", "bad"))["round"] == 2
    undone = place(post(client, f"projects/{project.pk}/undo"))
    assert (undone["round"], undone["answered"]) == (1, 1)


def test_an_answer_that_was_explained_is_not_undone(client, project):
    answer(client, project, "bad")
    refused = client.post(f"/api/v1/projects/{project.pk}/undo")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:quorum:nothing-to-undo")


def test_work_that_an_organizer_assigned_meanwhile_is_none_of_it(client, project, ann):
    turn = ask(client, project)
    assign(project, wanted=[Wanted(1, "r1", ann.username)])
    turn = send(client, turn, "good")["next"]
    assert (turn["assignment"]["fields"], place(turn)) == ({"text": "text 1"}, None)
    assert place(send(client, turn, "good")["next"])["answered"] == 1


def test_where_nobody_qualifies_nobody_is_told(client, acme, olga):
    project = make_project(acme, olga, records=2)
    assert place(ask(client, project)) is None


def test_a_campaign_that_stopped_qualifying_people_tells_nothing(client, project):
    ask(client, project)
    set_policy(project)
    assert place(ask(client, project)) is None


def test_nobody_else_is_told(project, ann, ben):
    answer(api(ann), project, "bad")
    assert place(ask(api(ben), project))["answered"] == 0


def test_those_who_work_are_asked_about_in_no_statement_more(project, ann, acme, olga):
    """Whether the campaign has a qualification makes no difference to them."""
    plain = make_project(acme, olga, records=5)
    counts = []
    for campaign in (project, plain):
        drain(campaign, ann)
        with CaptureQueriesContext(connection) as captured:
            assert ask(api(ann), campaign)["reason"] == "complete"
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_those_who_work_are_asked_about_amid_work_too(project, ann, acme, olga):
    plain = make_project(acme, olga, records=5)
    counts = []
    for campaign, before in ((project, 3), (plain, 1)):
        turn = answer(api(ann), campaign, *["good"] * before)
        client = api(ann)
        with CaptureQueriesContext(connection) as captured:
            assert place(send(client, turn, "good")["next"]) is None
        counts.append(len(captured))
    assert counts[0] == counts[1]
