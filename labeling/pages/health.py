"""For load balancers and people who start things: is the process up, and can it do its work?"""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from labeling.tasks import HEARTBEAT

HEARTBEAT_FRESH = timedelta(seconds=30)


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, Redis, migrations and a worker are there; 503 with what is missing otherwise."""
    checks = {name: _outcome(check) for name, check in CHECKS.items()}
    ready = all(outcome == "ok" for outcome in checks.values())
    body = {"status": "ok" if ready else "not ready", "checks": checks}
    response = JsonResponse(body, status=200 if ready else 503)
    # Django logs each 503 as an error; whoever polls sees it anyway.
    vars(response)["_has_been_logged"] = True
    return response


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # whatever breaks a check is its outcome
        return f"{type(error).__name__}: no answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _redis() -> str:
    cache.get(HEARTBEAT)
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} to apply: manage.py migrate" if pending else "ok"


def _worker() -> str:
    beat = cast("float | None", cache.get(HEARTBEAT))
    if beat is None or timezone.now().timestamp() - beat > HEARTBEAT_FRESH.total_seconds():
        return "no heartbeat from a Celery worker"
    return "ok"


CHECKS = {"database": _database, "redis": _redis, "migrations": _migrations, "worker": _worker}
