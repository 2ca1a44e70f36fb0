"""Lists and tables of settings as lines of text: `value`, `value = text`, `key = value`."""

import json
from typing import Any

from django import forms
from pydantic import BaseModel

SEPARATOR = " = "


class LinesField(forms.CharField):
    """A list, one entry per line. Entries with several parts write them side by side, those left out at the end."""

    def __init__(self, *, entry: Any, **kwargs: Any) -> None:
        self.parts = list(entry.model_fields) if _is_model(entry) else []
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return [self._entry(line.strip()) for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(self._line(entry) for entry in value or [])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != self.to_python(self.prepare_value(initial)))

    def _entry(self, line: str) -> Any:
        if not self.parts:
            return line
        if line.startswith("{"):
            try:
                return json.loads(line)
            except ValueError:
                pass
        return dict(zip(self.parts, line.split(SEPARATOR, len(self.parts) - 1), strict=False))

    def _line(self, entry: Any) -> str:
        if not self.parts or isinstance(entry, str):
            return str(entry)
        if any(SEPARATOR in str(value) for value in entry.values()):
            return json.dumps(entry, ensure_ascii=False)
        values = [str(entry.get(part, "")) for part in self.parts]
        while len(values) > 1 and values[-1] in ("", values[0]):
            values.pop()
        return SEPARATOR.join(values)


class PairsField(forms.CharField):
    """An object, one `key = value` per line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> Any:
        pairs = (line.partition("=") for line in (value or "").splitlines() if line.strip())
        return {key.strip(): text.strip() for key, _, text in pairs}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return "\n".join(f"{key}{SEPARATOR}{text}" for key, text in (value or {}).items())


def _is_model(entry: Any) -> bool:
    return isinstance(entry, type) and issubclass(entry, BaseModel)
