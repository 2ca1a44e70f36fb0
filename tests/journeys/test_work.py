"""What an annotator meets on the way: lost answers, late answers, second thoughts."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from labeling.actions.assignment import expire
from labeling.client import Assignment, Client, Conflict, Project, Unprocessable, Workspace
from labeling.models import Assignment as Stored
from tests.journeys.campaigns import eventually, running
from tests.stack import Stack


def dealt(project: Project) -> Assignment:
    assignment = project.next().assignment
    assert assignment
    return assignment


def let_expire(stack: Stack, assignment: Assignment) -> None:
    """As if the lease had run out a minute ago."""
    with stack.database():
        now = timezone.now()
        Stored.objects.filter(pk=assignment.id).update(expires_at=now - timedelta(minutes=1))
        expire(now=now)
        assert Stored.objects.get(pk=assignment.id).state == Stored.State.EXPIRED


def test_the_same_submit_again_counts_once(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=2)
    assignment = dealt(people[0].project(project.id))
    first = assignment.submit({"mood": "good"}, key="one key")
    again = assignment.submit({"mood": "good"}, key="one key")
    assert first == again
    with pytest.raises(Conflict) as caught:
        assignment.submit({"mood": "bad"}, key="another key")
    assert caught.value.code == "already-submitted"
    assert [response["values"] for response in project.responses] == [{"mood": "good"}]


def test_answers_that_do_not_fit_are_refused_question_by_question(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=1)
    assignment = dealt(people[0].project(project.id))
    with pytest.raises(Unprocessable) as caught:
        assignment.submit({"mood": "middling", "colour": "blue"})
    assert caught.value.code == "invalid-answers"
    assert caught.value.context["problems"].keys() == {"mood", "colour"}
    assert assignment.submit({"mood": "bad", "why": "because"})["counted"]


def test_the_same_assignment_comes_until_it_is_closed_with_its_draft(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    mine = people[0].project(running(organizer, workspace, records=3).id)
    assignment = dealt(mine)
    assignment.save_draft({"mood": "good", "why": "not sure yet"})
    again = dealt(mine)
    assert again.id == assignment.id
    assert again.draft == {"mood": "good", "why": "not sure yet"}


def test_late_work_counts_while_its_place_is_free(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client], stack: Stack
):
    project = running(organizer, workspace, records=1, overlap=1)
    assignment = dealt(people[0].project(project.id))
    let_expire(stack, assignment)
    assert assignment.submit({"mood": "good"})["counted"]


def test_late_work_is_kept_as_surplus_once_another_took_its_place(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client], stack: Stack, tmp_path: Path
):
    project = running(organizer, workspace, records=1, overlap=1)
    slow, quick = (person.project(project.id) for person in people)
    assignment = dealt(slow)
    let_expire(stack, assignment)
    assert dealt(quick).submit({"mood": "bad"})["counted"]
    assert not assignment.submit({"mood": "good"})["counted"]

    progress = eventually(project.progress, lambda now: now["surplus"] == 1)
    assert (progress["counted"], progress["surplus"]) == (1, 1)
    exported = project.export("responses", tmp_path / "responses.jsonl").read_text().splitlines()
    assert [json.loads(line)["values"]["mood"] for line in exported] == ["bad"]


def test_undo_gives_the_answers_back_to_change(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=2)
    mine = people[0].project(project.id)
    dealt(mine).submit({"mood": "good"})
    again = mine.undo()
    assert again.draft == {"mood": "good"}
    again.submit({"mood": "bad"})
    assert [response["values"] for response in project.responses] == [{"mood": "bad"}]


def test_skipped_records_go_to_others_and_do_not_come_back(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=1, overlap=1)
    mine = people[0].project(project.id)
    dealt(mine).skip("not my language")
    assert mine.next().reason == "complete"
    assert dealt(people[1].project(project.id)).submit({"mood": "good"})["counted"]


def test_a_paused_campaign_deals_nothing_and_takes_what_was_done(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=2)
    mine = people[0].project(project.id)
    assignment = dealt(mine)
    project.pause()
    assert mine.next().reason == "paused"
    assert assignment.submit({"mood": "good"})["counted"]
    project.resume()
    assert dealt(mine).id != assignment.id


def test_what_an_organizer_assigns_comes_first_and_only_to_them(
    organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=20, overlap=1)
    ann, ben = people
    outcome = project.assignments.assign(
        {"record": name, "annotator": ann.me()["username"]} for name in ("r17", "r3")
    )
    assert (outcome["assigned"], outcome["already"]) == (2, 0)
    first = [
        assignment.fields["text"]
        for assignment, _ in zip(take(ann.project(project.id)), range(2), strict=False)
    ]
    assert set(first) == {"text 17", "text 3"}
    others = {assignment.fields["text"] for assignment in take(ben.project(project.id))}
    assert not others & set(first)


def take(project: Project):
    for assignment in project.work(wait=None):
        yield assignment
        if not assignment.closed:
            assignment.submit({"mood": "good"})
