"""The settings of a kind of field or question as a form, made from the kind's own description of them."""

from typing import Any, get_args, get_origin

from django import forms
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from projects.forms.lines import LinesField, PairsField
from projects.kinds import Kind


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
    }
    origin = get_origin(info.annotation)
    if origin is tuple:
        help_text = "One per line: what is stored, or what is stored = what is shown."
        return LinesField(entry=get_args(info.annotation)[0], help_text=help_text, **common)
    if origin is dict:
        return PairsField(help_text="One per line, such as 1 = Bad.", **common)
    if info.annotation is bool:
        return forms.BooleanField(**common)
    if info.annotation is int:
        return forms.IntegerField(**common)
    return forms.CharField(**common)


def _default(info: FieldInfo) -> Any:
    default = info.get_default(call_default_factory=True, validated_data={})
    return None if default is PydanticUndefined else default
