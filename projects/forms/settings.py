"""The settings of a kind of field or question as a form, made from the kind's own description of them."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from projects.forms.lines import LinesField, PairsField
from projects.kinds import Kind

FIELDS: dict[Any, type[forms.Field]] = {
    bool: forms.BooleanField,
    int: forms.IntegerField,
    float: forms.FloatField,
}


class SettingsForm(forms.Form):
    """What is left empty takes the kind's default."""

    def __init__(self, kind: Kind[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields |= {name: _field(name, info) for name, info in kind.Settings.model_fields.items()}

    def raw(self) -> dict[str, Any]:
        """The settings as the kind reads them. Call is_valid first."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", {})}


def _field(name: str, info: FieldInfo) -> forms.Field:
    common: dict[str, Any] = {
        "label": name.replace("_", " ").capitalize(),
        "required": False,
        "initial": _default(info),
        "help_text": info.description or "",
    }
    annotation = _given(info.annotation)
    origin = get_origin(annotation)
    if origin is tuple:
        common["help_text"] = "One per line: what is stored, or what is stored = what is shown."
        return LinesField(entry=get_args(annotation)[0], **common)
    if origin is dict:
        return PairsField(**common | {"help_text": "One per line, such as 1 = Bad."})
    if origin is Literal:
        choices = [(value, value.capitalize()) for value in get_args(annotation)]
        return forms.ChoiceField(choices=choices, **common)
    return FIELDS.get(annotation, forms.CharField)(**common)


def _given(annotation: Any) -> Any:
    """The type of a setting that is given: without None, and without what pydantic checks besides."""
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = (member for member in get_args(annotation) if member is not NoneType)
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _default(info: FieldInfo) -> Any:
    default = info.get_default(call_default_factory=True, validated_data={})
    return None if default is PydanticUndefined else default
