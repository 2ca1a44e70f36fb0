"""Errors of projects and records. The docstring is the message."""

from accounts.errors import QuorumError


class SchemaFrozen(QuorumError):
    """{what} cannot change any more, except in wording: {why}."""

    status = 409


class NotReady(QuorumError):
    """The project cannot start: {missing}."""

    status = 409


class WrongState(QuorumError):
    """A project that is {state} cannot be {wanted}."""

    status = 409


class BadSettings(QuorumError):
    """{where}: {problem}."""

    status = 422


class BadRows(QuorumError):
    """Nothing was imported: {bad} of {rows} rows have errors."""

    status = 422


class UnknownFormat(QuorumError):
    """{filename} is neither CSV nor JSON Lines. Save it as one of these."""

    status = 415
