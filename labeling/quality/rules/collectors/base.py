"""What every collector has: figures by name, and a tally that takes one entry after the other."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from labeling.quality.rules.history import Entry
from projects.kinds import Settings

Figures = Mapping[str, float | None]
Last = Annotated[int, Field(ge=1, le=10_000)] | None
"""How many of the last ones count; None: all."""


class Tally(ABC):
    """What one collector has seen of one annotator. Both methods take constant time, on average."""

    @abstractmethod
    def add(self, entry: Entry) -> None:
        """Take in what happened next; a tally passes over what does not concern it."""

    @abstractmethod
    def figures(self) -> Figures:
        """The collector's figures as they stand; None for what cannot be told yet."""


class BaseCollector(Settings, ABC):
    """`figures` has for each figure's name the words for it."""

    figures: ClassVar[Mapping[str, str]]

    @model_serializer(mode="wrap")
    def _named(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """With the kind, which tells it from others, also where defaults are left out."""
        return {"kind": self.kind, **serialize(self)}  # type: ignore[attr-defined]

    @abstractmethod
    def start(self) -> Tally:
        """A tally that has seen nothing."""


class Window:
    """Counts how many of the last answers, or of all, are of one sort."""

    def __init__(self, last: int | None) -> None:
        self._last = last
        self._seen: deque[bool] = deque()
        self.size = 0
        self.hits = 0

    def add(self, hit: bool) -> None:
        self.size += 1
        self.hits += hit
        if self._last is None:
            return
        self._seen.append(hit)
        if self.size > self._last:
            self.size -= 1
            self.hits -= self._seen.popleft()

    @property
    def share(self) -> float | None:
        return self.hits / self.size if self.size else None

    @property
    def rest(self) -> float | None:
        """The share of the other sort."""
        return (self.size - self.hits) / self.size if self.size else None
