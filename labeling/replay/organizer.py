"""An organizer on this machine: the one thing that a replay takes from the database and not over HTTP."""

from __future__ import annotations

WORKSPACE = "replays"
