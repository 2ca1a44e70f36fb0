"""The answers that a campaign counts, as it exports them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from labeling.client import Project
from labeling.demo import Vote
from labeling.replay.figures import exported


def exported_votes(project: Project, question: str) -> list[Vote]:
    with TemporaryDirectory() as folder:
        file = project.export("responses", Path(folder) / "responses.jsonl")
        return list(exported(file, question))
