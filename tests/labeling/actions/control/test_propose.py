"""Records that people have settled are proposed as controls."""

import pytest

from labeling.actions import control as controls
from labeling.actions.consensus import adjudicate
from labeling.models import Consensus, Control
from projects.models import Question, Record
from tests.factories.controls import control, load
from tests.factories.labeling import audited, give, make_annotators, settle
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

FEW = controls.Settled(answers=3, share=0.9)


@pytest.fixture
def project(acme, olga):
    """Five answers each: r1 to r4 all good, r5 and r6 all bad, r7 one of five differs, r8 has none."""
    project = make_project(acme, olga, records=8, overlap=5)
    for place, person in enumerate(make_annotators(acme, 5)):
        moods = {f"r{n}": "good" if n < 5 else "bad" for n in range(1, 8)}
        give(project, person, **moods | {"r7": "good" if place == 0 else "bad"})
    settle(project)
    return project


def proposed(project, **options):
    found = controls.propose(project, by=project.created_by, **options)
    return [str(Record.objects.get(pk=one.pk).external_id) for one in found]


def test_settled_records_are_proposed_of_each_answer_in_turn(project):
    found = proposed(project)
    assert sorted(found) == ["r1", "r2", "r3", "r4", "r5", "r6"]
    moods = [control(project, name).accepted["mood"][0] for name in found]
    assert sorted(moods[:4]) == ["bad", "bad", "good", "good"]
    assert not Record.objects.filter(withheld=True).exists()
    assert set(Control.objects.values_list("state", flat=True)) == {"proposed"}
    assert audited(project) == []


def test_the_thresholds_are_ones_own(project):
    assert sorted(proposed(project, settled=controls.Settled(answers=5, share=0.8))) == [
        f"r{n}" for n in range(1, 8)
    ]
    Control.objects.all().delete()
    assert proposed(project, settled=controls.Settled(answers=6)) == []
    assert len(proposed(project, most=3)) == 3


def test_a_model_is_asked_for_its_probability(project):
    Consensus.objects.filter(record__external_id="r1").update(posterior=0.98)
    Consensus.objects.filter(record__external_id="r7").update(posterior=0.995)
    found = proposed(project)
    assert "r1" not in found
    assert "r7" in found


def test_what_was_declined_or_is_one_is_not_proposed_again(project):
    load(project, {"external_id": "r1", "answers": {"mood": "good"}})
    proposed(project)
    controls.retire(control(project, "r2"))
    assert proposed(project) == []


def test_a_reviewers_decision_settles(project, rita):
    mood = Question.objects.get(project=project)
    adjudicate(Record.objects.get(external_id="r7"), mood, value="good", by=rita)
    settle(project)
    assert "r7" in proposed(project)
    assert control(project, "r7").accepted == {"mood": ["good"]}


def test_approved_it_is_withheld_and_what_was_counted_stays(project):
    proposed(project)
    controls.activate(control(project, "r1"))
    assert audited(project) == []
    assert project.progress.counted == 30
    assert project.progress.records == 7


def test_all_required_questions_must_be_settled_and_texts_cannot(acme, olga):
    questions = [
        MOOD,
        MOOD | {"name": "second", "title": "S"},
        {"name": "words", "title": "Words", "kind": "text"},
    ]
    project = make_project(acme, olga, records=2, overlap=3, questions=questions)
    for place, person in enumerate(make_annotators(acme, 3)):
        both = {"mood": "good", "second": "bad", "words": f"w{place}"}
        give(project, person, r1=both, r2=both | {"second": "good" if place else "bad"})
    settle(project)
    assert proposed(project, settled=FEW) == ["r1"]
    assert control(project, "r1").accepted == {"mood": ["good"], "second": ["bad"]}


def test_a_mean_that_nobody_may_answer_is_not_proposed(acme, olga):
    number = {"name": "n", "title": "N", "kind": "number", "settings": {"whole": True}}
    project = make_project(acme, olga, records=2, overlap=3, questions=[number])
    for place, person in enumerate(make_annotators(acme, 3)):
        give(project, person, r1={"n": 4 + place}, r2={"n": 4 + (place == 0)})
    settle(project)
    assert proposed(project, settled=FEW) == ["r1"]
    assert control(project, "r1").accepted == {"n": [5]}
    assert control(project, "r1").tolerance["n"] == pytest.approx(1.1547, abs=1e-3)
