"""What happened with one annotator, as the rules see it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Happening = Literal["submitted", "skipped", "flagged", "reset"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; histories are in order of time.

    `seconds` is how long the record was open, by the server's clock. Of an answer, `passed` is its grade where it was to a
    control, `agreed` whether the others confirm it where they can, `value` what was answered where that can be compared.

    A "reset" ends what came before, for the rule that is named in `rule` or, where none is, for all: a pause that
    was lifted, a warning given. The rule then starts anew, as with somebody who has just come.
    """

    what: Happening
    at: datetime
    seconds: float = 0.0
    passed: bool | None = None
    agreed: bool | None = None
    value: Hashable = None
    rule: str | None = None
