"""What every kind of field can do with its settings and its values."""

from abc import abstractmethod
from typing import Any, Final

from projects import kinds
from projects.kinds import S

MAX_CHARACTERS: Final = 200_000
"""The longest value of one field of one record."""


class InvalidValue(ValueError):
    """The value does not fit the field; the message is for the person who imports it."""


class Kind(kinds.Kind[S]):
    """A kind of field. Whether a record may leave the field out is the caller's affair: None is no value."""

    @abstractmethod
    def clean(self, settings: S, value: Any) -> Any:
        """The canonical, JSON-serialisable form of a value from outside. Raises InvalidValue. Idempotent."""

    @abstractmethod
    def parse(self, settings: S, text: str) -> Any:
        """The canonical value that a CSV cell writes. Raises InvalidValue."""

    @abstractmethod
    def sample(self, settings: S) -> Any:
        """A canonical value, for the file that a person is given to fill in."""
