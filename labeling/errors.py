"""Errors of labelling. The docstring is the message."""

from accounts.errors import QuorumError


class AlreadySubmitted(QuorumError):
    """You have answered this record already, perhaps in another tab. Undo that answer to change it."""

    status = 409


class KeyReused(QuorumError):
    """This idempotency key belongs to another record's answer. Use a new key for each answer."""

    status = 409


class InvalidAnswers(QuorumError):
    """Some answers do not fit their questions."""

    status = 422


class NothingToUndo(QuorumError):
    """There is no answer of yours here that can still be undone."""

    status = 409


class NotRunning(QuorumError):
    """This project is {state}: it takes no more changes to its answers."""

    status = 409


class DraftTooLarge(QuorumError):
    """A draft may have up to {limit} characters."""

    status = 413


class BadAssignments(QuorumError):
    """Nothing was assigned: {bad} of {rows} rows have errors."""

    status = 422
