"""How far people agree, derived: on each question, over time, and who agrees with whom."""

from labeling.actions.agreement.measure import alpha_of, patterns_of, refresh
from labeling.actions.agreement.mode import follow_mode
from labeling.actions.agreement.people import compare_people

__all__ = ["alpha_of", "compare_people", "follow_mode", "patterns_of", "refresh"]
