import math
import sys
from pathlib import Path
from typing import Any

import pytest

from projects import fields, questions
from projects.kinds import InvalidSettings, UnknownKind, discover

NEW_KIND = """
from projects.kinds import Settings
from projects.fields.base import Kind

class NumberSettings(Settings):
    unit: str = ""

class Number(Kind[NumberSettings]):
    title = "Number"
    Settings = NumberSettings

    def clean(self, settings, value):
        return float(value)

    def parse(self, settings, text):
        return float(text)

    def sample(self, settings):
        return 1.5
"""


def test_the_kinds_are_found_by_their_files() -> None:
    assert list(questions.KINDS) == [
        "label",
        "multi_label",
        "number",
        "preference",
        "ranking",
        "rating",
        "span",
        "text",
    ]
    assert list(fields.KINDS) == ["audio", "chat", "html", "image", "table", "text", "video"]
    for package in (questions, fields):
        for name, kind in package.KINDS.items():
            assert kind.name == name
            assert kind.title


def test_a_new_file_is_a_new_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "more_fields"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "number.py").write_text(NEW_KIND)
    monkeypatch.syspath_prepend(tmp_path)
    try:
        [number] = discover("more_fields", fields.Kind)
    finally:
        for name in [name for name in sys.modules if name.startswith("more_fields")]:
            del sys.modules[name]
    assert number.name == "number"
    assert number.parse(number.settings({"unit": "kg"}), "1.5") == 1.5


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(
        UnknownKind, match="no kind “drawing”; there are label, multi_label, number, preference"
    ):
        questions.kind("drawing")
    with pytest.raises(KeyError):
        fields.kind("drawing")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("label", {}, "options: is required"),
        ("label", [], "must be an object"),
        ("label", {"options": "ab"}, "options: must be a list"),
        ("label", {"options": ["a"]}, "options: must have at least 2 entries"),
        ("label", {"options": [str(n) for n in range(501)]}, "options: must have at most 500 entries"),
        ("label", {"options": ["a", "a"]}, "options: the value “a” appears twice"),
        ("label", {"options": ["a", 1]}, "options 2: must be an object"),
        (
            "label",
            {"options": ["a", ""]},
            "options 2 value: must not be empty, nor begin or end with a space$",
        ),
        (
            "label",
            {"options": ["a", 1, ""]},
            "options 2: must be an object; options 3 value: must not be empty",
        ),
        (
            "label",
            {"options": ["a", {"value": "b", "text": " b"}]},
            "options 2 text: must not be empty, nor begin",
        ),
        ("label", {"options": ["a", "b\nc"]}, "options 2 value: must be one line"),
        ("label", {"options": ["a", "\0"]}, "options 2 value: must be one line"),
        ("label", {"options": ["a", "\ud800"]}, "options 2 value: is not valid Unicode"),
        ("label", {"options": ["a", {"text": "b"}]}, "options 2 value: is required"),
        ("label", {"options": ["a", {"value": "b", "colour": "red"}]}, "options 2 colour: is not a setting"),
        (
            "label",
            {"options": ["a", {"value": "b", "description": "\0"}]},
            "options 2 description: contains a NUL",
        ),
        ("rating", {"min": "1"}, "min: must be a whole number"),
        ("rating", {"min": True}, "min: must be a whole number"),
        ("rating", {"min": 1.0}, "min: must be a whole number"),
        ("rating", {"min": 3, "max": 3}, "max: must leave from 2 to 101 levels"),
        ("rating", {"min": 0, "max": 101}, "max: must leave from 2 to 101 levels"),
        ("rating", {"max": 10**30}, "max: must be at most 1000"),
        ("rating", {"anchors": {"6": "superb"}}, "anchors: 6 is not a level from 1 to 5"),
        ("rating", {"anchors": {"x": "superb"}}, "anchors x: must be a whole number"),
        ("rating", {"anchors": {"1": ""}}, "anchors 1: must not be empty"),
        ("preference", {"strength": 4}, "strength: must be at most 3"),
        ("preference", {"allow_tie": 1}, "allow_tie: must be true or false"),
        ("preference", {"a": "x" * 201}, "a: must have at most 200 characters"),
        ("text", {"min_length": 5, "max_length": 4}, "max_length: must not be less than min_length"),
        ("text", {"min_length": -1}, "min_length: must be at least 0"),
        ("multi_label", {"options": ["a", "b"], "least": -1}, "least: must be at least 0$"),
        (
            "multi_label",
            {"options": ["a", "b"], "least": 3},
            "least: must be at most 2, the number of options$",
        ),
        (
            "multi_label",
            {"options": ["a", "b"], "most": 3},
            "most: must be at most 2, the number of options$",
        ),
        ("multi_label", {"options": ["a", "b"], "most": 0}, "most: must be at least 1$"),
        ("multi_label", {"options": ["a", "b"], "least": 2, "most": 1}, "most: must not be less than least$"),
        ("multi_label", {"options": ["a"], "least": 1}, "options: must have at least 2 entries$"),
        ("ranking", {"options": ["a"]}, "options: must have at least 2 entries$"),
        ("ranking", {"options": [str(n) for n in range(21)]}, "options: must have at most 20 entries$"),
        ("ranking", {"options": ["a", "a"]}, "options: the value “a” appears twice$"),
        ("span", {"labels": ["a"]}, "field: is required$"),
        ("span", {"field": "text", "labels": []}, "labels: must have at least 1 entry$"),
        (
            "span",
            {"field": "The text", "labels": ["a"]},
            "field: must be the name of a field, as in the data$",
        ),
        ("span", {"field": "text\n", "labels": ["a"]}, "field: must be the name of a field, as in the data$"),
        ("number", {"min": "1"}, "min: must be a number$"),
        ("number", {"min": True}, "min: must be a number$"),
        ("number", {"min": math.nan}, "min: must be a finite number$"),
        ("number", {"max": 10**400}, "max: must be a number$"),
        ("number", {"max": 1e16}, "max: must be at most 1000000000000000$"),
        ("number", {"min": 3, "max": 3}, "max: must be more than min$"),
        ("number", {"step": 0}, "step: must be more than 0$"),
        ("number", {"whole": True, "step": 0.5}, "step: must be a whole number where answers are$"),
        ("number", {"unit": "k\ng"}, "unit: must be one line"),
        ("number", {"scale": "nominal"}, "scale: must be 'interval' or 'ratio'$"),
        ("number", {"scale": "ratio"}, "scale: a ratio scale begins at zero: min must be 0 or more$"),
        (
            "number",
            {"min": -1, "scale": "ratio"},
            "scale: a ratio scale begins at zero: min must be 0 or more$",
        ),
        (
            "text",
            {"min_length": -1, "colour": "red"},
            "min_length: must be at least 0; colour: is not a setting",
        ),
    ],
)
def test_bad_settings_are_placed_and_explained(name: str, raw: Any, message: str) -> None:
    with pytest.raises(InvalidSettings, match=f"^{message}"):
        questions.kind(name).settings(raw)


def test_problems_keep_the_path_of_the_raw_settings() -> None:
    with pytest.raises(InvalidSettings) as caught:
        questions.kind("label").settings({"options": ["a", {"value": "b", "text": ""}]})
    [(path, message)] = caught.value.problems
    assert path == ("options", 1, "text")
    assert message.startswith("must not be empty")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("label", {"options": ["a", {"value": "b", "text": "Bee", "description": "an\ninsect"}]}),
        ("rating", {"min": 0, "max": 10, "anchors": {"0": "none", "10": "all"}}),
        ("preference", {"strength": 3, "a": "Left"}),
        ("text", {"max_length": 20}),
        ("multi_label", {"options": ["a", "b"], "least": 1, "most": 2}),
        ("ranking", {"options": ["a", "b"], "ties": True}),
        ("span", {"field": "text", "labels": [{"value": "per", "text": "Person"}], "overlapping": True}),
        ("number", {"min": 0, "max": 10.5, "whole": False, "step": 0.5, "unit": "kg", "scale": "ratio"}),
        ("number", {}),
    ],
)
def test_settings_survive_being_stored_as_json(name: str, raw: dict[str, Any]) -> None:
    kind = questions.kind(name)
    settings = kind.settings(raw)
    assert kind.settings(settings.model_dump(mode="json")) == settings


def test_whole_numbers_are_stored_as_such() -> None:
    stored = questions.kind("number").settings({"min": 0, "max": 10.0}).model_dump_json()
    assert '"min":0,"max":10,' in stored
