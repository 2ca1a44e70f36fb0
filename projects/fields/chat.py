"""A conversation: a list of messages, each with a role and a content."""

from typing import Any

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import Settings
from projects.storable import InvalidJSON, loads, text_fault

MAX_MESSAGES = 500
MAX_ROLE = 20


class ChatSettings(Settings):
    """`markdown`: the contents are written in Markdown."""

    markdown: bool = True


class Chat(Kind[ChatSettings]):
    title = "Chat"
    Settings = ChatSettings

    def clean(self, settings: ChatSettings, value: Any) -> list[dict[str, str]]:
        """[{"role": ..., "content": ...}, ...], contents unchanged and roles without surrounding spaces."""
        if not isinstance(value, list) or not value:
            raise InvalidValue("must be a list of messages, each with a role and a content")
        if len(value) > MAX_MESSAGES:
            raise InvalidValue(f"has {len(value)} messages; at most {MAX_MESSAGES} are allowed")
        messages = [_message(number, message) for number, message in enumerate(value, start=1)]
        length = sum(len(text) for message in messages for text in message.values())
        if length > MAX_CHARACTERS:
            raise InvalidValue(f"has {length} characters; at most {MAX_CHARACTERS} are allowed")
        return messages

    def parse(self, settings: ChatSettings, text: str) -> list[dict[str, str]]:
        try:
            return self.clean(settings, loads(text))
        except InvalidJSON as error:
            raise InvalidValue(str(error)) from None

    def sample(self, settings: ChatSettings) -> list[dict[str, str]]:
        return [
            {"role": "user", "content": "An example of a question"},
            {"role": "assistant", "content": "An example of a reply"},
        ]


def _message(number: int, message: Any) -> dict[str, str]:
    if not isinstance(message, dict) or message.keys() != {"role", "content"}:
        raise InvalidValue(f"message {number} must have a role and a content, and nothing else")
    for part, text in message.items():
        if not isinstance(text, str):
            raise InvalidValue(f"message {number}: the {part} must be text")
        if why := text_fault(text):
            raise InvalidValue(f"message {number}: the {part} {why}")
    role = message["role"].strip()
    if not 1 <= len(role) <= MAX_ROLE or not role.isprintable():
        raise InvalidValue(f"message {number}: the role must have 1 to {MAX_ROLE} printable characters")
    return {"role": role, "content": message["content"]}
