"""Errors of projects and records. The docstring is the message."""

from accounts.errors import QuorumError

Problem = tuple[tuple[str | int, ...], str]
"""Where something is wrong, as the path in what was sent, and what."""


class SchemaFrozen(QuorumError):
    """{what} cannot change any more, except in wording: {why}."""

    status = 409


class NotReady(QuorumError):
    """The project cannot start: {missing}."""

    status = 409


class WrongState(QuorumError):
    """A project that is {state} cannot be {wanted}."""

    status = 409


class HasRecords(QuorumError):
    """Only a draft without records can be deleted."""

    status = 409


class BadSettings(QuorumError):
    """{where}: {problem}."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        """The first problem is the message; the context has them all."""
        path, problem = problems[0]
        super().__init__(
            where=_in_words(path),
            problem=problem.rstrip("."),
            problems=[{"path": list(path), "message": message} for path, message in problems],
        )


class BadRows(QuorumError):
    """Nothing was imported: {bad} of {rows} rows have errors."""

    status = 422


class FieldsChanged(QuorumError):
    """The project's fields changed while the rows were read. Import them again."""

    status = 409


class UnreadableUpload(QuorumError):
    """{filename} cannot be imported. {problem}"""

    status = 415


class NotRefused(QuorumError):
    """Only a file that was refused can be imported again without its bad rows."""

    status = 409


def _in_words(path: tuple[str | int, ...]) -> str:
    """People count entries from 1, and do not know where settings are kept."""
    return " ".join(
        str(step + 1) if isinstance(step, int) else step.replace("_", " ")
        for step in path
        if step != "settings"
    )
