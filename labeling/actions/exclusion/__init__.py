"""Excluding responses from everything that is counted, seeing first what that would change, and restoring them.

Lock order: project's turn -> Member -> Queue -> Record (many: by id) -> Assignment -> Response -> Event.
"""

from labeling.actions.exclusion.effect import Effect
from labeling.actions.exclusion.exclude import exclude
from labeling.actions.exclusion.preview import Flip, Preview, preview
from labeling.actions.exclusion.restore import restore
from labeling.actions.exclusion.scope import Scope, since_last_passed

__all__ = ["Effect", "Flip", "Preview", "Scope", "exclude", "preview", "restore", "since_last_passed"]
