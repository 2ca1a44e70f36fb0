"""What follows for annotators, and how it is appealed, lifted and confirmed. Each function is one transaction.

Lock order: Queue (many: by id) -> Sanction.
"""

from labeling.actions.sanction.appeal import appeal, dismiss
from labeling.actions.sanction.decide import confirm, lift
from labeling.actions.sanction.impose import impose
from labeling.actions.sanction.place import follow, in_order, locked

__all__ = ["appeal", "confirm", "dismiss", "follow", "impose", "in_order", "lift", "locked"]
