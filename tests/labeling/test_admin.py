"""The operator's view of the outbox."""

import pytest
from django.urls import reverse

from labeling.models import Event
from tests.factories.accounts import make_user
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def parked(acme, olga):
    project = make_project(acme, olga)
    Event.objects.all().delete()
    return Event.objects.create(
        kind=Event.Kind.SUBMITTED, project=project, attempts=5, parked=True, error="ValueError: not this one"
    )


def test_parked_events_are_listed_with_their_error_and_tried_again(client, parked):
    client.force_login(make_user("operator", is_staff=True, is_superuser=True))
    events = reverse("admin:labeling_event_changelist")
    assert b"ValueError: not this one" in client.get(events).content

    client.post(events, {"action": "release", "_selected_action": [parked.pk]})

    parked.refresh_from_db()
    assert (parked.parked, parked.attempts) == (False, 0)


def test_members_do_not_see_the_outbox(client, parked, olga):
    client.force_login(olga)
    assert client.get(reverse("admin:labeling_event_changelist")).status_code == 302
