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


class TooManyAssignments(QuorumError):
    """Nothing was assigned: these would be {found:,} assignments, and {limit:,} are made at once. Send them in parts."""

    status = 422


class UnreadableTable(QuorumError):
    """The table cannot be read, row {row}: {reason}"""


class InvalidControl(QuorumError):
    """The control does not fit the project's questions."""

    status = 422


class BadControls(QuorumError):
    """Nothing was loaded: {bad} of {rows} rows have errors."""

    status = 422


class TooManyControls(QuorumError):
    """Nothing was loaded: at most {limit:,} controls are loaded at once. Send them in parts."""

    status = 422


class WrongControlState(QuorumError):
    """A control that is {state} cannot be {wanted}."""

    status = 409


class ControlInUse(QuorumError):
    """{why} Retire it instead: it is then dealt to nobody more."""

    status = 409


class NotToBeMarked(QuorumError):
    """{record} {why}."""

    status = 409


class NothingToExclude(QuorumError):
    """Say whose answers are to be excluded, or those to which record."""

    status = 422


class PeriodBackwards(QuorumError):
    """The period ends before it begins."""

    status = 422


class NothingCounted(QuorumError):
    """There is no answer in this that counts: nothing would change."""

    status = 409


class NeverPassed(QuorumError):
    """{annotator} has passed no control yet. Exclude all their answers, or those since some time."""

    status = 409


class ControlNotExcluded(QuorumError):
    """This record is a control: suspend it, and nobody is judged by it any more."""

    status = 409


class AlreadyAppealed(QuorumError):
    """You have appealed already. A reviewer will decide."""

    status = 409


class AlreadyDecided(QuorumError):
    """This has been decided already."""

    status = 409


class AlreadyPaused(QuorumError):
    """{annotator} is paused already."""

    status = 409


class NothingToAppeal(QuorumError):
    """There is nothing that you could appeal against."""

    status = 409
