"""Excluding responses from everything that is counted, seeing first what that would change, and restoring them."""

from labeling.actions.exclusion.exclude import exclude
from labeling.actions.exclusion.preview import Flip, Preview, preview
from labeling.actions.exclusion.restore import restore
from labeling.actions.exclusion.scope import Scope

__all__ = ["Flip", "Preview", "Scope", "exclude", "preview", "restore"]
