"""Quorum from Python.

An annotator works until nothing is left:

    from labeling.client import Client

    with Client("http://127.0.0.1:8000", "qrm_…") as quorum:
        for assignment in quorum.project(1).work():
            assignment.submit({"entailed": "yes"})

An organizer makes a campaign, runs it and takes the results home:

    from labeling.client import Client

    with Client("http://127.0.0.1:8000", "qrm_…") as quorum:
        project = quorum.projects.create(
            workspace="demo",
            name="Entailment",
            overlap=2,
            fields=[{"name": "text", "title": "Text", "kind": "text"}],
            questions=[{
                "name": "entailed", "title": "Is it so?", "kind": "label", "settings": {"options": ["yes", "no"]},
            }],
        )
        project.records.add([{"external_id": "r1", "fields": {"text": "It rained."}}])
        project.start()
        for annotator in quorum.workspace("demo").annotators.create(2):
            print(annotator["username"], annotator["token"])
        ...
        project.export("responses", "responses.jsonl")

What the server refuses is a ProblemError, by status one of its subclasses. Needs httpx alone.
"""

from labeling.client.assignments import Assignment, Turn
from labeling.client.client import Client
from labeling.client.errors import (
    Conflict,
    Forbidden,
    LeftOpen,
    NotFound,
    ProblemError,
    Unauthorized,
    Unprocessable,
)
from labeling.client.projects import Project
from labeling.client.workspaces import Workspace

__all__ = [
    "Assignment",
    "Client",
    "Conflict",
    "Forbidden",
    "LeftOpen",
    "NotFound",
    "ProblemError",
    "Project",
    "Turn",
    "Unauthorized",
    "Unprocessable",
    "Workspace",
]
