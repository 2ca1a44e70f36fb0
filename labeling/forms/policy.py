"""A project's policy as a form: one section for each concern, made from the policy's own description of itself."""

import json
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from django.http import QueryDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from labeling.forms.words import CHOICES, SECTIONS, WORDS
from labeling.quality.policy import Policy
from projects.errors import BadSettings
from projects.storable import InvalidJSON, loads

# These have a page of their own.
ELSEWHERE = frozenset({"rules"})
PLAIN = "consequences"
"""The section of the settings that are none themselves."""
CONTROLS: dict[Any, type[forms.Field]] = {
    bool: forms.BooleanField,
    int: forms.IntegerField,
    float: forms.FloatField,
}


class JSONField(forms.CharField):
    """What has no simpler form, as JSON; empty is nothing of it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        if not (value or "").strip():
            return None
        try:
            return loads(value)
        except InvalidJSON as error:
            raise forms.ValidationError(f"This {error}.") from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return json.dumps(value, indent=1, ensure_ascii=False) if value else ""

    def validate(self, value: Any) -> None:
        """The policy does."""


class SectionForm(forms.Form):
    """What is left empty takes its default, or is none where that may be. `switch`: the whole section may be off."""

    def __init__(
        self,
        name: str,
        described: Mapping[str, FieldInfo],
        values: Mapping[str, Any] | None,
        *,
        switch: bool,
        data: QueryDict | None,
    ) -> None:
        super().__init__(data, prefix=name)
        self.name, self.described, self.switch = name, described, switch
        self.title, self.intro = SECTIONS.get(name, (_spaced(name), ""))
        if switch:
            self.fields["on"] = forms.BooleanField(
                required=False, label="Switched on", initial=values is not None
            )
        for key, info in described.items():
            field = _field(name, key, info)
            field.initial = (values or {}).get(key, field.initial)
            self.fields[key] = field

    def raw(self) -> dict[str, Any] | None:
        """The section as the policy reads it, None where it is off. Call is_valid first."""
        if self.switch and not self.cleaned_data["on"]:
            return None
        given = {key: self.cleaned_data[key] for key in self.described}
        empty = (None, "")
        return {
            key: value
            for key, value in given.items()
            if value not in empty or _optional(self.described[key].annotation)
        }

    def place(self, path: list[Any], message: str) -> None:
        """Show a problem beside what caused it."""
        if path and path[0] in self.fields:
            where = " ".join(str(step + 1) if isinstance(step, int) else str(step) for step in path[1:])
            self.add_error(path[0], f"{where}: {message}" if where else message)
        else:
            self.add_error(None, message)


class PolicyForm:
    """All sections, valid or not together."""

    def __init__(self, policy: Policy, data: QueryDict | None = None) -> None:
        values = policy.model_dump(mode="json")
        self.sections = [
            SectionForm(name, model.model_fields, values[name], switch=switch, data=data)
            for name, model, switch in _sections()
        ]
        plain = _plain()
        self.plain = SectionForm(PLAIN, plain, values, switch=False, data=data)
        places = [section.name for section in self.sections]
        self.sections.insert(places.index("gate") + 1, self.plain)

    def is_valid(self) -> bool:
        return not [section for section in self.sections if not section.is_valid()]  # each shows its errors

    def raw(self) -> dict[str, Any]:
        """What the form has of the policy. A section that is off is null."""
        found = {section.name: section.raw() for section in self.sections if section is not self.plain}
        return found | (self.plain.raw() or {})

    def show(self, error: BadSettings) -> None:
        by_name = {section.name: section for section in self.sections}
        for problem in error.context["problems"]:
            path = problem["path"]
            if path and path[0] in by_name:
                by_name[path[0]].place(path[1:], problem["message"])
            else:
                self.plain.place(path, problem["message"])


def _sections() -> Iterator[tuple[str, type[BaseModel], bool]]:
    for name, info in Policy.model_fields.items():
        model = _given(info.annotation)
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield name, model, _optional(info.annotation)


def _plain() -> dict[str, FieldInfo]:
    named = {name for name, _, _ in _sections()} | ELSEWHERE
    return {name: info for name, info in Policy.model_fields.items() if name not in named}


def _field(section: str, name: str, info: FieldInfo) -> forms.Field:
    label, words = WORDS.get((section, name), (_spaced(name), ""))
    default = info.get_default(call_default_factory=True, validated_data={})
    annotation = _given(info.annotation)
    common: dict[str, Any] = {"label": label, "required": False, "initial": default}
    if get_origin(annotation) is Literal:
        choices = [(value, CHOICES.get(value, _spaced(value))) for value in get_args(annotation)]
        return forms.ChoiceField(choices=choices, help_text=_help(words, dict(choices)[default]), **common)
    control = CONTROLS.get(annotation, JSONField)
    if control is forms.BooleanField:
        return forms.BooleanField(help_text=_help(words, "yes" if default else "no"), **common)
    if control is JSONField:
        return JSONField(help_text=words, **common)
    return control(help_text=_help(words, "none" if default is None else f"{default:.16g}"), **common)


def _help(words: str, default: str) -> str:
    return f"{words} Default: {default}.".strip()


def _given(annotation: Any) -> Any:
    """The type of a setting that is given: without None, and without what pydantic checks besides."""
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = (member for member in get_args(annotation) if member is not NoneType)
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation)


def _spaced(name: str) -> str:
    return name.replace("_", " ").capitalize()
