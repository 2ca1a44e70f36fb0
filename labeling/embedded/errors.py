"""What can keep an engine from starting. The docstring is the message."""

from inspect import cleandoc


class EngineError(RuntimeError):
    """The embedded engines cannot be used."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join(cleandoc(self.__doc__ or "").format(**facts).split()))


class OtherVersion(EngineError):
    """{folder} holds data of PostgreSQL {found}, and this release brings PostgreSQL {expected}: dump it with the old
    release and restore it with this one, or name another folder with QUORUM_DATA."""


class WontStart(EngineError):
    """{engine} does not start: {reason} (more in {log})."""


class NoSystemUser(EngineError):
    """PostgreSQL refuses to run as root and the system user {user} could not be made ({reason}): run as an ordinary
    user, or set DATABASE_URL and REDIS_URL."""
