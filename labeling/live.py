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


def poke(project_id: int, changed: Iterable[str]) -> None:
    """Best effort: a page that misses it catches up by itself."""
    message = {"type": "changed", "changed": sorted(changed)}
    try:
        async_to_sync(get_channel_layer().group_send)(group(project_id), message)
    except (OSError, RedisError) as error:
        log.warning("Pages of project %s were not told of changes: %s", project_id, error)
