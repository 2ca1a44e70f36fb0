"""What can keep a copy of Quorum from starting on this machine. The docstring is the message, one line for a person."""

from inspect import cleandoc


class CannotStart(RuntimeError):
    """Quorum cannot start here."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join(cleandoc(self.__doc__ or "").format(**facts).split()))


class OtherVersion(CannotStart):
    """{folder} holds data of PostgreSQL {found}, and this release brings PostgreSQL {expected}: dump it with the old
    release and restore it with this one, or name another folder with QUORUM_DATA."""


class WontStart(CannotStart):
    """{engine} does not start: {reason} (more in {log})."""


class Foreign(CannotStart):
    """{folder} belongs to another user of this machine: remove it, or name another folder with QUORUM_DATA."""


class NoSystemUser(CannotStart):
    """PostgreSQL refuses to run as root and the system user {user} could not be made ({reason}): run as an ordinary
    user, or set DATABASE_URL and REDIS_URL."""
