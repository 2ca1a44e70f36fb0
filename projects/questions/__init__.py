"""The kinds of question, one file each; a new file in this package is a new kind."""

from typing import Any

from projects.kinds import InvalidSettings, UnknownKind, discover
from projects.questions.base import Consensus, InvalidAnswer, Kind

__all__ = ["KINDS", "Consensus", "InvalidAnswer", "InvalidSettings", "Kind", "UnknownKind", "kind"]

KINDS: dict[str, Kind[Any]] = {found.name: found for found in discover(__name__, Kind)}


def kind(name: str) -> Kind[Any]:
    """The kind of this name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name, KINDS) from None
