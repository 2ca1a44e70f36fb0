"""Evidence for a reviewer that answers may not be an honest person's. Never a punishment: each has innocent causes."""

from labeling.quality.suspicion.collusion import Collusion, Crowd, Pair, collusion, crowd
from labeling.quality.suspicion.evidence import Evidence
from labeling.quality.suspicion.speed import Speed, Timing, hasty, too_fast
from labeling.quality.suspicion.straight import Straight, straight

__all__ = [
    "Collusion",
    "Crowd",
    "Evidence",
    "Pair",
    "Speed",
    "Straight",
    "Timing",
    "collusion",
    "crowd",
    "hasty",
    "straight",
    "too_fast",
]
