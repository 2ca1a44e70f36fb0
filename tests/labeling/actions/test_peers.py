"""Peer evidence: whom the answers of all the others speak against."""

from random import Random

import pytest

from labeling.actions.sanction import confirm, lift
from labeling.models import Queue, Response, Sanction
from labeling.queries.audit import audit
from tests.factories.controls import set_policy
from tests.factories.labeling import answer, assessed, make_annotators, opened, settle, submit
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db


def label(project, annotator, records, mood):
    """Answers in queue order: what `mood` says of the record's number."""
    for _ in range(records):
        got = opened(project, annotator)
        submit(project, got, mood(int(got.fields["text"].split()[-1])))


def truth(number):
    return "good" if number % 3 else "bad"


@pytest.fixture
def crowd(acme, olga):
    """Four who know, and one who guesses; nobody is a control."""
    project = make_project(acme, olga, records=40, overlap=5)
    *good, guesser = make_annotators(acme, 5)
    chance = Random(7)
    for person in good:
        label(project, person, 40, lambda n: truth(n) if chance.random() < 0.95 else "good")
    label(project, guesser, 40, lambda n: chance.choice(["good", "bad"]))
    settle(project)
    return project


def suspects():
    return list(Sanction.objects.filter(cause="peers").values_list("annotator__username", flat=True))


def test_the_reviewers_are_told_of_who_guesses(crowd):
    assessed(crowd)
    [notice] = Sanction.objects.all()
    assert (notice.annotator.username, notice.kind, notice.cause) == ("crowd5", "notice", "peers")
    assert notice.evidence["compared"] == 40
    assert notice.evidence["accuracy"] < 0.75
    assert Queue.objects.filter(stage="working").count() == 5
    assert audit(crowd) == []


def test_once(crowd, rita):
    for _ in range(2):
        assessed(crowd)
    assert suspects() == ["crowd5"]
    confirm(Sanction.objects.get(), by=rita)
    assessed(crowd)
    assert suspects() == ["crowd5"]


def test_whom_a_reviewer_cleared_is_judged_by_what_came_since(crowd, rita):
    assessed(crowd)
    lift(Sanction.objects.get(), by=rita)
    assessed(crowd)
    assert suspects() == ["crowd5"], "nobody is judged twice by the same answers"
    add_records(crowd, 40, start=41)
    people = {response.annotator.username: response.annotator for response in Response.objects.all()}
    chance = Random(8)
    for name, person in sorted(people.items()):
        label(crowd, person, 40, truth if name != "crowd5" else lambda n: chance.choice(["good", "bad"]))
    settle(crowd)
    assessed(crowd)
    assert suspects() == ["crowd5"] * 2
    assert Sanction.objects.latest("pk").evidence["compared"] == 40


def test_the_policy_may_pause_or_do_nothing(crowd):
    set_policy(crowd, on_peers="none")
    assessed(crowd)
    assert suspects() == []
    set_policy(crowd, on_peers="pause")
    assessed(crowd)
    assert Queue.objects.get(stage="paused").annotator.username == "crowd5"
    assert audit(crowd) == []


def test_one_answer_each_says_nothing(acme, olga, ann):
    project = make_project(acme, olga, records=30, overlap=1)
    for _ in range(30):
        answer(project, ann)
    settle(project)
    assessed(project)
    assert suspects() == []
