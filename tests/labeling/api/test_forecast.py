import pytest

from tests.factories.labeling import api, assessed, give, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    made = make_project(acme, olga, records=4, overlap=3)
    settle(made)
    return made


def path(project):
    return f"/api/v1/projects/{project.pk}/forecast"


def test_reviewers_read_it(project, rita, ann):
    before = api(rita).get(path(project)).json()
    assert before["answers"] == {"low": 12.0, "expected": 12.0, "high": 12.0}
    assert before["finish"] is None
    assert before["counted_at"] is None
    assert before["assumed"] == {"seconds": 30.0, "hours": 1.0, "accuracy": 0.8}
    give(project, ann, r1="good")
    assessed(project)
    after = api(rita).get(path(project)).json()
    assert after["answers"]["expected"] == 11
    assert after["counted_at"]
    assert any(note.startswith("Only 1 people") for note in after["notes"])


def test_assumptions_may_be_named_within_bounds(project, rita):
    slow = api(rita).get(path(project), {"seconds": 600}).json()
    assert slow["assumed"]["seconds"] == 600
    assert slow["hours"]["expected"] > 10 * api(rita).get(path(project)).json()["hours"]["expected"]
    refused = api(rita).get(path(project), {"accuracy": 2})
    assert refused.status_code == 400
    assert api(rita).get(path(project), {"seconds": "nan"}).status_code == 400


def test_it_is_not_for_annotators_or_outsiders(project, ann, zoe):
    assert [api(user).get(path(project)).status_code for user in (ann, zoe, None)] == [404, 404, 401]
