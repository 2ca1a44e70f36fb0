"""Tell open pages that something changed; they fetch what they may see."""

import logging
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


OPEN = frozenset({"everything", "progress", "leaderboard"})
"""What annotators hear of: these change with every answer, or in batches. The rest would tell them of controls."""


def group(project_id: int) -> str:
    return f"project.{project_id}"


def own_group(project_id: int, user_id: int) -> str:
    """One person's pages of the project."""
    return f"project.{project_id}.user.{user_id}"


def poke(project_id: int, changed: Iterable[str]) -> None:
    """Best effort: a page that misses it catches up by itself."""
    _send(group(project_id), "changed", changed)


def poke_own(project_id: int, user_id: int, changed: Iterable[str]) -> None:
    """Likewise, one person only, of what is theirs to see."""
    _send(own_group(project_id, user_id), "own", changed)


def _send(to: str, kind: str, changed: Iterable[str]) -> None:
    try:
        async_to_sync(get_channel_layer().group_send)(to, {"type": kind, "changed": sorted(changed)})
    except (OSError, RedisError) as error:
        log.warning("Pages in %s were not told of changes: %s", to, error)
