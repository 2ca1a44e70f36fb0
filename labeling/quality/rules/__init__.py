"""Rules: what is collected of an annotator's history, conditions on it, and what is to follow.

One function reads a history for live use and for a back-test alike: `firings` gives every moment a rule fires at,
and live use looks whether the last of them is now.
"""

from labeling.quality.rules.collectors import COLLECTORS, Collector
from labeling.quality.rules.evaluation import Evaluation, Firing, firings, now
from labeling.quality.rules.history import Entry, Happening
from labeling.quality.rules.rule import Action, Condition, Rule, Rules

__all__ = [
    "COLLECTORS",
    "Action",
    "Collector",
    "Condition",
    "Entry",
    "Evaluation",
    "Firing",
    "Happening",
    "Rule",
    "Rules",
    "firings",
    "now",
]
