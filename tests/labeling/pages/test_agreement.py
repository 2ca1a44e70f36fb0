"""The page that takes the agreement on a question apart."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User, Workspace
from labeling.models import Reading
from labeling.pages.sparkline import HEIGHT, WIDTH, sparkline
from projects.models import Content, Project, Question
from tests.factories.labeling import assessed, give, settle
from tests.factories.projects import MOOD, make_project

WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def project(acme: Workspace, olga: User, ann: User, ben: User) -> Project:
    project = make_project(acme, olga, records=12, overlap=2, questions=[MOOD, WHY])
    give(project, ann, **{f"r{n}": {"mood": "good"} for n in range(1, 13)})
    give(project, ben, **{f"r{n}": {"mood": "good" if n > 3 else "bad"} for n in range(1, 13)})
    settle(project)
    assessed(project)
    return project


def page(client: Client, project: Project, query: str = "") -> str:
    answer = client.get(f"/projects/{project.pk}/agreement/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_has_slices_people_pairs_and_history(client: Client, project: Project, rita: User) -> None:
    client.force_login(rita)
    html = page(client, project)
    assert "Gwet’s AC1" in html
    assert '<th scope="row" class="slice">(none)</th>' in html
    assert '<td class="number">9 of 12</td>' in html
    assert 'title="9 of 12 common records">75 %</td>' in html
    assert "ann and ben" in html
    assert "Readings" in html
    assert "needs 30 records" in html


def test_it_keeps_to_the_policy_of_pages(client: Client, project: Project, rita: User) -> None:
    readings(Question.objects.get(project=project, name="mood"), 0.1, 0.2)
    client.force_login(rita)
    html = page(client, project)
    assert "<svg" in html
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html


def test_free_text_says_why_not(client: Client, project: Project, rita: User) -> None:
    client.force_login(rita)
    assert "There is no agreement to take apart: free text has no alpha" in page(
        client, project, "?question=why"
    )
    assert client.get(f"/projects/{project.pk}/agreement/?question=nothing").status_code == 404


def test_what_is_shown_of_metadata_is_text(client: Client, acme: Workspace, olga: User, rita: User) -> None:
    project = make_project(acme, olga, records=2, overlap=2)
    Content.objects.filter(record__project=project).update(metadata={"<b>k": "<i>v"}, batch="<u>b")
    client.force_login(rita)
    html = page(client, project, "?by=metadata.%3Cb%3Ek")
    assert "<b>k" not in html
    assert "&lt;b&gt;k" in html


def test_only_reviewers(client: Client, project: Project, ann: User) -> None:
    client.force_login(ann)
    assert client.get(f"/projects/{project.pk}/agreement/").status_code in (403, 404)
    assert client.get(f"/projects/{project.pk}/agreement/figures/").status_code == 404


def test_a_project_that_asks_nothing_yet(client: Client, acme: Workspace, olga: User) -> None:
    client.force_login(olga)
    assert "This campaign asks nothing yet" in page(client, make_project(acme, olga, questions=[]))


def readings(question: Question, *alphas: float | None) -> list[Reading]:
    Reading.objects.filter(question=question).delete()
    return Reading.objects.bulk_create(
        Reading(
            question=question,
            at=START + timedelta(hours=hours),
            alpha=alpha,
            low=None if alpha is None else alpha - 0.1,
            high=None if alpha is None else alpha + 0.1,
            records=10,
        )
        for hours, alpha in enumerate(alphas)
    )


def test_the_drawing_goes_from_the_first_to_the_last(project: Project) -> None:
    question = Question.objects.get(project=project, name="mood")
    drawn = sparkline(readings(question, 0.5, None, 1.0))
    assert drawn
    assert drawn.line == f"0,{HEIGHT / 2:g} {WIDTH},0"
    assert drawn.last == pytest.approx((WIDTH, 0))
    assert drawn.zero == pytest.approx(HEIGHT)
    assert 0 < drawn.firm < drawn.tentative < drawn.zero


def test_what_lies_below_chance_is_drawn(project: Project) -> None:
    drawn = sparkline(readings(Question.objects.get(project=project, name="mood"), -0.9, 0.5))
    assert drawn
    assert drawn.zero == pytest.approx(HEIGHT / 2)


def test_one_reading_is_no_line(project: Project) -> None:
    assert sparkline(readings(Question.objects.get(project=project, name="mood"), 0.5)) is None
    assert sparkline([]) is None
