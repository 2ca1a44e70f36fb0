"""Recorded answers, as rows of a project: the figures of the READMEs in tests/data."""

import csv
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from labeling import events
from labeling.models import Agreement, Assignment, Event, Response
from labeling.queries.audit.agreement import alpha, patterns, similarity
from labeling.queries.audit.votes import votes_on
from projects.actions.record import import_records, numbered
from projects.models import Question
from projects.questions import kind
from tests.factories.labeling import make_annotators, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "data"


def opened(name):
    return gzip.open(DATA / name, "rt", encoding="utf-8", newline="")


def campaign(workspace, by, questions, answers, texts):
    """A project whose records have these answers: by record and worker, each the values of all questions."""
    project = make_project(workspace, by, overlap=20, questions=questions)
    rows = [{"external_id": name, "fields": {"text": texts.get(name, name)}} for name in answers]
    import_records(project, numbered(rows))
    workers = sorted({worker for given in answers.values() for worker in given})
    people = dict(zip(workers, make_annotators(workspace, len(workers)), strict=True))
    records = {record.external_id: record for record in project.records.all()}
    now = timezone.now()
    given = [(records[name], people[w], values) for name, one in answers.items() for w, values in one.items()]
    made = Assignment.objects.bulk_create(
        Assignment(
            project=project, record=record, annotator=person, state="submitted", position=record.position,
            dealt_at=now, opened_at=now, closed_at=now,
        )
        for record, person, _ in given
    )  # fmt: skip
    Response.objects.bulk_create(
        Response(
            assignment=assignment, project=project, record=record, annotator=person, values=values, counted=True,
            opened_at=now, submitted_at=now,
        )
        for assignment, (record, person, values) in zip(made, given, strict=True)
    )  # fmt: skip
    events.record_many(
        Event.Kind.SUBMITTED, project_id=project.pk, record_ids=[record.pk for record in records.values()]
    )
    settle(project)
    for question in Question.objects.filter(project=project):
        votes = votes_on(question)
        assert [*alpha(question, votes), *patterns(question, votes), *similarity(question, votes)] == []
    return Agreement.objects.filter(question__project=project)


def test_asset_ratings(acme, olga):
    answers: Any = defaultdict(lambda: defaultdict(dict))
    with opened("asset_ratings/labels.csv.gz") as lines:
        for row in csv.DictReader(lines):
            sentence, _, aspect = row["item"].rpartition("-")
            if aspect == "meaning":
                answers[sentence][row["worker"]] = {
                    "meaning": int(row["rating"]),
                    "level": int(row["rating"]),
                }
    questions = [
        {"name": "meaning", "title": "Meaning", "kind": "number", "settings": {"min": 0, "max": 100}},
        {"name": "level", "title": "Level", "kind": "rating", "settings": {"min": 0, "max": 100}},
    ]
    found = {row.question.name: row for row in campaign(acme, olga, questions, answers, {})}
    number, level = found["meaning"], found["level"]
    assert (number.records, number.answers) == (100, 1500)
    assert number.alpha == pytest.approx(0.5872, abs=5e-5)
    assert number.measures["intraclass"]["value"] == pytest.approx(0.5895, abs=5e-5)
    assert (number.low, number.high) == pytest.approx(
        (0.5026, 0.6515), abs=0.015
    )  # another thousand resamples
    assert level.alpha == pytest.approx(0.5838, abs=5e-5)


def test_ct_events(acme, olga):
    """The events of a sentence are named by where they are: options that all sentences share, as sets know them."""
    with opened("ct_events/items.jsonl.gz") as lines:
        texts = {item["item"]: item["sentence"] for item in map(json.loads, lines)}
    answers: Any = defaultdict(lambda: defaultdict(dict))
    with opened("ct_events/multilabel.csv.gz") as lines:
        for row in csv.DictReader(lines):
            answers[row["item"]][row["worker"]]["events"] = sorted({*row["labels"].split("|")} - {"none"})
    span = kind("span")
    settings = span.settings({"field": "text", "labels": ["event"]})
    with opened("ct_events/spans.jsonl.gz") as lines:
        for row in map(json.loads, lines):
            text = texts[row["item"]]
            marked = span.clean(settings, _marks(row["spans"]), {"text": text})
            answers[row["item"]][row["worker"]]["marks"] = marked
    options = sorted(
        {label for one in answers.values() for v in one.values() for label in v.get("events", ())}
    )
    place = {option: at for at, option in enumerate(options)}
    for one in answers.values():
        for values in one.values():
            values.get("events", []).sort(key=place.__getitem__)
    questions = [
        {"name": "events", "title": "Events", "kind": "multi_label", "settings": {"options": options}, "required": False},
        {"name": "marks", "title": "Marks", "kind": "span", "settings": settings.model_dump(mode="json"), "required": False},
    ]  # fmt: skip
    found = {row.question.name: row for row in campaign(acme, olga, questions, answers, texts)}
    sets, marks = found["events"], found["marks"]
    assert (sets.records, sets.answers, marks.answers) == (42, 840, 840)
    assert sets.measures["alpha_masi"]["value"] == pytest.approx(0.3814, abs=5e-5)
    assert sets.measures["alpha_jaccard"]["value"] == pytest.approx(0.4708, abs=5e-5)
    assert marks.alpha == pytest.approx(0.2458, abs=5e-5)


def _marks(spans):
    """Words without a place in the sentence are left out, spans that touch or overlap are one."""
    characters = sorted({at for start, end, _ in spans if start is not None for at in range(start, end)})
    starts = [at for at in characters if at - 1 not in characters]
    ends = [at + 1 for at in characters if at + 1 not in characters]
    return [{"start": s, "end": e, "label": "event"} for s, e in zip(starts, ends, strict=True)]
