"""Nothing that annotators see tells controls from other records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from queue import Empty, SimpleQueue
from random import Random
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from labeling.actions import control as controls
from labeling.actions.assignment import expire
from labeling.client import Client, Project, Workspace
from labeling.models import Assignment, Policy
from projects.actions.record import numbered
from projects.models import Project as Stored
from tests.journeys.campaigns import FIELDS, QUESTIONS
from tests.journeys.separation import one_hot, separations
from tests.journeys.traffic import Annotator, Sight
from tests.stack import Stack

RECORDS, CONTROLS, SEEN = 430, 110, 400
EVEN = {"initial": 0.1, "settled": 0.1, "floor": 0.1}
CHANCE = 1e-3
# By so much the AUC of a time must be off: whatever else the machine does moves times too.
LARGE = 0.15

Traffic = tuple[list[Sight], list[bool]]


class Lapses:
    """Leases that run out at somebody's word; the database is this thread's alone."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._asked: SimpleQueue[tuple[int, Event]] = SimpleQueue()

    def __call__(self, assignment: int) -> None:
        done = Event()
        self._asked.put((assignment, done))
        assert done.wait(60)

    def serve(self, threads: Iterable[Thread]) -> None:
        while any(thread.is_alive() for thread in threads):
            try:
                assignment, done = self._asked.get(timeout=0.2)
            except Empty:
                continue
            with self._stack.database():
                now = timezone.now()
                Assignment.objects.filter(pk=assignment).update(expires_at=now - timedelta(minutes=1))
                expire(now=now)
            done.set()


@pytest.fixture(scope="module")
def words() -> Callable[[], str]:
    """Texts of controls and of others are alike, or else no service could hide them."""
    random = Random(3)
    return lambda: (
        "text " + " ".join("".join(random.choices("abcdefghij", k=5)) for _ in range(random.randint(2, 20)))
    )


@pytest.fixture
def project(stack: Stack, organizer: Client, workspace: Workspace, words: Callable[[], str]) -> Project:
    """A campaign where every tenth record or so is a control."""
    made = organizer.projects.create(
        workspace=workspace.slug, name="Moods", overlap=2, fields=FIELDS, questions=QUESTIONS
    )
    rows: Any = [{"external_id": f"r{n}", "fields": {"text": words()}} for n in range(RECORDS)]
    made.records.add(rows)
    known: Any = [
        {"external_id": f"c{n}", "fields": {"text": words()}, "answers": {"mood": "good"}}
        for n in range(CONTROLS)
    ]
    with stack.database():
        stored = Stored.objects.get(pk=made.id)
        controls.load(stored, numbered(known), by=stored.created_by)
        Policy.objects.create(project=stored, settings={"insertion": EVEN, "on_gate": "none"})
    made.start()
    return made


@pytest.fixture
def traffic(stack: Stack, project: Project, workspace: Workspace) -> Traffic:
    """What two annotators who work at the same time see, and which of it was a control."""
    lapses = Lapses(stack)
    people = []
    for seed, one in enumerate(workspace.annotators.create(2)):
        cookie = session(stack, one["username"])
        people.append(Annotator(stack.url, project.id, one["token"], cookie, lapses, seed))
    threads = [Thread(target=person.work, args=(SEEN,)) for person in people]
    for thread in threads:
        thread.start()
    lapses.serve(threads)
    sights = [sight for person in people for sight in person.sights]
    with stack.database():
        purposes = dict(Assignment.objects.filter(project=project.id).values_list("pk", "purpose"))
    return sights, [purposes[sight.assignment] == Assignment.Purpose.CONTROL for sight in sights]


def session(stack: Stack, username: str) -> str:
    browser = Browser()
    with stack.database():
        browser.force_login(User.objects.get(username=username))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_classifier_finds_nothing_to_tell_controls_by(traffic: Traffic):
    sights, marked = traffic
    assert len(sights) > 1.6 * SEEN
    assert sum(marked) > 0.07 * len(sights)

    assert not forms_of_their_own(sights, marked)
    found = separations(features(sights, lambda sight: sight.figures) | shown(sights), marked)
    told = [str(one) for one in found if one.p < CHANCE / len(found)]
    assert not told

    slow = separations(features(sights, lambda sight: sight.seconds), marked)
    told = [str(one) for one in slow if one.p < CHANCE / len(slow) and abs(one.auc - 0.5) > LARGE]
    assert not told


def forms_of_their_own(sights: list[Sight], marked: list[bool]) -> list[str]:
    """Keys, types of values, headers and page fragments that only controls come with."""
    forms: dict[bool, set[tuple[str, str]]] = defaultdict(set)
    for sight, control in zip(sights, marked, strict=True):
        forms[control] |= set(sight.forms.items())
    return [f"{what}: {form}" for what, form in sorted(forms[True] - forms[False])]


def shown(sights: list[Sight]) -> dict[str, list[float]]:
    """Each form of an answer as a feature, and what was done, which must not depend on what was seen either."""
    names = {name for sight in sights for name in sight.forms}
    return {
        feature: values
        for name in sorted(names)
        for feature, values in one_hot(name, [sight.forms.get(name) for sight in sights])
    }


def features(sights: list[Sight], of: Callable[[Sight], dict[str, float]]) -> dict[str, list[float]]:
    names = {name for sight in sights for name in of(sight)}
    return {name: [of(sight).get(name, float("nan")) for sight in sights] for name in sorted(names)}
