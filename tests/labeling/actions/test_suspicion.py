"""Suspicions from real responses: evidence that comes and goes, and that nothing follows."""

from datetime import timedelta
from random import Random

import pytest

from labeling.models import Queue, Response, Sanction, Suspicion
from tests.factories.controls import set_policy
from tests.factories.labeling import assessed, make_annotators, opened, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def label(project, annotator, records, mood):
    for number in range(records):
        got = opened(project, annotator)
        submit(project, got, mood(number, got.record_id))


def took(annotator, seconds):
    """The annotator's answers came so long after they were opened, by the server's clock."""
    for response in Response.objects.filter(annotator=annotator):
        before = response.submitted_at - timedelta(seconds=seconds)
        Response.objects.filter(pk=response.pk).update(opened_at=before)


def found():
    return {
        (one.kind, one.annotator.username, one.other and one.other.username)
        for one in Suspicion.objects.all()
    }


@pytest.fixture
def crowd(acme, olga):
    """Four honest people, at ten seconds an answer; the records' truth follows from their numbers."""
    project = make_project(acme, olga, records=30, overlap=6)
    people = make_annotators(acme, 6)
    chance = Random(3)
    for person in people[:4]:
        label(project, person, 30, lambda n, record: truth(record) if chance.random() < 0.9 else "bad")
        took(person, 10)
    return project, people


def truth(record):
    return "good" if record % 2 else "bad"


def test_robots_and_who_answers_the_same_are_shown_with_a_sentence(crowd):
    project, people = crowd
    label(project, people[4], 30, lambda n, record: truth(record))
    took(people[4], 0.05)
    label(project, people[5], 30, lambda n, record: "good")
    took(people[5], 10)
    settle(project)
    assessed(project)
    assert {("fast", "crowd5", None), ("straight", "crowd6", None)} <= found()
    assert not {("fast", "crowd1", None), ("straight", "crowd1", None)} & found()
    fast = Suspicion.objects.get(kind="fast")
    assert fast.sentence.startswith("20 of the last 20 answers came faster than the record can be read")
    assert fast.figures["median_seconds"] == pytest.approx(0.05)
    assert not Sanction.objects.filter(cause="rule").exists()
    assert set(Queue.objects.values_list("stage", flat=True)) == {"working"}, (
        "it is never a sanction by itself"
    )


def test_what_is_not_so_any_more_disappears_and_what_stays_keeps_its_day(crowd):
    project, people = crowd
    label(project, people[4], 30, lambda n, record: truth(record))
    took(people[4], 0.05)
    settle(project)
    assessed(project)
    first = Suspicion.objects.get(kind="fast")
    assessed(project)
    assert Suspicion.objects.get(kind="fast").found_at == first.found_at
    took(people[4], 10)
    assessed(project)
    assert ("fast", "crowd5", None) not in found()


def test_the_policy_says_what_is_strange(crowd):
    project, _ = crowd
    set_policy(project, speed={"seconds": 12.0, "part": 0.0})
    settle(project)
    assessed(project)
    assert {name for kind, name, _ in found() if kind == "fast"} == set(), (
        "a text of seven letters is read by then"
    )
    set_policy(project, speed={"seconds": 12.0, "part": 0.0, "characters": 0.1})
    assessed(project)
    assert {name for kind, name, _ in found() if kind == "fast"} == {f"crowd{n}" for n in range(1, 5)}


def test_two_who_err_alike(acme, olga):
    """Five options, so that equal errors are rare; two copy from each other."""
    options = ["a", "b", "c", "d", "e"]
    mood = {"name": "mood", "title": "Mood", "kind": "label", "settings": {"options": options}}
    project = make_project(acme, olga, records=40, overlap=8, questions=[mood])
    people = make_annotators(acme, 8)
    chance = Random(5)
    copied: dict[int, str] = {}

    def honest(n, record):
        return options[record % 5] if chance.random() < 0.85 else chance.choice(options)

    def copying(n, record):
        copied.setdefault(record, options[record % 5] if chance.random() < 0.6 else chance.choice(options))
        return copied[record]

    for place, person in enumerate(people):
        label(project, person, 40, copying if place > 5 else honest)
        took(person, 10)
    settle(project)
    assessed(project)
    pairs = {(one, other) for kind, one, other in found() if kind == "pair"}
    assert pairs == {("crowd7", "crowd8")}
