import pytest
from django.http import Http404

from accounts.errors import NotAllowed
from accounts.models import Role
from accounts.rules import MANAGE, REVIEW
from projects.models import State
from projects.rules import (
    labelled_by,
    organized_by,
    project_of,
    records_reviewed_by,
    reviewed_by,
    seen_by,
    uploads_of,
)
from tests.factories.projects import make_project

RULES = (seen_by, labelled_by, reviewed_by, organized_by)


@pytest.mark.parametrize(
    ("who", "draft", "running"),
    [
        ("olga", "seen_by reviewed_by organized_by", "seen_by labelled_by reviewed_by organized_by"),
        ("otto", "seen_by reviewed_by organized_by", "seen_by labelled_by reviewed_by organized_by"),
        ("rita", "seen_by reviewed_by", "seen_by labelled_by reviewed_by"),
        ("ann", "", "seen_by labelled_by"),
        ("zoe", "", ""),
    ],
)
def test_who_may_what_with_a_draft_and_a_running_project(request, acme, olga, who, draft, running):
    user = request.getfixturevalue(who)
    for state, allowed in ((State.DRAFT, draft), (State.RUNNING, running)):
        project = make_project(acme, olga, state=state)
        found = [rule.__name__ for rule in RULES if rule(user).filter(pk=project.pk).exists()]
        assert " ".join(found) == allowed


@pytest.mark.parametrize(("who", "sees"), [("rita", True), ("ann", False), ("zoe", False)])
def test_only_reviewers_see_records(request, acme, olga, who, sees):
    make_project(acme, olga, records=2)

    assert records_reviewed_by(request.getfixturevalue(who)).exists() is sees


def test_a_project_comes_with_ones_role(acme, olga, rita, ann, zoe):
    project = make_project(acme, olga)

    assert vars(project_of(rita, pk=project.pk, roles=REVIEW))["role"] == Role.REVIEWER
    with pytest.raises(NotAllowed):
        project_of(rita, pk=project.pk, roles=MANAGE)
    with pytest.raises(NotAllowed):
        project_of(ann, pk=project.pk, roles=REVIEW)
    with pytest.raises(Http404):
        project_of(zoe, pk=project.pk)


def test_reviewers_see_no_uploads(acme, olga, rita):
    make_project(acme, olga).uploads.create(filename="x.csv", created_by=olga)

    assert uploads_of(olga).exists()
    assert not uploads_of(rita).exists()
