"""Errors that a person may cause. The docstring is the message; problems.py maps them to HTTP, once."""

from typing import Any


class QuorumError(Exception):
    """The request could not be carried out."""

    status = 400

    def __init__(self, **context: Any) -> None:
        """`context` fills the placeholders of the docstring and is shown beside it."""
        self.context = context
        super().__init__((self.__doc__ or "").format(**context))

    @property
    def code(self) -> str:
        """The class's name in kebab-case: stable, for programs to compare."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")


class NotAllowed(QuorumError):
    """Your role does not allow this."""

    status = 403


class InvitationSpent(QuorumError):
    """This invitation has expired or has been used. Ask whoever sent it for a new one."""

    status = 410


class AlreadyMember(QuorumError):
    """{user} is a member of this workspace already."""

    status = 409


class LastOwner(QuorumError):
    """A workspace keeps at least one owner. Make somebody else an owner first."""

    status = 409


class NameTaken(QuorumError):
    """The name {name} is taken. Choose another one."""

    status = 409


class TooLarge(QuorumError):
    """What was sent has more than {limit} bytes: send it in parts."""

    status = 413
