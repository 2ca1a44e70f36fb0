from labeling.models.adjudication import Adjudication
from labeling.models.agreement import Agreement, Confirmation, Pair, Pattern, Reading
from labeling.models.assignment import Assignment
from labeling.models.consensus import Consensus
from labeling.models.control import Control
from labeling.models.event import Event
from labeling.models.exclusion import Exclusion
from labeling.models.forecast import Forecast
from labeling.models.policy import Policy, policy_of
from labeling.models.progress import Progress
from labeling.models.queue import Queue, Stage
from labeling.models.response import Response
from labeling.models.sanction import Sanction
from labeling.models.skill import Fit, Skill
from labeling.models.standing import Standing
from labeling.models.suspicion import Suspicion

__all__ = [
    "Adjudication",
    "Agreement",
    "Assignment",
    "Confirmation",
    "Consensus",
    "Control",
    "Event",
    "Exclusion",
    "Fit",
    "Forecast",
    "Pair",
    "Pattern",
    "Policy",
    "Progress",
    "Queue",
    "Reading",
    "Response",
    "Sanction",
    "Skill",
    "Stage",
    "Standing",
    "Suspicion",
    "policy_of",
]
