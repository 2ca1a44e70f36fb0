"""What a project still takes: from what was counted last, or before that from its settings alone."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from labeling.models import Forecast as Counted
from labeling.models import policy_of
from labeling.quality import stops
from labeling.quality.forecast import Effort, Forecast, Range, forecast
from labeling.quality.overlap import Overlap
from labeling.queries.judges import judges_of
from labeling.queries.progress import progress_of
from projects.models import Project

APART = 3.0
"""The seconds of an answer are assumed so many times fewer, or more."""


@dataclass(frozen=True)
class Assumptions:
    """What nobody has seen yet: seconds for an answer, hours that a person gives, how often people are right."""

    seconds: float = 30.0
    hours: float = 1.0
    accuracy: float = 0.8


@dataclass(frozen=True)
class Outlook:
    """A forecast with what was assumed; `counted_at` is None where it comes from the settings alone."""

    forecast: Forecast
    assumed: Assumptions
    counted_at: datetime | None


def forecast_of(project: Project, assumed: Assumptions = Assumptions()) -> Outlook:
    """Reads a few rows, however large the project is; the same figures until something is counted anew."""
    counted = Counted.objects.filter(project=project).first()
    seconds = Range(assumed.seconds / APART, assumed.seconds, assumed.seconds * APART)
    observed = counted.seconds if counted else {}
    effort = Effort(seconds, assumed.hours, observed, counted.hourly if counted else ())
    rng = np.random.default_rng(0)
    found = forecast(_progress(project, counted), _prior(project, assumed), effort, rng)
    return Outlook(found, assumed, counted.counted_at if counted else None)


def usual_overlap(project: Project) -> int:
    """How many answers records get where nothing adapts and neither a rule nor the import says otherwise."""
    strata = policy_of(project).overlap.strata
    return sum(stratum.answers for stratum in strata) if strata else project.overlap


def _progress(project: Project, counted: Counted | None) -> stops.Progress:
    if counted:
        return stops.Progress(_numbers(counted.stopped), _numbers(counted.open), counted.owed)
    records = progress_of(project).records
    return stops.Progress({}, {0: records} if records else {})


def _numbers(stored: dict[str, int]) -> dict[int, int]:
    """JSON has no numbers for keys."""
    return {int(answers): records for answers, records in stored.items()}


def _prior(project: Project, assumed: Assumptions) -> stops.Stops:
    judges = judges_of(project)
    if not judges:
        return stops.assumed(
            Overlap(),
            target=usual_overlap(project),
            options=2,
            accuracy=assumed.accuracy,
            rng=np.random.default_rng(0),
        )
    # The fewer the values, the sooner people agree by chance, and the longer it takes to be sure.
    options = min((len(judge.values) for judge in judges if judge.values), default=2)
    adaptive = policy_of(project).overlap.model_dump_json(include={"mode", "minimum", "maximum", "threshold"})
    return _simulated(adaptive, project.overlap, max(options, 2), assumed.accuracy)


@lru_cache(maxsize=128)
def _simulated(overlap: str, target: int, options: int, accuracy: float) -> stops.Stops:
    rng = np.random.default_rng(0)
    settings = Overlap.model_validate_json(overlap)
    return stops.assumed(settings, target=target, options=options, accuracy=accuracy, rng=rng)
