import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.actions import user as users
from accounts.models import Member, Role, User
from labeling import reactions
from labeling.actions.assignment import Opened, open_next
from labeling.demo.seed import HEAD_START, seed
from labeling.models import Progress, Response
from labeling.queries.audit import audit
from projects.models import Project, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def logins(tmp_path: Path) -> Path:
    return tmp_path / "demo-logins.txt"


def rows(logins: Path) -> dict[str, tuple[str, str]]:
    """Role and password by user name."""
    head, *lines = (line.split() for line in logins.read_text().splitlines())
    assert head == ["role", "username", "password"]
    return {name: (role, password) for role, name, password in lines}


def test_a_newcomer_signs_in_and_labels_real_responses(logins: Path):
    assert seed(logins)
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    found = rows(logins)
    assert {name: role for name, (role, _) in found.items()} == {
        "organizer": "Owner",
        "reviewer": "Reviewer",
        "annotator": "Annotator",
    }
    for name, (role, password) in found.items():
        assert authenticate(username=name, password=password) == User.objects.get(username=name)
        assert Member.objects.get(user__username=name).role == Role[role.upper()]

    projects = {project.name: project for project in Project.objects.all()}
    assert {project.state for project in projects.values()} == {State.RUNNING}
    comparison = projects["Which AI is better?"]
    assert (comparison.records.count(), comparison.overlap) == (2139, 3)
    opened = open_next(comparison, annotator=User.objects.get(username="annotator"))
    assert isinstance(opened, Opened)
    assert opened.fields.keys() == {"prompt", "response_a", "response_b"}, (
        "which model wrote what stays hidden"
    )


def test_there_is_something_to_see_and_it_adds_up(logins: Path):
    seed(logins)
    project = Project.objects.get(name="Textual entailment")
    assert Response.objects.filter(project=project, counted=True).count() == 5 * HEAD_START
    assert not User.objects.filter(username__startswith="crowd-", is_active=True).exists()
    while reactions.deliver(project.pk).more:
        pass
    assert Progress.objects.get(project=project).complete == HEAD_START
    assert audit(project) == []


def test_it_is_done_once(logins: Path):
    seed(logins)
    before = logins.read_text()
    assert not seed(logins)
    assert logins.read_text() == before
    assert Project.objects.count() == 2


def test_lost_passwords_are_made_anew(logins: Path):
    seed(logins)
    old = rows(logins)
    logins.unlink()
    assert not seed(logins)
    for name, (_, password) in rows(logins).items():
        assert password != old[name][1]
        assert authenticate(username=name, password=password)


def test_where_somebody_has_the_names_nothing_is_made(
    logins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    users.create(username="reviewer")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with pytest.raises(CommandError, match="reviewer"):
        call_command("seed_demo")
    assert not logins.exists()
    assert not Member.objects.exists()
    assert {user.username for user in User.objects.all()} == {"reviewer"}
    assert not Project.objects.exists()
