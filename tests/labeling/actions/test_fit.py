from typing import Any

import pytest
from django.utils import timezone

from labeling.actions.assessment import assess, due
from labeling.models import Consensus, Control, Event, Fit, Policy, Progress, Skill
from projects.actions.project import edit
from projects.models import Record
from tests.factories.labeling import answer, assessed, audited, give, make_annotators, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def policy(project, **settings):
    Policy.objects.update_or_create(project=project, defaults={"settings": settings})
    project.refresh_from_db()
    return project


def accuracy(username):
    found = Skill.objects.get(annotator__username=username).accuracy
    assert found is not None
    return found


@pytest.fixture
def crowd(acme, olga):
    """Three who tell the odd records from the even ones, and two who always say "bad"; six even records first."""
    project = make_project(acme, olga, records=12, overlap=5)
    for number, annotator in enumerate(make_annotators(acme, 5)):
        moods = {f"r{n}": "good" if n % 2 and number < 3 else "bad" for n in range(1, 13)}
        give(project, annotator, **moods)
    settle(project)
    return project


def test_skills_tell_who_knows_from_who_always_says_the_same(crowd):
    assessed(crowd)
    skills: Any = dict(Skill.objects.values_list("annotator__username", "informativeness"))
    assert all(skills[f"crowd{n}"] > 0.5 for n in (1, 2, 3))
    assert all(skills[f"crowd{n}"] < 0.2 for n in (4, 5))
    fit = Fit.objects.get()
    assert (fit.parameters["values"], fit.answers) == (["good", "bad"], 60)
    assert audited(crowd) == []


@pytest.mark.parametrize("method", ["dawid_skene", "weighted"])
def test_what_is_known_of_people_outweighs_their_number(crowd, method, acme):
    """Three who know say "good", three who always say "bad" do: no majority."""
    policy(crowd, aggregation={"method": method})
    edit(crowd, overlap=6)
    give(crowd, make_annotators(acme, 1, prefix="late")[0], **{f"r{n}": "bad" for n in range(1, 13)})
    settle(crowd)
    assert Consensus.objects.get(record__external_id="r1").value is None
    assessed(crowd)
    found = Consensus.objects.get(record__external_id="r1")
    assert (found.value, found.method) == ("good", method)
    assert len(found.basis["responses"]) == 6
    assert found.basis["fit"] == Fit.objects.get().fitted_at.isoformat()
    assert audited(crowd) == []


@pytest.mark.parametrize("method", ["dawid_skene", "weighted"])
def test_a_campaign_at_rest_stays_at_rest_and_another_policy_is_followed(crowd, method):
    policy(crowd, aggregation={"method": method})
    assessed(crowd)
    Progress.objects.update(assess_due_at=timezone.now())
    assert assess(crowd.pk)
    assert not Event.objects.exists()

    policy(crowd, aggregation={"method": "majority"})
    assessed(crowd)
    assert set(Consensus.objects.values_list("method", flat=True)) == {"majority"}
    assert audited(crowd) == []


def test_one_answer_a_record_is_no_basis_for_a_model(acme, olga, ann):
    project = make_project(acme, olga, records=2, overlap=1)
    answer(project, ann)
    settle(project)
    assessed(project)
    assert not Fit.objects.exists()
    assert not Skill.objects.exists()


def test_a_control_teaches_what_is_true(crowd, olga):
    """All but one are wrong on a record: as a control it tells that one from the others."""
    record = Record.objects.get(external_id="r2")
    Control.objects.create(record=record, project=crowd, accepted={"mood": ["good"]}, created_by=olga)
    assessed(crowd)
    before = accuracy("crowd1")
    Control.objects.update(state="suspended")
    assessed(crowd)
    assert accuracy("crowd1") > before


def test_it_is_due_when_something_changed_and_its_time_has_come(crowd):
    assert due() == [crowd.pk]
    assert assess(crowd.pk)
    assert due() == []
    assert not assess(crowd.pk)
    Progress.objects.update(assess_due_at="2020-01-01T00:00Z")
    assert due() == []
    Event.objects.all().delete()
