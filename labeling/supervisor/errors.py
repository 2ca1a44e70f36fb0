"""What keeps a copy from starting. The docstring is the message."""

from labeling.embedded.errors import CannotStart


class FolderTaken(CannotStart):
    """{data} is in use by a running copy (process {pid}): stop it, or name another folder with QUORUM_DATA."""


class NoPort(CannotStart):
    """PORT must be a number from 1 to 65535, not {value!r}."""


class PortTaken(CannotStart):
    """Port {port} of {host} is not free ({reason}): stop that, or choose another with PORT=8001."""
