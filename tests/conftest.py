"""The engines under the suite: one PostgreSQL and one Redis per session, a database in each per worker.

DATABASE_URL and REDIS_URL, where set, name other engines to use. Django's settings read the environment once, so they
are named here, when it is complete, and not in pyproject.toml or the environment that xdist's workers inherit.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import django
import pytest

from tests.engines import SessionEngines

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NEEDED = ("DATABASE_URL", "REDIS_URL")


def pytest_configure(config: pytest.Config) -> None:
    if not WORKER and not all(os.environ.get(name) for name in NEEDED):
        engines = SessionEngines.start(Path(config.rootpath) / ".quorum" / "tests")
        config.add_cleanup(engines.stop)
        os.environ["QUORUM_DATA"] = str(engines.data)
        os.environ.setdefault("REDIS_URL", engines.addresses.redis_url)
    os.environ["REDIS_URL"] = _own_redis_database(os.environ["REDIS_URL"])
    os.environ["REDIS_PREFIX"] = f"quorum-{WORKER}"  # publish and subscribe know no databases
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ["DJANGO_SETTINGS_MODULE"] = "labeling.settings"
    django.setup()
    for plugin in ("tests.cast", "tests.stack"):  # they import models, so not before
        config.pluginmanager.import_plugin(plugin)
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _own_redis_database(url: str) -> str:
    """pytest-django gives every worker a PostgreSQL database of its own; Redis has numbered ones: 0 alone, gw0 has 1."""
    number = int(WORKER.removeprefix("gw")) + 1 if WORKER else 0
    if "?db=" in url:
        return re.sub(r"\?db=\d+", f"?db={number}", url)
    return re.sub(r"(://[^/]*)(/\d*)?$", rf"\g<1>/{number}", url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly when the journeys were left out: a short letter `s` in the dots is easily overlooked."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "make browser" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("BROWSER JOURNEYS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} skipped: there is no Chromium on the PATH; `make browser` installs one."
        )
