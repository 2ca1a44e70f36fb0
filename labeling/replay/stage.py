"""Sets a recorded campaign up on a server, as an organizer would: over the API alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from labeling.client import Client, Project
from labeling.client.annotators import Annotator
from labeling.client.assignments import Pair
from labeling.client.controls import Control
from labeling.replay.plan import Plan, Watch
from labeling.replay.recording import Recording

BATCH = 1000


@dataclass(frozen=True)
class Stage:
    """A running campaign: who plays whom, and the records' external ids by the server's refs."""

    project: Project
    cast: dict[str, Annotator]
    records: dict[str, str]


def set_up(client: Client, plan: Plan) -> Stage:
    """In mode "recorded" everybody is assigned what they answered then; in "dealt" the server deals."""
    recording = plan.recording
    project = _project(client, recording, plan.workspace, plan.mode)
    project.records.add(recording.records)
    if plan.watch:
        _watch(project, recording, plan.watch)
    cast = _cast(client, recording, plan.workspace, plan.people())
    if plan.mode == "recorded":
        _assign(project, recording.pairs(), cast)
    project.start()
    records = {record["ref"]: str(record["external_id"]) for record in project.records}
    return Stage(project, cast, records)


def _project(client: Client, recording: Recording, workspace: str, mode: str) -> Project:
    definition = recording.dataset.definition()
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    name = f"{definition.pop('name')}, {mode} {moment}"
    return client.projects.create(workspace=workspace, name=name, **definition)


def _watch(project: Project, recording: Recording, watch: Watch) -> None:
    question = recording.dataset.QUESTION
    project.policy.set(**watch.policy())
    project.controls.load(
        Control(
            external_id=gold.name,
            fields=gold.record["fields"],
            metadata=gold.record.get("metadata", {}),
            answers={question: gold.answer},
        )
        for gold in watch.controls
    )


def _cast(client: Client, recording: Recording, workspace: str, people: list[str]) -> dict[str, Annotator]:
    annotators = client.workspace(workspace).annotators
    rest = iter(people)
    cast: dict[str, Annotator] = {}
    while some := list(islice(rest, BATCH)):
        made = annotators.create(len(some), prefix=recording.dataset.NAME)
        cast |= dict(zip(some, made, strict=True))
    return cast


def _assign(project: Project, pairs: Iterable[tuple[str, str]], cast: dict[str, Annotator]) -> None:
    rest = (Pair(record=record, annotator=cast[person]["username"]) for record, person in pairs)
    while some := list(islice(rest, BATCH)):
        project.assignments.assign(some)
