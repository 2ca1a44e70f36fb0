"""What annotators of a campaign find of it: every address, as the resolver knows them, with their token and their session."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from labeling.actions import exclusion as exclusions
from labeling.actions import sanction as sanctions
from labeling.actions.assignment import flag
from labeling.actions.consensus import adjudicate
from labeling.actions.exclusion import Scope
from labeling.models import Assignment, Exclusion, Response, Sanction
from labeling.queries.standing import own_standing
from projects.actions import upload as uploads
from projects.models import Question, Record, Upload
from tests.factories.controls import load, make_check, set_policy
from tests.factories.labeling import api, assessed, opened, ranked, row, settle, submit
from tests.factories.projects import MOOD, add_records, make_project

pytestmark = pytest.mark.django_db

WHY = {"name": "why", "title": "Why?", "kind": "text", "required": False}
# Each stands for something that annotators must not find.
SECRETS = {
    "a record's metadata": "qzmetadata",
    "a record's batch": "qzbatch",
    "an external id": "qzexternal",
    "the name of a model": "qzmodel",
    "an upload": "qzupload",
    "what a control accepts": "qzaccepted",
    "why it does": "qzexplained",
    "what a reviewer noted": "qznoted",
    "an exclusion": "qzexcluded",
    "another's answer": "qzanswered",
    "another's flag": "qzflagged",
    "another's draft": "qzdrafted",
    "an adjudication": "qzadjudicated",
}
NAMES = {
    "accepted", "batch", "discrimination", "evidence", "explanation", "exposures", "external_id", "metadata", "passed",
    "posterior", "purpose", "stage", "tolerance", "withheld",
}  # fmt: skip
# Described, and the same for everybody.
DESCRIPTION = re.compile(r"^/api/(v1/)?(schema|docs)")
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def project(acme, olga, ann, ben, settings, tmp_path):
    """Ben has answered, flagged, drafted, been warned and in part been excluded; Ann has answered a control and a record."""
    settings.MEDIA_ROOT = tmp_path
    made = make_project(acme, olga, overlap=3, queue_depth=1, questions=[MOOD, WHY])
    for n, record in enumerate(add_records(made, 8)):
        Record.objects.filter(pk=record.pk).update(external_id=f"qzexternal {n}")
        record.content.metadata = {"qzmetadata": 1, "model": "qzmodel 7b"}
        record.content.batch = "qzbatch"
        record.content.save()
    made = set_policy(made, insertion={"initial": 0.0, "settled": 0.0, "floor": 0.0})
    load(made, {
        "external_id": "qzexternal control", "fields": {"text": "plain"}, "metadata": {"model": "qzmodel 8b"},
        "answers": {"mood": "good", "why": "qzaccepted"}, "explanation": "qzexplained",
    })  # fmt: skip
    control = made.controls.get()
    uploads.create(made, by=olga, file=ContentFile(b"text\nx\n"), filename="qzupload.csv")
    for _ in range(3):
        submit(made, opened(made, ben), {"mood": "bad", "why": "qzanswered"})
    submit(made, make_check(control, ben), {"mood": "bad", "why": "qzanswered"})
    flag(row(opened(made, ben)), reason="qzflagged")
    Assignment.objects.filter(pk=opened(made, ben).id).update(draft={"why": "qzdrafted"})
    impose = {
        "annotator_id": ben.pk,
        "cause": Sanction.Cause.REVIEWER,
        "evidence": {"reason": "qznoted"},
        "by": olga,
    }
    sanctions.impose(made, kind=Sanction.Kind.WARNING, **impose)
    answered = Response.objects.filter(annotator=ben, counted=True).order_by("pk")
    mood = Question.objects.get(project=made, name="mood")
    adjudicate(answered[0].record, mood, by=olga, value="good", note="qzadjudicated")
    exclusions.exclude(made, Scope(ben, answered[1].record), by=olga, reason="qzexcluded")
    submit(made, make_check(control, ann), {"mood": "good"})
    submit(made, opened(made, ann), {"mood": "good"})
    settle(made)
    assessed(made)
    ranked(made)
    return made


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Of the whole service, with {} for what is to be filled in."""
    for one in patterns:
        if isinstance(one.pattern, RoutePattern):
            here = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        else:
            here = unfolded(str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + here)
        else:
            assert isinstance(one, URLPattern)
            yield before + here


def unfolded(regex: str) -> str:
    """A regular expression as Django writes addresses: anchors, one level of groups, an optional slash at the end."""
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", regex)
    return re.sub(r"[\^$\\]|/\?", "", plain)


@pytest.fixture
def numbers(project, ann, ben):
    """Whatever an address may name: things of the project, of Ben, of Ann."""
    control = project.controls.get().pk
    answered = Response.objects.filter(annotator=ben, exclusion=None, passed=None).earliest("pk")
    held = Assignment.objects.get(annotator=ben, state="open").pk
    checked = Assignment.objects.get(annotator=ann, record=control).pk
    others = (Sanction, Exclusion, Upload)
    things = [one.pk for model in others for one in model.objects.filter(project=project)]
    return [
        str(n)
        for n in dict.fromkeys([project.pk, control, answered.record_id, held, checked, ben.pk, *things])
    ]


def filled(address: str, project: Any, numbers: list[str]) -> Iterator[str]:
    """Every address that it may be, as far as these things go."""
    names = re.findall(r"{(\w+)}", address)
    texts = {"slug": [project.workspace.slug], "what": ["responses", "consensus"], "form": ["jsonl", "csv"]}
    first = f"/projects/{{{names[0]}}}" in address if names else False
    choices = [
        [str(project.pk)] if first and name == names[0] else texts.get(name, [*numbers, "why", "mood"])
        for name in names
    ]
    for chosen in itertools.product(*choices):
        yield address.format(**dict(zip(names, chosen, strict=True)))


def test_no_address_shows_an_annotator_what_is_not_theirs(project, ann, numbers):
    with_token, signed_in = api(ann), Client()
    signed_in.force_login(ann)
    walked: dict[int, int] = {}
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        if address.startswith(("/admin/", "/accounts/logout")):
            continue
        for path in filled(address, project, numbers):
            methods = METHODS if path.startswith(f"/api/v1/projects/{project.pk}") else METHODS[:4]
            for method in methods if path.startswith("/api/") else ("get",):
                client = with_token if path.startswith("/api/") else signed_in
                answer = getattr(client, method)(
                    path, {} if method == "get" else "{}", content_type="application/json"
                )
                walked[answer.status_code] = walked.get(answer.status_code, 0) + 1
                check(f"{method} {path}", answer)
    assert walked[200] > 30
    assert walked[404] > 300
    assert 500 not in walked


def check(what: str, answer: Any) -> None:
    assert answer.status_code != 500, what
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown = body.decode() + str(dict(answer.headers))
    found = [secret for secret, mark in SECRETS.items() if mark in shown]
    assert not found, f"{what}: {found}"
    if "json" in answer.get("Content-Type", "") and not DESCRIPTION.search(what.partition(" ")[2]):
        told = NAMES & set(keys(json.loads(body)))
        assert not told, f"{what}: {told}"


def keys(body: Any) -> Iterator[str]:
    if isinstance(body, dict):
        yield from body
        body = list(body.values())
    if isinstance(body, list):
        for part in body:
            yield from keys(part)


def test_what_is_looked_for_is_there_to_be_found(project, olga):
    """Or else the walk proves nothing: an owner finds it."""
    client = api(olga)
    paths = ["records", "controls", "responses", "sanctions", "exclusions", "flags"]
    pages = [client.get(f"/api/v1/projects/{project.pk}/{path}").content.decode() for path in paths]
    record = Response.objects.earliest("pk").record_id
    pages.append(client.get(f"/api/v1/records/{record}/adjudications").content.decode())
    pages.append(client.get(f"/api/v1/uploads/{project.uploads.get().pk}").content.decode())
    missing = {secret for secret, mark in SECRETS.items() if not any(mark in page for page in pages)}
    assert missing <= {"another's draft"}
    told = set(itertools.chain.from_iterable(keys(json.loads(page)) for page in pages))
    assert told >= {
        "batch",
        "discrimination",
        "evidence",
        "explanation",
        "exposures",
        "external_id",
        "metadata",
    }


def seen(project: Any, client: Client) -> dict[str, list[str]]:
    """All figures that an annotator may look at, by address."""
    shown = {}
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        if "{" not in re.sub(r"/projects/{\w+}", "", address) and not address.startswith(
            ("/admin/", "/accounts/")
        ):
            path = re.sub(r"/projects/{\w+}", f"/projects/{project.pk}", address)
            answer = client.get(path)
            if answer.status_code == 200 and not answer.streaming and not DESCRIPTION.search(path):
                # Times pass, and what is no text has random parts: the keys of forms and of scripts.
                body = re.sub(r"<[^>]*>|\d{4}-\d\d-\d\d[ T][\d:.]+", "", answer.content.decode())
                shown[path] = re.findall(r"\d+", body)
    return shown


def moved(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[int]]:
    assert before.keys() == after.keys()
    found = {
        path: [int(now) - int(then) for then, now in zip(before[path], after[path], strict=True)]
        for path in before
        if len(before[path]) == len(after[path])
    }
    return {path: steps for path, steps in found.items() if any(steps)} | {
        path: [] for path in before if len(before[path]) != len(after[path])
    }


@pytest.mark.parametrize("mood", ["good", "bad"])
def test_after_an_answer_to_a_control_the_same_figures_move_as_after_any_other(acme, olga, ann, mood):
    """As they are refreshed after every answer; what is refreshed in batches counts both alike, in its batch."""
    project = make_project(acme, olga, records=6, overlap=2, queue_depth=1)
    project = set_policy(project, insertion={"initial": 0.0, "settled": 0.0, "floor": 0.0})
    load(project, {"external_id": "c1", "fields": {"text": "plain"}, "answers": {"mood": "good"}})
    ranked(project)
    client, signed_in = api(ann), Client()
    signed_in.force_login(ann)
    submit(project, opened(project, ann), mood)
    settle(project)
    moves = []
    for begin in (lambda: opened(project, ann), lambda: make_check(project.controls.get(), ann)):
        assignment = begin()
        before = seen(project, client) | seen(project, signed_in)
        submit(project, assignment, mood)
        settle(project)
        moves.append(moved(before, seen(project, client) | seen(project, signed_in)))
    assert moves[0] == moves[1]

    ranked(project)
    standing = own_standing(project, user=ann)
    assert (standing["counted"], standing["surplus"]) == (3, 0)
