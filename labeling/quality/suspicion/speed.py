"""Answers faster than reading. The fast ones are often the good ones: only what is impossible counts, and only in number."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Annotated

from pydantic import Field

from labeling.quality.suspicion.evidence import Evidence
from projects.kinds import Settings


class Speed(Settings):
    """An answer is too fast below `seconds`, or below `part` of the record's median time, if that is also too
    short to read the record at `characters` per second. Suspect: more than `share` of the last `last` answers.
    """

    seconds: Annotated[float, Field(gt=0, le=3_600)] = 1.5
    part: Annotated[float, Field(ge=0, le=1)] = 0.1
    characters: Annotated[float, Field(gt=0, le=10_000)] = 60.0
    last: Annotated[int, Field(ge=1, le=1_000)] = 20
    share: Annotated[float, Field(ge=0, lt=1)] = 0.3


@dataclass(frozen=True, slots=True)
class Timing:
    """How long an answer took by the server's clock; the median over everybody's answers to the record, if known;
    the number of characters that had to be read, None where it is not text that is looked at.
    """

    seconds: float
    median: float | None = None
    characters: int | None = None


def too_fast(timing: Timing, settings: Speed) -> bool:
    hurried = timing.seconds < settings.seconds or (
        timing.median is not None and timing.seconds < settings.part * timing.median
    )
    readable = timing.characters is not None and timing.seconds >= timing.characters / settings.characters
    return hurried and not readable


def hasty(timings: Sequence[Timing], settings: Speed) -> Evidence | None:
    """Evidence from an annotator's answers in order of time; None with fewer than `last`, or nothing unusual."""
    recent = timings[-settings.last :]
    fast = sum(too_fast(timing, settings) for timing in recent)
    if len(recent) < settings.last or fast <= settings.share * len(recent):
        return None
    typical = median(timing.seconds for timing in recent)
    return Evidence(
        "fast",
        weight=fast / len(recent),
        figures={"fast": fast, "answers": len(recent), "median_seconds": typical},
        sentence=f"{fast} of the last {len(recent)} answers came faster than the record can be read; "
        f"half of them within {typical:.1f} seconds.",
    )
