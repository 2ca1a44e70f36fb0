"""A text, plain or in Markdown."""

import json
from typing import Any

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import Settings
from projects.storable import fault


class TextSettings(Settings):
    markdown: bool = False


class Text(Kind[TextSettings]):
    title = "Text"
    Settings = TextSettings

    def clean(self, settings: TextSettings, value: Any) -> str:
        """The text unchanged; a number, true or false becomes text as JSON writes it."""
        if not isinstance(value, str | int | float):
            raise InvalidValue("must be text")
        if why := fault(value):
            raise InvalidValue(why)
        text = value if isinstance(value, str) else json.dumps(value)
        if len(text) > MAX_CHARACTERS:
            raise InvalidValue(f"has {len(text)} characters; at most {MAX_CHARACTERS} are allowed")
        return text

    def parse(self, settings: TextSettings, text: str) -> str:
        return self.clean(settings, text)

    def sample(self, settings: TextSettings) -> str:
        return "An example"
