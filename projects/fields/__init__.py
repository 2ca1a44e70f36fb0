"""The kinds of field, one file each; a new file in this package is a new kind."""

from typing import Any

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import InvalidSettings, UnknownKind, discover

__all__ = ["KINDS", "MAX_CHARACTERS", "InvalidSettings", "InvalidValue", "Kind", "UnknownKind", "kind"]

KINDS: dict[str, Kind[Any]] = {found.name: found for found in discover(__name__, Kind)}


def kind(name: str) -> Kind[Any]:
    """The kind of this name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name, KINDS) from None
