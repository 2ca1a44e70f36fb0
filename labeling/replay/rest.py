"""An audit wants a campaign at rest: with nothing left in the outbox, and all summaries fresh."""

from __future__ import annotations

import time

from labeling.models import Event, Progress

PATIENCE = 60.0  # seconds


def wait_until_at_rest(project_id: int) -> None:
    """Returns after a while in any case: what is still missing then is for the audit to say."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        waiting = Event.objects.filter(project=project_id).exists()
        stale = Progress.objects.filter(project=project_id, stale=True).exists()
        if not waiting and not stale:
            return
        time.sleep(0.2)
