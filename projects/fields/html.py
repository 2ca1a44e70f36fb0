"""A piece of HTML, as a model or a page wrote it. It is hostile: only a sandboxed frame shows it."""

from typing import Any

from pydantic import Field

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import Settings
from projects.storable import text_fault


class HtmlSettings(Settings):
    """`height` of the frame in CSS pixels; what is longer scrolls within."""

    height: int = Field(480, ge=100, le=2_000, description="Of its frame, in pixels; what is longer scrolls.")


class Html(Kind[HtmlSettings]):
    title = "HTML"
    Settings = HtmlSettings

    def clean(self, settings: HtmlSettings, value: Any) -> str:
        """The text unchanged: what is shown of it is decided where it is shown."""
        if not isinstance(value, str):
            raise InvalidValue("must be HTML, as text")
        if why := text_fault(value):
            raise InvalidValue(why)
        if len(value) > MAX_CHARACTERS:
            raise InvalidValue(f"has {len(value)} characters; at most {MAX_CHARACTERS} are allowed")
        return value

    def parse(self, settings: HtmlSettings, text: str) -> str:
        return self.clean(settings, text)

    def sample(self, settings: HtmlSettings) -> str:
        return "<p>An example</p>"
