"""From a file of records to a file of answers, through the client alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from labeling.client import Client, Forbidden, NotFound, Project, Unprocessable, Workspace
from labeling.client.records import Record
from tests.journeys.campaigns import FIELDS, QUESTIONS, eventually, running


def label_all(project: Project, answers: dict[str, str]) -> int:
    done = 0
    for assignment in project.work(wait=0.2):
        assignment.submit({"mood": answers[assignment.fields["text"]]})
        done += 1
    return done


def test_from_ndjson_to_export(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client], tmp_path: Path
):
    project = organizer.projects.create(
        workspace=workspace.slug, name="Weather", overlap=2, fields=FIELDS, questions=QUESTIONS
    )
    texts = ["sun ☀", "rain", "<b>snow</b>", "=1+1"]
    file = tmp_path / "records.ndjson"
    file.write_text(
        "".join(json.dumps({"external_id": text, "fields": {"text": text}}) + "\n" for text in texts)
    )
    imported = project.records.add(json.loads(line) for line in file.read_text().splitlines())
    assert (imported["created"], imported["bad"]) == (4, 0)
    assert project.start()["state"] == "running"

    one = dict(zip(texts, ["good", "bad", "good", "good"], strict=True))
    other = dict(zip(texts, ["good", "bad", "bad", "good"], strict=True))
    ann, ben = people
    assert label_all(ann.project(project.id), one) == 4
    assert label_all(ben.project(project.id), other) == 4
    assert ann.project(project.id).next().reason == "complete"

    progress = eventually(project.progress, lambda now: now["complete"] == 4 and now["live"] == 0)
    assert (progress["records"], progress["complete"], progress["wanted"], progress["counted"]) == (
        4,
        4,
        8,
        8,
    )
    mood = eventually(lambda: project.agreement()[0], lambda now: now["answers"] == 8)
    assert mood["percent"] == 0.75
    project.finish()

    names = {client.me()["username"]: given for client, given in ((ann, one), (ben, other))}
    rows = read(project.export("responses", tmp_path / "responses.jsonl"))
    assert {(row["annotator"], row["external_id"], row["values"]["mood"]) for row in rows} == {
        (name, text, answer) for name, given in names.items() for text, answer in given.items()
    }
    consensus = {
        row["external_id"]: row["consensus"]["mood"]
        for row in read(project.export("consensus", tmp_path / "consensus.jsonl"))
    }
    assert consensus["rain"]["value"] == "bad"
    assert consensus["<b>snow</b>"]["value"] is None, "a tie is a tie"
    assert sorted(consensus["<b>snow</b>"]["tied"]) == ["bad", "good"]
    with project.export("responses", tmp_path / "responses.csv", format="csv").open() as table:
        cells = list(csv.DictReader(table))
    assert len(cells) == 8
    assert {row["external_id"] for row in cells} == {*texts[:3], "'=1+1"}, (
        "a formula must not run in a spreadsheet"
    )


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_bad_rows_refuse_the_import_and_say_where_they_are(organizer: Client, workspace: Workspace):
    project = organizer.projects.create(
        workspace=workspace.slug, name="Bad rows", fields=FIELDS, questions=QUESTIONS
    )
    rows: list[Record] = [{"fields": {"text": "fine"}}, {"fields": {}}]
    with pytest.raises(Unprocessable) as caught:
        project.records.add(rows)
    assert caught.value.code == "bad-rows"
    assert [problem["row"] for problem in caught.value.context["problems"]] == [2]
    assert list(project.records) == []
    assert project.records.add(rows, skip_bad_rows=True)["created"] == 1
    assert [record["fields"] for record in project.records] == [{"text": "fine"}]


def test_an_annotator_sees_no_more_than_their_work(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client], tmp_path: Path
):
    project = running(organizer, workspace, records=1)
    mine = people[0].project(project.id)
    for peek in (mine.agreement, lambda: list(mine.records), lambda: list(mine.responses)):
        with pytest.raises((NotFound, Forbidden)):
            peek()
    with pytest.raises((NotFound, Forbidden)):
        mine.export("responses", tmp_path / "peek.jsonl")
    with pytest.raises((NotFound, Forbidden)):
        mine.finish()


def test_a_list_longer_than_a_page_comes_whole(organizer: Client, workspace: Workspace):
    project = running(organizer, workspace, records=230)
    assert {record["external_id"] for record in project.records} == {f"r{n}" for n in range(230)}
