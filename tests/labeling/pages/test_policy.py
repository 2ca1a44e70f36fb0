"""The page on which organizers set how quality is watched over."""

import re

import pytest
from django.test import Client

from labeling.forms.policy import PolicyForm
from labeling.forms.words import CHOICES, SECTIONS, WORDS
from labeling.models import Policy, policy_of
from labeling.quality.policy import Policy as Settings
from projects.models import Project, State
from tests.factories.controls import add_controls, set_policy
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=3)


@pytest.fixture
def page(project, olga):
    client = Client()
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    return lambda data=None: (
        client.get(f"/projects/{project.pk}/quality/")
        if data is None
        else client.post(f"/projects/{project.pk}/quality/", data)
    )


def posted(project, **changes):
    """What a browser sends of the form as it stands, with these changes."""
    sent = {}
    for section in PolicyForm(
        policy_of(Project.objects.select_related("policy").get(pk=project.pk))
    ).sections:
        for field in section:
            value = field.value()
            value = field.field.prepare_value(value)
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else value
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_saving_it_as_it_stands_changes_nothing(project, page):
    given = {
        "qualification": {"feedback": False}, "overlap": {"rules": [{"where": {"a": "b"}, "overlap": 5}]},
        "watch": {"exposures": None}, "gate": {"p0": 0.9}, "on_gate": "warning", "shows_figures": False,
        "rules": [{
            "name": "Monotonous", "collector": {"kind": "same_answer_in_row"},
            "conditions": [{"figure": "answers", "operator": ">=", "number": 3.0}], "action": "warn",
        }],
    }  # fmt: skip
    set_policy(project, **given)
    assert page(posted(project)).status_code == 302
    assert Policy.objects.get().settings == given


def test_what_is_set_is_stored(project, page):
    changes = {
        "gate-p0": "0.9", "qualification-on": "on", "qualification-controls": "5", "qualification-needed": "4",
        "watch-exposures": "", "consequences-on_gate": "notice", "standings-names": "handles",
        "overlap-widths": '{"price": 0.5}', "overlap-mode": "adaptive", "standings-minutes": "",
    }  # fmt: skip
    assert page(posted(project, **changes)).status_code == 302
    assert Policy.objects.get().settings == {
        "gate": {"p0": 0.9}, "qualification": {"controls": 5, "needed": 4}, "watch": {"exposures": None},
        "on_gate": "notice", "standings": {"names": "handles"}, "overlap": {"mode": "adaptive", "widths": {"price": 0.5}},
    }  # fmt: skip
    assert page(posted(project, **{"qualification-on": None})).status_code == 302
    assert "qualification" not in Policy.objects.get().settings


def test_rules_have_a_page_of_their_own_and_stay(project, page):
    Policy.objects.create(project=project, settings={"rules": []})
    assert page(posted(project, **{"gate-p0": "0.9"})).status_code == 302
    assert Policy.objects.get().settings["gate"] == {"p0": 0.9}
    assert f"/projects/{project.pk}/rules/" in page().content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"gate-p0": "7"}, "must be less than 1"),
        ({"gate-p0": "much"}, "Enter a number"),
        ({"gate-p0": "0.5", "gate-p1": "0.6"}, "must be below p0"),
        ({"qualification-on": "on", "qualification-needed": "9"}, "at most the number of controls"),
        ({"overlap-rules": "[{"}, "is not valid JSON"),
        ({"overlap-rules": '[{"where": {"a": "b"}, "overlap": 0}]'}, "1 overlap: must be at least 1"),
        ({"consequences-on_gate": "prison"}, "not one of the available choices"),
        ({"standings-minutes": "1"}, "must be at least 5"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_stored(project, page, changes, message):
    answer = page(posted(project, **changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Policy.objects.filter(project=project).exclude(settings={}).exists()


def test_it_says_what_the_gate_will_do(project, page):
    text = page().content.decode()
    assert re.search(r"right 85 times in 100, [\d.]+ % are flagged by mistake within 40 controls", text)
    assert re.search(r"flagged after \d+ controls or fewer", text)


def test_too_few_controls_are_warned_of(project, page):
    wanted = re.search(r"About (\d+) controls would be wise", page().content.decode())
    assert wanted
    add_controls(project, int(wanted[1]))
    assert "would be wise" not in page().content.decode()


def test_a_draft_hears_of_it_before_it_starts(acme, olga):
    draft = make_project(acme, olga, state=State.DRAFT)
    client = Client()
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    assert "controls would be wise" in client.get(f"/projects/{draft.pk}/").content.decode()


def test_the_page_is_for_organizers(project, rita, ann, zoe):
    for user, status in ((rita, 403), (ann, 403), (zoe, 404)):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/projects/{project.pk}/quality/").status_code == status


def test_every_setting_is_described_in_plain_words():
    form = PolicyForm(Settings())
    assert {section.name for section in form.sections} == SECTIONS.keys()
    assert {(section.name, name) for section in form.sections for name in section.described} == WORDS.keys()
    fields = [field for section in form.sections for field in section]
    shown = {value for field in fields for value, _ in getattr(field.field, "choices", ())}
    assert CHOICES.keys() <= shown


def test_it_keeps_to_the_policy_of_pages(page):
    html = page().content.decode()
    assert " style=" not in html
    assert "<script>" not in html
