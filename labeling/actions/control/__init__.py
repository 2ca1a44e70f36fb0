"""What happens to controls: loaded, marked, proposed, edited, suspended. Each function is one transaction.

Lock order: project's turn -> Record (many: by id) -> Control (likewise) -> Assignment -> Response -> Event.
"""

from labeling.actions.control.edit import edit
from labeling.actions.control.health import assess, refresh_health
from labeling.actions.control.load import Outcome, load
from labeling.actions.control.mark import mark, unmark
from labeling.actions.control.propose import Settled, propose
from labeling.actions.control.regrade import follow, readmit, recount
from labeling.actions.control.state import activate, check, retire, suspend

__all__ = [
    "Outcome",
    "Settled",
    "activate",
    "assess",
    "check",
    "edit",
    "follow",
    "load",
    "mark",
    "propose",
    "readmit",
    "recount",
    "refresh_health",
    "retire",
    "suspend",
    "unmark",
]
