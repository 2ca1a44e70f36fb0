"""Controls that good annotators fail are suspended by themselves."""

import pytest
from django.utils import timezone

from labeling.actions import control as controls
from labeling.actions.assessment import assess
from labeling.models import Control, Event
from tests.factories.controls import add_controls, control, make_check, set_policy
from tests.factories.labeling import audited, give, make_annotators, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(acme):
    return make_annotators(acme, 20)


@pytest.fixture
def project(acme, olga, crowd):
    """c1 is wrong: the better ten fail it, the worse ten pass it; c2 is right."""
    project = make_project(acme, olga, records=2)
    add_controls(project, 2)
    for place, person in enumerate(crowd):
        better = place < 10
        submit(project, make_check(control(project, "c1"), person), "bad" if better else "good")
        submit(project, make_check(control(project, "c2"), person), "good" if better else "bad")
    settle(project)
    return project


@pytest.fixture
def quality(crowd):
    return {person.pk: 0.9 - place / 100 for place, person in enumerate(crowd)}


def test_the_wrong_one_is_suspended_with_the_reason_and_everybody_is_judged_anew(project, quality, crowd):
    assert controls.refresh_health(project, quality) == [control(project, "c1")]
    wrong, right = control(project, "c1"), control(project, "c2")
    assert (wrong.state, wrong.reason) == ("suspended", "10 of 10 good annotators failed it")
    assert (right.state, right.reason) == ("active", "")
    assert wrong.discrimination is not None
    assert right.discrimination is not None
    assert wrong.discrimination < -0.8 < 0.8 < right.discrimination
    assert (wrong.answered, wrong.passed) == (20, 10)
    told = Event.objects.filter(kind="judged", record_id=wrong.pk).values_list("annotator", flat=True)
    assert sorted(told) == sorted(person.pk for person in crowd)
    assert audited(project) == []


def test_once_a_reviewer_resumed_it_their_word_stands_until_it_is_edited(project, quality):
    controls.refresh_health(project, quality)
    controls.activate(control(project, "c1"))
    assert controls.refresh_health(project, quality) == []
    assert control(project, "c1").state == Control.State.ACTIVE
    controls.edit(control(project, "c1"), answers={"mood": "bad"})
    controls.edit(control(project, "c1"), answers={"mood": "good"})
    assert controls.refresh_health(project, quality) == [control(project, "c1")]


def test_a_retired_one_is_no_evidence_either_once_it_is_suspect(project, quality):
    controls.retire(control(project, "c1"))
    controls.refresh_health(project, quality)
    assert control(project, "c1").state == Control.State.SUSPENDED


def test_who_is_good_must_be_known(project, quality, crowd):
    assert controls.refresh_health(project, {}) == []
    few = {person.pk: quality[person.pk] for person in crowd[:7]}
    assert controls.refresh_health(project, few) == []
    assert control(project, "c1").discrimination is None


def test_the_policy_says_how_much_is_too_much(project, quality):
    project = set_policy(project, watch={"least": 11})
    assert controls.refresh_health(project, quality) == []
    project = set_policy(project, watch={"least": 10, "wrong": 1.0})
    assert controls.refresh_health(project, quality) == []


def test_without_graded_answers_there_is_nothing_to_say(acme, olga):
    project = make_project(acme, olga)
    add_controls(project, 1)
    assert controls.refresh_health(project, {1: 0.5}) == []


@pytest.fixture
def worked(acme, olga, crowd):
    """Fourteen of eighteen people answer twelve records rightly and fail the wrong c1; four answer by the clock."""
    project = make_project(acme, olga, records=12, overlap=18)
    add_controls(project, 2)
    for place, person in enumerate(crowd[:18]):
        careful = place < 14
        moods = {
            f"r{n}": "good" if (n % 2 if careful else n < 7 + place - 14) else "bad" for n in range(1, 13)
        }
        give(project, person, **moods)
        submit(project, make_check(control(project, "c1"), person), "bad" if careful else "good")
        submit(project, make_check(control(project, "c2"), person), "good" if careful else "bad")
    settle(project)
    return project


def test_assessing_the_people_suspends_the_wrong_one_by_itself(worked):
    assert assess(worked.pk)
    assert control(worked, "c1").state == Control.State.SUSPENDED
    assert control(worked, "c1").reason == "14 of 14 good annotators failed it"
    assert control(worked, "c2").state == Control.State.ACTIVE
    assert control(worked, "c2").discrimination == pytest.approx(1, abs=0.1)
    assert audited(worked) == []


def test_without_a_model_the_peers_say_who_is_good(worked):
    controls.assess(worked, [], timezone.now())
    assert control(worked, "c1").reason == "14 of 14 good annotators failed it"
    assert control(worked, "c2").state == Control.State.ACTIVE
