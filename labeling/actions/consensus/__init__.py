"""What a record's responses say together, derived; and what a reviewer decides instead."""

from labeling.actions.consensus.adjudicate import adjudicate, retract
from labeling.actions.consensus.deriving import Derived, derive
from labeling.actions.consensus.jury import Jury, Method, fitted, juries
from labeling.actions.consensus.refresh import refresh

__all__ = [
    "Derived",
    "Jury",
    "Method",
    "adjudicate",
    "derive",
    "fitted",
    "juries",
    "refresh",
    "retract",
]
