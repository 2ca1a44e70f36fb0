"""Sockets: they say what changed on a project, never what it changed to."""

from typing import Any

routes: list[Any] = []
