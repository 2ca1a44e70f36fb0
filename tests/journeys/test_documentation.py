"""What the client's documentation shows is what one can type."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest

import labeling.client
from labeling.client import Client, Workspace
from tests.stack import Stack


def examples() -> list[str]:
    """The indented blocks of the package's docstring."""
    blocks = re.findall(r"(?:^(?: {4}.*)?\n)+", labeling.client.__doc__ or "", re.MULTILINE)
    return [textwrap.dedent(block).strip() for block in blocks if block.strip()]


def run(example: str, stack: Stack, token: str, **instead: str) -> None:
    for shown, real in {"http://127.0.0.1:8000": stack.url, "qrm_…": token, **instead}.items():
        assert shown in example, f"the example does not mention {shown}"
        example = example.replace(shown, real)
    exec(example, {})  # noqa: S102


def test_the_examples_work_as_they_stand(
    stack: Stack,
    organizer: Client,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    annotating, organizing = examples()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    organize = organizing.replace('"demo"', repr(workspace.slug))
    assert organize != organizing
    run(organize, stack, organizer.tokens.create("example")["token"])
    printed = dict(line.split() for line in capsys.readouterr().out.splitlines())
    assert len(printed) == 2
    (project,) = organizer.projects

    start = "from labeling.client import Client\n"
    assert annotating.startswith(start)
    for token in printed.values():
        run(annotating, stack, token, **{"project(1)": f"project({project['id']})"})
    file = organizer.project(project["id"]).export("responses", "responses.jsonl")
    answers = [json.loads(line) for line in file.read_text().splitlines()]
    assert {answer["annotator"] for answer in answers} == printed.keys()
    assert all(answer["values"] == {"entailed": "yes"} for answer in answers)
