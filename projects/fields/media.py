"""What images, audio and video share: a value is the address of a file, or the file itself as a data: URL."""

import base64
import binascii
import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import Field

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import Line, Settings
from projects.storable import text_fault

MAX_ADDRESS: Final = 4_000
# Browsers drop tabs and line breaks from an address and read a backslash as a slash: what they load must be what was checked.
MISREAD = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
DATA = re.compile(r"data:([^;,]*);base64,(.*)", re.IGNORECASE | re.DOTALL)


class MediaSettings(Settings):
    allow_http: bool = Field(
        False,
        description="Also addresses that begin with http://, where the installation's MEDIA_HOSTS has them.",
    )
    alternative: Line | None = Field(
        None, description="What it is, for those who do not see or hear it. Without one, the title."
    )


M = TypeVar("M", bound=MediaSettings)


class Media(Kind[M]):
    @property
    @abstractmethod
    def types(self) -> Mapping[str, str]:
        """The media types that a data: URL may have, and what people call each."""

    def clean(self, settings: M, value: Any) -> str:
        """The address without surrounding spaces; of a data: URL, the type in small letters."""
        if not isinstance(value, str):
            raise InvalidValue("must be the address of a file, as text")
        address = value.strip()
        if why := text_fault(address):
            raise InvalidValue(why)
        if address[:5].lower() == "data:":
            return self._data(address)
        _check(address, ("https", "http") if settings.allow_http else ("https",))
        return address

    def parse(self, settings: M, text: str) -> str:
        return self.clean(settings, text)

    def sample(self, settings: M) -> str:
        return f"https://media.example.org/example.{next(iter(self.types.values())).lower()}"

    def _data(self, address: str) -> str:
        if len(address) > MAX_CHARACTERS:
            raise InvalidValue(
                f"is a data: URL of {len(address)} characters; at most {MAX_CHARACTERS} are allowed: give an address"
            )
        if not (found := DATA.fullmatch(address)):
            raise InvalidValue("is a data: URL that is not of the form data:<type>;base64,<data>")
        media_type, data = found[1].lower(), found[2]
        if media_type not in self.types:
            raise InvalidValue(f"is a data: URL whose type is not one of {', '.join(self.types.values())}")
        try:
            content = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidValue("is a data: URL whose data are not valid base64") from None
        if not content:
            raise InvalidValue("is a data: URL without data")
        return f"data:{media_type};base64,{data}"


def _check(address: str, schemes: tuple[str, ...]) -> None:
    if len(address) > MAX_ADDRESS:
        raise InvalidValue(f"has {len(address)} characters; an address has at most {MAX_ADDRESS}")
    if MISREAD.search(address):
        raise InvalidValue("has a space, a control character or a backslash, which an address cannot have")
    begins = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidValue("is not a valid address") from None
    if parts.scheme not in schemes or address[len(parts.scheme) :][:3] != "://":
        raise InvalidValue(f"must be an address that begins with {begins}")
    if "@" in parts.netloc:
        raise InvalidValue("must not have a name or a password in the address: every annotator would see it")
    if not host or host.strip(".") == "":
        raise InvalidValue("has no host in its address")
