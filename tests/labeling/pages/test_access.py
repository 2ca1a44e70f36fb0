"""Who gets which page; outsiders do not learn that a project exists."""

import pytest
from django.test import Client

from accounts.models import User, Workspace
from projects.models import Project, State
from tests.factories.projects import make_project

REVIEWED = ["progress", "forecast", "agreement/figures", "leaderboard", "flags", "activity"]


@pytest.fixture
def project(acme: Workspace, olga: User) -> Project:
    return make_project(acme, olga, records=2, guidelines="Be **fair**. <script>alert(1)</script>")


@pytest.mark.parametrize("page", ["", "label/", "standing/", *(f"{part}/" for part in REVIEWED)])
def test_nobody_gets_in_without_signing_in(client: Client, project: Project, page: str) -> None:
    address = f"/projects/{project.pk}/{page}"
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("page", ["", "label/", "standing/", *(f"{part}/" for part in REVIEWED)])
def test_outsiders_find_nothing(client: Client, project: Project, zoe: User, page: str) -> None:
    client.force_login(zoe)
    assert client.get(f"/projects/{project.pk}/{page}").status_code == 404


@pytest.mark.parametrize("part", REVIEWED)
def test_annotators_do_not_see_what_others_did(
    client: Client, project: Project, ann: User, part: str
) -> None:
    client.force_login(ann)
    assert client.get(f"/projects/{project.pk}/{part}/").status_code == 404


@pytest.mark.parametrize("part", REVIEWED)
def test_reviewers_do(client: Client, project: Project, rita: User, part: str) -> None:
    client.force_login(rita)
    assert client.get(f"/projects/{project.pk}/{part}/").status_code == 200


def test_annotators_are_sent_from_the_overview_to_their_desk(
    client: Client, project: Project, ann: User
) -> None:
    client.force_login(ann)
    assert client.get(f"/projects/{project.pk}/").headers["Location"] == f"/projects/{project.pk}/label/"


def test_a_draft_is_for_those_who_prepare_it(client: Client, acme: Workspace, olga: User, ann: User) -> None:
    draft = make_project(acme, olga, state=State.DRAFT)
    client.force_login(ann)
    assert client.get(f"/projects/{draft.pk}/label/").status_code == 404
    client.force_login(olga)
    assert client.get(f"/projects/{draft.pk}/label/").status_code == 200


def test_reviewers_get_no_buttons_that_change_the_project(
    client: Client, project: Project, rita: User, olga: User
) -> None:
    start = f"/projects/{project.pk}/pause/"
    client.force_login(rita)
    assert start not in client.get(f"/projects/{project.pk}/").content.decode()
    client.force_login(olga)
    assert start in client.get(f"/projects/{project.pk}/").content.decode()


def test_guidelines_are_sanitised_on_the_desk(client: Client, project: Project, ann: User) -> None:
    client.force_login(ann)
    page = client.get(f"/projects/{project.pk}/label/").content.decode()
    assert "Be <strong>fair</strong>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("page", ["/", "/projects/{}/", "/projects/{}/label/"])
def test_pages_keep_to_their_own_policy(client: Client, project: Project, olga: User, page: str) -> None:
    client.force_login(olga)
    answer = client.get(page.format(project.pk))
    html = answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
