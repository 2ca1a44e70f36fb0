"""The leaderboard as reviewers and as annotators get it, and what a rank rests on, line by line."""

import pytest
from django.template.defaultfilters import floatformat
from django.test import Client

from labeling.handles import handle
from labeling.models import Standing
from tests.factories.controls import add_controls, make_check, set_policy
from tests.factories.labeling import give, ranked, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

RECORDS = [f"r{n}" for n in range(1, 25)]


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=24, overlap=2)
    for who in (ann, ben):
        give(project, who, **{name: "bad" if name.endswith("2") else "good" for name in RECORDS})
    [one] = add_controls(project, 1)
    submit(project, make_check(one, ann), "good")
    ranked(project)
    return project


def page(user, project, path):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/projects/{project.pk}/{path}")


def test_annotators_see_ranks_and_numbers(project, ann):
    text = page(ann, project, "board/").content.decode()
    assert ">ann <" in text
    assert ">ben<" in text
    assert '<td class="number">25</td>' in text
    assert '<td class="number">24</td>' in text
    assert "Points" not in text
    assert page(ann, project, "board/?part").content.decode() in text


def test_points_where_the_policy_shows_them(project, ann):
    set_policy(project, standings={"shown": "points"})
    assert "Points" in page(ann, project, "board/").content.decode()


def test_nobody_is_named_where_handles_are_made_up(project, ann, ben, rita):
    set_policy(project, standings={"names": "handles"})
    ben.first_name, ben.last_name, ben.handle = "Benedict", "Cumber", "Benny"
    ben.save()
    text = page(ann, project, "board/?part").content.decode()
    assert handle(project.pk, ben.pk) in text
    for name in ("ben<", "Benedict", "Cumber", "Benny"):
        assert name not in text
    table = page(rita, project, "leaderboard/").content.decode()
    assert "Benny" in table
    assert handle(project.pk, ben.pk) in table
    assert handle(project.pk, ben.pk) in page(rita, project, f"standing/{ben.pk}/").content.decode()


def test_only_oneself_where_the_policy_says_so(project, ann):
    set_policy(project, standings={"shown": "own"})
    text = page(ann, project, "board/?part").content.decode()
    assert "ann" in text
    assert "ben" not in text
    assert "Rank</th>" not in text
    assert "rank" not in page(ann, project, "standing/").content.decode()


def test_what_the_points_are_made_of_line_by_line(project, ann, rita):
    text = page(rita, project, f"standing/{ann.pk}/").content.decode()
    parts = Standing.objects.get(annotator=ann).parts
    for name in ("agreement", "expected", "peer", "skill", "median", "quality", "low"):
        assert f">{floatformat(parts[name], 4)}<" in text, name
    assert f">{floatformat(parts['points'], 1)}<" in text
    assert (parts["labels"], parts["controls"], parts["hits"]) == (24, 1, 1)
    for line in ("Labels", "Controls hit", "Agreement with others", "Agreement by chance", "Lower bound"):
        assert f'<th scope="row">{line}</th>' in text


def test_the_lines_follow_from_each_other(project, ann):
    parts = Standing.objects.get(annotator=ann).parts
    labels = parts["compared"] * (parts["chance"] + (1 - parts["chance"]) * parts["skill"])
    right = 2 * parts["hits"] + labels + parts["prior"] * parts["median"]
    quality = right / (2 * parts["controls"] + parts["compared"] + parts["prior"])
    assert parts["skill"] == pytest.approx(min(1, parts["peer"] / parts["scale"]))
    assert parts["quality"] == pytest.approx(quality)
    assert parts["points"] == pytest.approx(
        parts["counted"] * (quality - parts["chance"]) / (1 - parts["chance"])
    )


def test_before_a_batch_there_are_no_points(acme, olga, cem, rita):
    project = make_project(acme, olga, records=1)
    give(project, cem, r1="good")
    settle(project)
    assert "come with the next batch" in page(rita, project, f"standing/{cem.pk}/").content.decode()


def test_what_a_rank_rests_on_is_for_reviewers(project, ann, ben, zoe):
    assert page(ann, project, f"standing/{ann.pk}/").status_code == 404
    assert page(zoe, project, f"standing/{ann.pk}/").status_code == 404
    assert page(zoe, project, "board/").status_code == 404


def test_the_first_page_counts_controls_as_work_and_shows_progress_of_the_batch(acme, olga, ann, ben):
    project = make_project(acme, olga, records=2, overlap=1)
    [one] = add_controls(project, 1)
    submit(project, make_check(one, ann), "bad")
    ranked(project)
    give(project, ben, r1="good")
    settle(project)
    client = Client()
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/").content.decode()
    assert "<strong>1</strong> by you" in text
    assert 'value="0" max="2"' in text
