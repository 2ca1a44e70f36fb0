from labeling.models.agreement import Agreement, Pattern
from labeling.models.assignment import Assignment
from labeling.models.consensus import Consensus
from labeling.models.event import Event
from labeling.models.progress import Progress
from labeling.models.queue import Queue
from labeling.models.response import Response
from labeling.models.standing import Standing

__all__ = [
    "Agreement",
    "Assignment",
    "Consensus",
    "Event",
    "Pattern",
    "Progress",
    "Queue",
    "Response",
    "Standing",
]
