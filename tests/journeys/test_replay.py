"""Part of a recorded campaign over HTTP, in both modes: the totals are the recorded ones, to the last answer."""

from __future__ import annotations

import io
import json
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command

from labeling.client import Client, Workspace
from labeling.demo import DATASETS
from labeling.replay.recording import Recording
from tests.stack import Stack


def replay(stack: Stack, name: str, **options: object) -> dict[str, object]:
    """The report; the command itself fails on any difference, and so does its audit."""
    out = io.StringIO()
    with stack.database():
        call_command("replay", name, url=stack.url, json=True, stdout=out, **options)
    report: dict[str, object] = json.loads(out.getvalue())
    return report


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("mode", ["recorded", "dealt"])
def test_a_replay_comes_to_what_was_recorded(stack: Stack, name: str, mode: str):
    expected = Recording(DATASETS[name], limit=20).figures
    report = replay(stack, name, mode=mode, limit_records=20)
    assert report["differences"] == []
    assert report["responses"] == expected.responses
    assert report["alpha"] == pytest.approx(expected.alpha, abs=5e-5)
    assert report["accuracy"] == (expected.accuracy and pytest.approx(expected.accuracy))
    assert (report["surplus"], report["failures"]) == (0, 0)


def test_the_smallest_crowd_that_can_give_all_answers_does(stack: Stack):
    report = replay(stack, "rte", mode="dealt", annotators=10, limit_records=8, concurrency=3)
    assert (report["annotators"], report["responses"], report["surplus"]) == (10, 80, 0)


def test_people_who_click_are_paused_and_excluded_and_the_others_make_up_for_them(stack: Stack):
    """Unless one of them was missed, which is rare, the answers are exactly the recorded ones after the review."""
    report = replay(stack, "rte", clickers=0.2, annotators=15, limit_records=60, controls=12, rate=0.4)
    review = cast(dict[str, Any], report["review"])
    before, after = review["before"]["figures"], review["after"]["figures"]
    assert report["differences"] == []
    assert (report["mode"], report["records"], review["controls"]) == ("dealt", 48, 12)
    assert (before["responses"], after["responses"]) == (480, 480)
    caught = [one for one in review["excluded"] if one["clicks"]]
    assert caught
    assert sum(one["answers"] for one in caught) > 0


def test_nobody_clicks_in_a_recording(stack: Stack):
    with pytest.raises(CommandError, match="the server deals"), stack.database():
        call_command("replay", "rte", url=stack.url, mode="recorded", clickers=0.1)


def test_an_organizers_own_token_is_enough_where_there_is_no_database(
    stack: Stack, organizer: Client, workspace: Workspace
):
    out = io.StringIO()
    token = organizer.tokens.create("replay")["token"]
    call_command("replay", "rte", url=stack.url, token=token, limit_records=2, json=True, stdout=out)
    (project,) = organizer.projects
    assert project["id"] == json.loads(out.getvalue())["project"]
    assert (project["workspace"], project["state"]) == (workspace.slug, "finished")


def test_a_server_that_does_not_answer_gets_one_clear_line(stack: Stack):
    with pytest.raises(CommandError, match="does not answer"), stack.database():
        call_command("replay", "rte", url="http://127.0.0.1:9", limit_records=1)


def test_a_token_that_is_none_gets_one_clear_line(stack: Stack):
    with pytest.raises(CommandError, match=r"refused.*token"), stack.database():
        call_command("replay", "rte", url=stack.url, token="qrm_none", workspace="replays", limit_records=1)
