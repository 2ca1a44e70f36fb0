"""How many answers a second the API takes: submit, with the next record in the answer."""

from __future__ import annotations

import pytest

from accounts.actions import token as tokens
from accounts.models import User, Workspace
from labeling import reactions
from tests.benchmarks.conftest import Serve
from tests.benchmarks.crowd import work
from tests.factories.labeling import make_annotators
from tests.factories.projects import make_project

pytestmark = pytest.mark.benchmark

RECORDS = 20_000
SECONDS = 10


def test_answers_per_second(acme: Workspace, olga: User, serve: Serve, capsys: pytest.CaptureFixture[str]):
    project = make_project(acme, olga, records=RECORDS, overlap=5)
    reactions.deliver(project.pk)
    crowd = [tokens.create(user, name="benchmark")[1] for user in make_annotators(acme, 50)]
    with serve("labeling.asgi:application") as url:
        work(url, project.pk, crowd[:4], seconds=3)
        for people in (1, 8, 50):
            figures = work(url, project.pk, crowd[:people], seconds=SECONDS)
            with capsys.disabled():
                print(f"\n{figures}", end="")
    assert figures.submits
