"""Controls in the browser: who sees them, what is said of them, loading, proposing, editing."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from labeling.actions import control as controls
from labeling.models import Control
from projects.models import Record
from tests.factories.controls import add_controls, control, load, make_check
from tests.factories.labeling import audited, give, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, otto, rita, ann, ben, cem):
    return make_project(acme, olga, records=4)


@pytest.fixture
def page(client, project, otto):
    """Gets one of the pages, or sends a form to it."""
    client.force_login(otto)

    def page(part="", method="get", **sent):
        address = f"/projects/{project.pk}/controls/{part}"
        return getattr(client, method)(address, sent, **({"follow": True} if method == "post" else {}))

    return page


def text(answer):
    return " ".join(answer.content.decode().split())


PARTS = [("get", ""), ("get", "list/"), ("post", "propose/"), ("get", "{r1}/"), ("post", "{c1}/suspend/")]
MANAGED = [("post", "load/"), ("post", "{r1}/"), ("post", "{c1}/unmark/")]


@pytest.mark.parametrize(
    ("who", "reviews", "manages"),
    [("olga", 200, 200), ("otto", 200, 200), ("rita", 200, 403), ("ann", 403, 403), ("zoe", 404, 404)],
)
def test_reviewers_see_and_decide_and_organizers_change(client, request, project, who, reviews, manages):
    add_controls(project, 1)
    numbers = {name: Record.objects.get(external_id=name).pk for name in ("r1", "c1")}
    client.force_login(request.getfixturevalue(who))
    for parts, status in ((PARTS, reviews), (MANAGED, manages)):
        for method, part in parts:
            address = f"/projects/{project.pk}/controls/{part.format(**numbers)}"
            answer = getattr(client, method)(address, follow=True)
            # A form without anything in it is refused as such.
            assert answer.status_code in ({status, 422} if status == 200 else {status}), (method, part)


def test_annotators_get_no_tab(client, project, ann, rita):
    tab = f'href="/projects/{project.pk}/controls/"'
    client.force_login(rita)
    assert tab in text(client.get(f"/projects/{project.pk}/"))
    client.force_login(ann)
    assert "ontrols/" not in text(client.get(f"/projects/{project.pk}/", follow=True))


def test_says_what_controls_are_and_how_many_are_wise(page):
    html = text(page())
    assert "No controls yet" in html
    assert "About 32 would be wise" in html


def test_keeps_to_the_policy(page, project):
    add_controls(project, 1)
    for part in ("", "list/", f"{control(project, 'c1').pk}/"):
        assert not re.search(r"<style|<script>| style=| on[a-z]+=", text(page(part)))


def test_shows_figures_and_what_is_right(page, project, ann, ben):
    add_controls(project, 2, mood=["good", "bad"])
    add_controls(project, 1, mood="good")
    for person, mood in ((ann, "good"), (ben, "bad")):
        submit(project, make_check(control(project, "c1"), person), mood)
    settle(project)
    html = text(page())
    assert "c1" in html
    assert '2 <span class="muted">of 30</span>' in html
    assert '50 % <span class="muted">of 2</span>' in html
    assert '<span dir="auto">good</span> <span class="muted">or</span> <span dir="auto">bad</span>' in html


def test_only_those_in_a_state(page, project):
    add_controls(project, 2)
    controls.suspend(control(project, "c2"))
    html = text(page(state="suspended"))
    assert ">c2</a>" in html
    assert ">c1</a>" not in html
    assert 'Suspended <span class="count">1</span>' in html
    assert ">c1</a>" in text(page(state="nonsense"))


def test_in_pages(page, project):
    add_controls(project, 51)
    first = text(page())
    assert first.count('<th scope="row"') == 50
    [after] = re.findall(r'rel="next" href="[^"]*after=(\d+)"', first)
    assert text(page(after=after)).count('<th scope="row"') == 1


def test_hostile_words_are_shown_as_words(page, acme, project):
    load(
        project,
        {
            "external_id": "<b>",
            "text": "<script>x</script>",
            "answers": {"mood": "good"},
            "explanation": "<i>",
        },
    )
    html = text(page()) + text(page(f"{control(project, '<b>').pk}/"))
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html
    assert ">&lt;b&gt;</a>" in html


def test_buttons_do_what_they_say(page, project):
    add_controls(project, 1)
    pk = control(project, "c1").pk
    assert "c1 is suspended" in text(page(f"{pk}/suspend/", "post"))
    assert "c1 is dealt again" in text(page(f"{pk}/resume/", "post"))
    answer = page(f"{pk}/retire/", "post", back="control")
    assert answer.request["PATH_INFO"] == f"/projects/{project.pk}/controls/{pk}/"
    assert control(project, "c1").state == Control.State.RETIRED
    answer = page(f"{pk}/unmark/", "post", back="control")
    assert "c1 is an ordinary record again" in text(answer)
    assert not Control.objects.exists()


def test_what_cannot_be_done_is_said(page, project, ann):
    [one] = add_controls(project, 1)
    submit(project, make_check(one, ann))
    assert "People have been graded by this control." in text(page(f"{one.pk}/unmark/", "post"))


ROW = {"external_id": "c1", "fields": {"text": "x"}, "answers": {"mood": "good"}}


def test_rows_are_loaded_as_text(page, project):
    answer = page("load/", "post", rows=json.dumps(ROW))
    assert "1 loaded, 0 updated, 0 unchanged." in text(answer)
    assert "0 loaded, 0 updated, 1 unchanged." in text(page("load/", "post", rows=json.dumps(ROW)))
    page("load/", "post", rows="external_id,answers.mood\nr1,bad\n")
    assert control(project, "r1").accepted == {"mood": ["bad"]}


def test_a_file_is_loaded(page, project):
    file = SimpleUploadedFile("controls.csv", b"id,text,answers.mood\nc9,x,good\n")
    assert "1 loaded" in text(page("load/", "post", file=file))
    assert control(project, "c9").record.withheld


def test_the_example_can_be_loaded(page, project):
    from html import unescape

    [example] = re.findall(r"<pre[^>]*>(.*?)</pre>", text(page()))
    assert "1 loaded" in text(page("load/", "post", rows=unescape(example)))


def test_bad_rows_are_named_and_nothing_is_loaded(page):
    rows = f"{json.dumps(ROW)}\n{json.dumps(ROW | {'external_id': 'c2', 'answers': {'mood': '<b>'}})}"
    answer = page("load/", "post", rows=rows)
    html = text(answer)
    assert answer.status_code == 422
    assert "Nothing was loaded: 1 of 2 rows is bad." in html
    assert "answers.mood" in html
    assert "Choose one of the options." in html
    assert "&quot;c1&quot;" in html
    assert not Control.objects.exists()
    html = text(page("load/", "post", rows=rows, skip_bad_rows="on"))
    assert "1 loaded, 0 updated, 0 unchanged, 1 bad and left out." in html


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or write rows"),
        ({"rows": "[]"}, "This is a JSON list"),
        ({"rows": " \n"}, "Choose a file, or write rows"),
        ({"rows": "{not json"}, "not valid JSON"),
        ({"rows": "external_id,answers.mood"}, "There is no row in it."),
    ],
)
def test_what_is_no_table_is_said(page, sent, says):
    answer = page("load/", "post", **sent)
    assert answer.status_code == 422
    assert says in text(answer)


def test_settled_records_are_proposed_and_approved(page, project, ann, ben):
    for person in (ann, ben):
        give(project, person, r1="good", r2="bad")
    settle(project)
    html = text(page("propose/", "post", answers=2, share=100, most=10))
    assert "2 proposed." in html
    assert "Approve" in html
    pk = control(project, "r1").pk
    page(f"{pk}/approve/", "post")
    assert Record.objects.get(pk=pk).withheld
    page(f"{control(project, 'r2').pk}/retire/", "post")
    assert "No record is settled enough" in text(page("propose/", "post", answers=2, share=100, most=10))
    assert page("propose/", "post", answers=1, share=0, most=0).status_code == 422
    assert audited(project) == []


def test_a_record_is_made_a_control_and_changed(page, project):
    pk = Record.objects.get(external_id="r1").pk
    html = text(page(f"{pk}/"))
    assert "Make it a control" in html
    assert 'type="checkbox" name="answers.mood" value="good"' in html
    assert page(f"{pk}/", "post").status_code == 422
    answer = page(f"{pk}/", "post", **{"answers.mood": ["good"], "explanation": "So."})
    assert "r1 is a control now." in text(answer)
    assert (control(project, "r1").accepted, control(project, "r1").explanation) == (
        {"mood": ["good"]},
        "So.",
    )
    page(f"{pk}/", "post", **{"answers.mood": ["good", "bad"]})
    assert control(project, "r1").accepted == {"mood": ["good", "bad"]}


def test_a_reviewer_reads_what_is_right(client, project, rita):
    [one] = add_controls(project, 1, explanation="Because.")
    client.force_login(rita)
    html = text(client.get(f"/projects/{project.pk}/controls/{one.pk}/"))
    assert "Because." in html
    assert 'name="answers.mood"' not in html


def test_every_kind_has_a_form_that_gives_back_what_is_there(client, acme, olga):
    options = {"options": ["a", "b"]}
    questions = [
        MOOD,
        {"name": "stars", "title": "Stars", "kind": "rating"},
        {"name": "tags", "title": "Tags", "kind": "multi_label", "settings": options},
        {"name": "order", "title": "Order", "kind": "ranking", "settings": options | {"ties": True}},
        {"name": "side", "title": "Side", "kind": "preference", "settings": {"strength": 2}},
        {"name": "words", "title": "Words", "kind": "text"},
        {"name": "n", "title": "N", "kind": "number"},
        {"name": "parts", "title": "Parts", "kind": "span", "settings": {"field": "text", "labels": ["x"]}},
    ]
    project = make_project(acme, olga, records=1, questions=questions)
    answers = {
        "mood": ["good"],
        "stars": [4, 5],
        "tags": [["a"], []],
        "order": [["a"], ["b"]],
        "side": {"choice": "a", "strength": 2},
        "words": ["plain", "two\nlines", "[1]", '"quoted"', "5"],
        "n": [1.5, 2],
        "parts": [{"start": 0, "end": 4, "label": "x"}],
    }
    tolerance = {"stars": 1, "n": 0.25}
    load(project, {"external_id": "r1", "answers": answers, "tolerance": tolerance})
    before = control(project, "r1")
    client.force_login(olga)
    address = f"/projects/{project.pk}/controls/{before.pk}/"
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    assert client.post(address, values).status_code == 302
    after = control(project, "r1")
    assert (after.accepted, after.tolerance) == (before.accepted, before.tolerance)
    lines = {
        "tags": '["a", "b"]\n[]',
        "words": "one\ntwo",
        "n": "7",
        "parts": "[]",
        "side": '{"choice": "tie"}',
    }
    sent = {f"answers.{name}": value for name, value in lines.items()} | {"answers.stars": ["2"]}
    assert client.post(address, sent).status_code == 302
    assert control(project, "r1").accepted == {
        "stars": [2],
        "tags": [["a", "b"], []],
        "side": [{"choice": "tie"}],
        "words": ["one", "two"],
        "n": [7],
        "parts": [{"length": 6, "spans": []}],
    }
    answer = client.post(address, {"answers.n": "many"})
    assert (answer.status_code, "Give a number." in text(answer)) == (422, True)


def test_the_records_list_says_which_are_controls(client, project, olga):
    load(project, {"external_id": "r1", "answers": {"mood": "good"}})
    client.force_login(olga)
    html = text(client.get(f"/projects/{project.pk}/records/"))
    pk = control(project, "r1").pk
    assert f'<a class="badge accent" href="/projects/{project.pk}/controls/{pk}/">Control</a>' in html
    assert html.count('class="badge accent"') == 1
