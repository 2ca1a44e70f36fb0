"""What happens to responses: submitting one, in time or late, and taking the last one back.

The lock order is that of assignments; whatever a submission locks, it locks in one statement.
"""

from labeling.actions.response.submit import Receipt, submit
from labeling.actions.response.undo import undo

__all__ = ["Receipt", "submit", "undo"]
