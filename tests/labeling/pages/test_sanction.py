"""People in the browser: the reviewers' page, and what is over an annotator's desk."""

import pytest
from django.test import Client

from labeling.actions.sanction import appeal, confirm, impose, lift
from labeling.models import Queue, Sanction, Suspicion
from tests.factories.controls import add_controls, make_check
from tests.factories.labeling import answer, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=6, overlap=3)
    answer(project, ann)
    settle(project)
    return project


@pytest.fixture
def clicker(project, ann):
    for control in add_controls(project, 5):
        submit(project, make_check(control, ann), "bad")
    settle(project)
    return ann


def get(user, project, page):
    client = Client()
    client.force_login(user)
    return client.get(f"/projects/{project.pk}/{page}")


def post(user, project, page, **data):
    client = Client()
    client.force_login(user)
    return client.post(f"/projects/{project.pk}/{page}", data, follow=True)


def text(answer):
    return " ".join(answer.content.decode().split())


def imposed(project, annotator, kind, reason="Slow down."):
    return impose(
        project, annotator_id=annotator.pk, kind=kind, cause="reviewer", evidence={"reason": reason}
    )


@pytest.mark.parametrize("page", ["people/", "people/list/", "people/suspicions/", "rules/"])
def test_the_pages_about_people_are_for_reviewers(client, project, rita, ann, zoe, page):
    assert get(rita, project, page).status_code == 200
    assert get(ann, project, page).status_code == 403
    assert get(zoe, project, page).status_code == 404
    assert "/accounts/login/" in client.get(f"/projects/{project.pk}/{page}").headers["Location"]


def test_appeals_come_first_with_figures_and_as_text(project, clicker, ben, rita):
    appeal(Sanction.objects.get(), text=EVIL)
    imposed(project, ben, "warning")
    html = text(get(rita, project, "people/"))
    assert html.index("<h3>ann</h3>") < html.index("<h3>ben</h3>")
    assert "0 of 5" in html
    assert EVIL not in html
    assert "&lt;script&gt;" in html
    assert " style=" not in html
    assert text(get(rita, project, "people/list/")).count('class="sanction"') == 2


def test_a_verdict_in_the_browser(project, clicker, rita):
    pk = Sanction.objects.get().pk
    html = text(post(rita, project, f"people/{pk}/confirm/", note="So it is."))
    assert "It stands; ann is told so." in html
    assert Sanction.objects.get().verdict == "confirmed"
    assert f"/people/{pk}/lift/" in html, "it may still be lifted"
    assert "ann is told that it is lifted." in text(post(rita, project, f"people/{pk}/lift/"))
    assert Queue.objects.get(annotator=clicker).stage == "working"
    assert "has been decided already" in text(post(rita, project, f"people/{pk}/confirm/"))


def test_annotators_decide_nothing(project, clicker):
    pk = Sanction.objects.get().pk
    assert post(clicker, project, f"people/{pk}/lift/").status_code == 403
    assert (
        post(clicker, project, "people/impose/", annotator="ben", kind="pause", reason="x").status_code == 403
    )
    assert Sanction.objects.get().verdict == ""


def test_pausing_somebody_by_hand(project, rita, ben):
    sent = {"annotator": "ben", "kind": "pause", "reason": "Call me."}
    assert "ben is paused." in text(post(rita, project, "people/impose/", **sent))
    assert Queue.objects.get(annotator=ben).stage == "paused"
    twice = post(rita, project, "people/impose/", **sent)
    assert (twice.status_code, "ben is paused already." in text(twice)) == (422, True)
    nobody = post(rita, project, "people/impose/", **sent | {"annotator": "zoe"})
    assert (nobody.status_code, "Nobody of this name" in text(nobody)) == (422, True)


def test_suspicions_are_shown_as_text(project, rita, ann, ben):
    Suspicion.objects.create(
        project=project, annotator=ann, other=ben, kind="pair", weight=7.5, sentence=f"Alike {EVIL}",
        found_at="2030-01-01T00:00Z",
    )  # fmt: skip
    html = text(get(rita, project, "people/suspicions/"))
    assert "Two who err alike" in html
    assert "ann and ben" in html
    assert EVIL not in html


class TestDesk:
    def test_the_desk_fetches_what_is_ones_own(self, project, ann):
        html = text(get(ann, project, "label/"))
        assert f'hx-get="/projects/{project.pk}/sanction/"' in html
        assert 'data-idle-for="held_back"' in html
        assert 'data-idle-for="excluded"' in html

    def test_nothing_where_nothing_is(self, project, ann):
        assert text(get(ann, project, "sanction/")) == ""

    def test_a_pause_says_why_and_takes_an_appeal(self, project, clicker, ben):
        html = text(get(clicker, project, "sanction/"))
        assert "You are paused" in html
        assert "0 of 5" in html
        assert "I have read it" not in html
        assert text(get(ben, project, "sanction/")) == ""
        post(clicker, project, "sanction/appeal/", text="My cat.")
        html = text(get(clicker, project, "sanction/"))
        assert "You have appealed" in html
        assert "<textarea" not in html
        assert post(ben, project, "sanction/appeal/", text="For ann.").status_code == 403

    def test_an_empty_appeal_is_none(self, project, clicker):
        client = Client(headers={"HX-Request": "true"})
        client.force_login(clicker)
        answer = client.post(f"/projects/{project.pk}/sanction/appeal/", {"text": " "})
        assert "Write why" in text(answer)
        assert Sanction.objects.get().appealed_at is None

    def test_the_verdict_comes_with_its_note(self, project, clicker, rita):
        confirm(Sanction.objects.get(), by=rita, note=f"No. {EVIL}")
        html = text(get(clicker, project, "sanction/"))
        assert "You are paused, and that stands" in html
        assert "No. &lt;script&gt;" in html
        assert "<textarea" not in html
        lift(Sanction.objects.get(), by=rita, note="Welcome back.")
        html = text(get(clicker, project, "sanction/"))
        assert "Your pause is lifted" in html
        assert "Welcome back." in html
        assert post(clicker, project, "sanction/dismiss/").redirect_chain
        assert text(get(clicker, project, "sanction/")) == ""

    def test_a_warning_is_shown_once(self, project, ann):
        imposed(project, ann, "warning", f"Slow down {EVIL}")
        html = text(get(ann, project, "sanction/"))
        assert "A warning" in html
        assert "Slow down &lt;script&gt;" in html
        client = Client(headers={"HX-Request": "true"})
        client.force_login(ann)
        assert text(client.post(f"/projects/{project.pk}/sanction/dismiss/")) == ""
        assert Sanction.objects.get().seen_at
