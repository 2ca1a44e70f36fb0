"""Excluding and restoring in the browser: what it changes is shown first, and shown again if that changes."""

import re
from datetime import UTC, datetime

import pytest

from labeling.models import Exclusion, Response
from projects.models import Record
from tests.factories.controls import add_controls, make_check
from tests.factories.labeling import audited, give, opened, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    """Cem answers against Ann and Ben, and decides r3 between them."""
    project = make_project(acme, olga, records=4, overlap=3)
    give(project, ann, r1="good", r2="good", r3="good")
    give(project, ben, r1="good", r2="good", r3="bad")
    give(project, cem, r1="bad", r2="bad", r3="bad")
    settle(project)
    return project


@pytest.fixture
def signed_in(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def page(signed_in, project):
    """Gets the page, or sends its form."""

    def page(query="", **sent):
        address = f"/projects/{project.pk}/exclusions/{query}"
        body = {"span": "all", "reason": "Answers at random."} | sent
        return text(signed_in.post(address, body, follow=True) if sent else signed_in.get(address))

    return page


@pytest.fixture
def preview(signed_in, project):
    def preview(**sent):
        answer = signed_in.post(f"/projects/{project.pk}/exclusions/preview/", {"span": "all", **sent})
        assert answer.status_code == 200
        return text(answer)

    return preview


def text(answer):
    return answer.content.decode()


def mark(html):
    [found] = re.findall(r'name="shown" value="(\w*)"', html)
    return found


def figures(html):
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([\d,]+)</dd>", html))


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("otto", 200), ("rita", 200), ("ann", 403), ("zoe", 404)]
)
@pytest.mark.parametrize(("method", "part"), [("get", ""), ("get", "list/"), ("post", "preview/")])
def test_is_for_reviewers(client, request, project, who, status, method, part):
    client.force_login(request.getfixturevalue(who))
    answer = getattr(client, method)(f"/projects/{project.pk}/exclusions/{part}")
    assert answer.status_code == status


def test_nobody_restores_who_does_not_review(client, project, page, ann, zoe):
    page(annotator="cem", shown=mark(page("?annotator=cem")))
    made = Exclusion.objects.get()
    for user, status in ((ann, 403), (zoe, 404)):
        client.force_login(user)
        address = f"/projects/{project.pk}/exclusions/{made.pk}/restore/"
        assert client.post(address).status_code == status
    assert Exclusion.objects.get().restored_at is None


def test_keeps_to_the_policy(page):
    page(annotator="cem", shown=mark(page("?annotator=cem")))
    for html in (page(), page("?annotator=ben")):
        assert not re.search(r"<style|<script>| style=| on[a-z]+=", html)


def test_there_is_nothing_yet(page):
    html = page()
    assert "Nothing is excluded" in html
    assert "Choose whose answers" in html


def test_comes_with_somebody_and_shows_what_would_change(page):
    html = page("?annotator=cem")
    assert '<option value="cem" selected>' in html
    assert figures(html) == {
        "Answers": "3", "Records": "3", "Open again": "3", "Person": "1", "Others on these": "2", "Consensus changes": "1",
    }  # fmt: skip
    assert re.search(r"r3</th><td>Mood</td><td>bad</td><td><span[^>]*>undecided", html)
    assert "<strong>cem</strong> is dealt nothing more" in html


def test_with_somebody_unknown_it_is_the_empty_form(page):
    assert "Choose whose answers" in page("?annotator=<script>")


def test_excludes_what_was_shown_and_restores_it(page, preview, project, signed_in):
    html = page(annotator="cem", shown=mark(preview(annotator="cem")))
    assert "3 answers excluded. cem is dealt nothing more." in html
    assert "Answers at random." in html
    made = Exclusion.objects.get()
    assert (made.whole, made.summary["flipped"], made.made_by.username) == (True, 1, "rita")
    assert audited(project) == []
    html = text(signed_in.post(f"/projects/{project.pk}/exclusions/{made.pk}/restore/", follow=True))
    assert "cem restored: the answers count again." in html
    assert '<span class="badge">Restored</span>' in html
    assert audited(project) == []
    assert not Response.objects.filter(counted=False).exists()


def test_shows_it_first_without_a_script(page):
    html = page(annotator="cem")
    assert "press Exclude once more" in html
    assert not Exclusion.objects.exists()
    page(annotator="cem", shown=mark(html))
    assert Exclusion.objects.exists()


@pytest.mark.parametrize("change", [{"annotator": "ben"}, {"record": "r1"}, "answers"])
def test_shows_it_again_where_something_else_would_be_done(page, preview, project, cem, change):
    seen, sent = mark(preview(annotator="cem")), {"annotator": "cem"}
    if change == "answers":
        submit(project, opened(project, cem))
        settle(project)
    else:
        sent |= change
    html = page(**sent, shown=seen)
    assert "press Exclude once more" in html
    assert not Exclusion.objects.exists()


def test_sent_twice_it_says_that_nothing_is_left(page, preview):
    sent = {"annotator": "cem", "record": "r1"}
    sent["shown"] = mark(preview(**sent))
    assert "1 answer excluded." in page(**sent)
    assert "nothing would change" in page(**sent)
    assert Exclusion.objects.count() == 1


def test_a_reason_is_asked_for(page, preview, signed_in, project):
    seen = mark(preview(annotator="cem"))
    answer = signed_in.post(
        f"/projects/{project.pk}/exclusions/",
        {"annotator": "cem", "span": "all", "reason": " ", "shown": seen},
    )
    assert answer.status_code == 422
    assert "This field is required." in text(answer)
    assert figures(text(answer))["Answers"] == "3"
    assert not Exclusion.objects.exists()


def test_since_a_time_in_the_readers_zone(page, preview, ann):
    for name, at in (("r1", "2026-03-01T10:59:00Z"), ("r2", "2026-03-01T11:01:00Z")):
        Response.objects.filter(annotator=ann, record__external_id=name).update(submitted_at=at)
    since = {"annotator": "ann", "span": "since", "since": "2026-03-01T12:00", "zone": "Europe/Berlin"}
    assert figures(preview(**since))["Answers"] == "2"
    assert figures(preview(**since | {"zone": ""}))["Answers"] == "1"
    assert "1 answer excluded." not in page(**since, shown=mark(preview(**since)))
    made = Exclusion.objects.get()
    assert made.since == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert (made.whole, made.until) == (False, made.made_at)


def test_since_the_last_control_passed(preview, project, cem):
    [control] = add_controls(project, 1)
    assert "has passed no control yet" in preview(annotator="cem", span="control")
    submit(project, make_check(control, cem), "good")
    submit(project, opened(project, cem), "bad")
    assert figures(preview(annotator="cem", span="control"))["Answers"] == "1"


def test_a_record(page, preview):
    assert figures(preview(record="r1"))["People"] == "3"
    page(record="r1", shown=mark(preview(record="r1")))
    assert Exclusion.objects.get().record == Record.objects.get(external_id="r1")


def test_a_control_leads_to_its_page(page, preview, project, cem):
    [control] = add_controls(project, 1)
    submit(project, make_check(control, cem), "bad")
    html = preview(record="c1")
    assert "it was failed by cem" in html
    assert f'href="/projects/{project.pk}/controls/{control.pk}/"' in html
    assert "suspend it" in page(record="c1", shown=mark(html))
    assert not Exclusion.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose whose answers"),
        ({"record": "r99"}, "no record with this external id"),
        ({"record": "r4"}, "nothing would change"),
        ({"record": "\0"}, "Null characters"),
        ({"annotator": "zoe"}, "Select a valid choice"),
        ({"annotator": "cem", "span": "since"}, "Say since when"),
        ({"annotator": "cem", "span": "since", "since": "0001-01-01T00:00"}, "Say since when"),
        ({"annotator": "cem", "span": "some"}, "Select a valid choice"),
        ({"span": "control"}, "Choose whose controls"),
        (
            {"annotator": "cem", "span": "since", "since": "2030-01-01T00:00", "zone": "../etc"},
            "nothing would change",
        ),
    ],
)
def test_says_what_is_missing(preview, sent, says):
    assert says in preview(**sent)


def test_what_people_write_is_escaped(page, preview):
    html = page(annotator="cem", reason="<b>bold</b>", shown=mark(preview(annotator="cem")))
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>bold" not in html


def test_the_leaderboard_leads_here(signed_in, project):
    html = text(signed_in.get(f"/projects/{project.pk}/leaderboard/"))
    assert f'href="/projects/{project.pk}/exclusions/?annotator=cem"' in html
