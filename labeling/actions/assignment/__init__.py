"""What happens to assignments. Each function is one transaction.

Lock order: Queue -> Record (many: in the order of their ids) -> Assignment -> Event -> Project.
"""

from labeling.actions.assignment.assign import Outcome, assign
from labeling.actions.assignment.close import flag, release, skip
from labeling.actions.assignment.deal import top_up
from labeling.actions.assignment.draft import save_draft
from labeling.actions.assignment.expire import expire
from labeling.actions.assignment.open import Opened, Reason, open_next
from labeling.actions.assignment.wanted import Wanted
from labeling.actions.assignment.withdraw import withdraw, withdraw_from

__all__ = [
    "Opened",
    "Outcome",
    "Reason",
    "Wanted",
    "assign",
    "expire",
    "flag",
    "open_next",
    "release",
    "save_draft",
    "skip",
    "top_up",
    "withdraw",
    "withdraw_from",
]
