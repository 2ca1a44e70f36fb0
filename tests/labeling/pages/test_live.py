"""What the pages say about answers that people gave."""

import pytest
from django.test import Client

from accounts.models import User, Workspace
from labeling.actions.assignment import flag
from projects.models import Project
from tests.factories.labeling import answer, opened, row, settle
from tests.factories.projects import make_project


@pytest.fixture
def project(acme: Workspace, olga: User, ann: User, ben: User) -> Project:
    """Ann and Ben answered both records, differently on one; of three wanted answers each."""
    project = make_project(acme, olga, records=2, overlap=3)
    for annotator, moods in ((ann, ("good", "bad")), (ben, ("good", "good"))):
        for mood in moods:
            answer(project, annotator, mood)
    settle(project)
    return project


def fragment(client: Client, project: Project, name: str) -> str:
    return " ".join(client.get(f"/projects/{project.pk}/{name}/").content.decode().split())


def test_progress_counts_answers(client: Client, project: Project, olga: User) -> None:
    client.force_login(olga)
    html = fragment(client, project, "progress")
    assert "4 <small>of 6</small>" in html
    assert "66 %" in html


def test_agreement_says_what_the_figure_rests_on(client: Client, project: Project, olga: User) -> None:
    client.force_login(olga)
    html = fragment(client, project, "agreement/figures")
    assert '<td class="number">2</td> <td class="number">4</td>' in html


def test_agreement_says_why_there_is_none(client: Client, acme: Workspace, olga: User) -> None:
    client.force_login(olga)
    assert "no record has two answers yet" in fragment(client, make_project(acme, olga), "agreement/figures")


def test_the_leaderboard_names_everybody(client: Client, project: Project, olga: User) -> None:
    client.force_login(olga)
    html = fragment(client, project, "leaderboard")
    assert "ann" in html
    assert "ben" in html


def test_activity_shows_answers_in_words(client: Client, project: Project, olga: User) -> None:
    client.force_login(olga)
    html = fragment(client, project, "activity")
    assert html.count("<li>") == 4
    assert html.index("ben") < html.index("ann")


def test_flags_show_reasons_as_text(client: Client, project: Project, olga: User, cem: User) -> None:
    flag(row(opened(project, cem)), reason="<b>empty</b>")
    client.force_login(olga)
    assert "&lt;b&gt;empty" in fragment(client, project, "flags")


def test_a_standing_is_ones_own(client: Client, project: Project, ann: User, cem: User) -> None:
    client.force_login(ann)
    assert 'data-own-count="2"' in fragment(client, project, "standing")
    client.force_login(cem)
    assert 'data-own-count="0"' in fragment(client, project, "standing")


def test_home_has_cards_for_annotators_and_a_table_for_organizers(
    client: Client, project: Project, ann: User, olga: User
) -> None:
    client.force_login(ann)
    assert "Go on labelling" in client.get("/").content.decode()
    client.force_login(olga)
    html = client.get("/").content.decode()
    assert f'href="/projects/{project.pk}/"' in html
    assert "66 %" in html


def test_home_says_what_to_do_where_there_is_nothing(
    client: Client, acme: Workspace, olga: User, ann: User
) -> None:
    client.force_login(olga)
    assert "/projects/new/?workspace=acme" in client.get("/").content.decode()
    client.force_login(ann)
    assert "Nothing to label yet" in client.get("/").content.decode()


def test_home_asks_the_database_as_often_for_ten_campaigns_as_for_one(
    client: Client, project: Project, acme: Workspace, olga: User, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(olga)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for _ in range(9):
        make_project(acme, olga, records=1)
    with django_assert_num_queries(len(one)):
        client.get("/")
