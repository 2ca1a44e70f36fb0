import pytest
from django import forms

from projects import fields, questions
from projects.forms.settings import SettingsForm

CASES = [
    (
        "label",
        {
            "options": [
                {"value": "good", "text": "Good one", "description": "= or better"},
                {"value": "bad", "text": "bad", "description": ""},
            ]
        },
    ),
    (
        "label",
        {
            "options": [
                {"value": "a = b", "text": "a = b", "description": ""},
                {"value": "c", "text": "c", "description": ""},
            ]
        },
    ),
    (
        "label",
        {
            "options": [
                {"value": "{x", "text": "{x", "description": ""},
                {"value": "c", "text": "d", "description": "e"},
            ]
        },
    ),
    ("rating", {"min": 0, "max": 3, "anchors": {"0": "Bad", "3": "Good = great"}}),
    ("preference", {"allow_tie": False, "strength": 2, "a": "Left", "b": "Right", "tie": "Tie"}),
    ("number", {"min": 0, "max": 2.5, "whole": False, "step": 0.5, "unit": "kg", "scale": "ratio"}),
    ("number", {"min": -3, "max": None, "whole": True, "step": None, "unit": "", "scale": "interval"}),
    ("multi_label", {"options": ["a", {"value": "b", "text": "Bee"}], "least": 1, "most": 2}),
    ("multi_label", {"options": ["a", "b"], "least": 0, "most": None}),
    ("ranking", {"options": ["a", {"value": "b", "text": "Bee"}], "ties": True}),
    ("span", {"field": "text", "labels": ["person", {"value": "org", "text": "Organization"}]}),
    ("text", {"min_length": 0, "max_length": 20, "markdown": True}),
]


def posted(form):
    """What a browser sends of a form as it is shown."""
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in values.items()}
    return {
        name: "on" if value is True else value
        for name, value in shown.items()
        if value is not False and value is not None
    }


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_settings_come_back_as_they_were_shown(name, settings):
    kind = questions.kind(name)
    stored = kind.settings(settings).model_dump(mode="json")
    form = SettingsForm(kind, posted(SettingsForm(kind, initial=stored)))

    assert form.is_valid(), form.errors
    assert kind.settings(form.raw()) == kind.settings(settings)


@pytest.mark.parametrize(
    "kind", [*questions.KINDS.values(), *fields.KINDS.values()], ids=lambda kind: kind.title
)
def test_every_kind_shows_every_setting_with_its_default(kind):
    form = SettingsForm(kind)

    assert list(form.fields) == list(kind.Settings.model_fields)
    if not any(info.is_required() for info in kind.Settings.model_fields.values()):
        sent = SettingsForm(kind, posted(form))
        assert sent.is_valid()
        assert kind.settings(sent.raw()) == kind.settings({})


def test_numbers_choices_and_hints_are_shown_as_such():
    form = SettingsForm(questions.kind("number"))

    assert form.fields["max"].help_text == "Leave empty for no limit."
    scale = form.fields["scale"]
    assert isinstance(scale, forms.ChoiceField)
    assert scale.choices == [("interval", "Interval"), ("ratio", "Ratio")]
    assert 'type="number"' in str(form["min"])
    assert 'step="any"' in str(form["step"])


@pytest.mark.parametrize("bound", ["nan", "inf", "1e999", "ten"])
def test_what_is_no_number_is_refused_by_the_form(bound):
    assert list(SettingsForm(questions.kind("number"), {"min": bound}).errors) == ["min"]


def test_lines_may_be_short():
    form = SettingsForm(questions.kind("label"), {"options": " good = Good one \r\n\r\nbad"})

    assert form.is_valid()
    assert form.raw() == {"options": [{"value": "good", "text": "Good one"}, {"value": "bad"}]}
