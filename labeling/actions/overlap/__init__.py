"""How many answers each record should have, kept up to date while the answers arrive."""

from labeling.actions.overlap.apply import apply
from labeling.actions.overlap.reconsider import reconsider
from labeling.actions.overlap.refresh import follow, refresh

__all__ = ["apply", "follow", "reconsider", "refresh"]
