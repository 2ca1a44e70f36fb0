from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the responses say it must be."""

    what: str
    where: str
    stored: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.what}, {self.where}: stored {self.stored}, counted {self.counted}"
