import pytest
from celery import current_app
from django.db import transaction

from labeling import events
from labeling.models import Event
from projects.actions import project as projects
from projects.actions import state
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def woken(monkeypatch):
    """How often the courier was woken."""
    calls = []
    monkeypatch.setattr(events, "_quiet_until", 0.0)
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: calls.append((name, options)))
    return calls


def test_an_event_wakes_the_courier_when_it_is_there_to_be_seen(
    acme, olga, woken, django_capture_on_commit_callbacks
):
    project = make_project(acme, olga)
    with django_capture_on_commit_callbacks(execute=True):
        events.record(Event.Kind.SUBMITTED, project_id=project.pk, record_id=1)
        assert woken == []
    assert woken == [("labeling.tasks.deliver_events", {"expires": 5})]


def test_many_events_wake_it_once(acme, olga, woken, django_capture_on_commit_callbacks):
    project = make_project(acme, olga)
    for _ in range(5):
        with django_capture_on_commit_callbacks(execute=True):
            events.project_changed(project.pk)
    assert len(woken) == 1


def test_what_is_rolled_back_leaves_no_event(acme, olga):
    project = make_project(acme, olga)
    before = Event.objects.count()
    with transaction.atomic():
        events.project_changed(project.pk)
        transaction.set_rollback(True)
    assert Event.objects.count() == before


def test_labelling_hears_of_changes_to_projects(acme, olga):
    project = make_project(acme, olga, records=1)
    Event.objects.all().delete()
    projects.edit(project, name="Another name")
    state.pause(project)
    assert list(Event.objects.values_list("project", "kind")) == [(project.pk, "changed")] * 2
