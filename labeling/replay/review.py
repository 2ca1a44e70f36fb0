"""A reviewer over the API: whoever the gates paused is confirmed and excluded, and the others do their part."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from statistics import median

from labeling.client.sanctions import Sanction
from labeling.replay.answers import exported_votes
from labeling.replay.catching_up import caught_up
from labeling.replay.crowd import Clicked
from labeling.replay.figures import Figures, figures
from labeling.replay.plan import Plan
from labeling.replay.stage import Stage
from labeling.replay.weighing import weigh

REASON = "Fails the controls; confirmed on review."

Run = Callable[[Collection[str]], None]
"""Lets these people work until there is nothing more for them."""


@dataclass(frozen=True)
class Measured:
    """What the counted answers come to; `weighed` is the accuracy by Dawid and Skene."""

    figures: Figures
    weighed: float | None


@dataclass(frozen=True)
class Excluded:
    """Somebody who was paused, by so many controls, and what the preview said of excluding them."""

    person: str
    clicks: bool
    passed: int
    failed: int
    answers: int
    reopened: int
    flipped: int

    @property
    def controls(self) -> int:
        return self.passed + self.failed


@dataclass
class Review:
    """Before anybody was excluded, and after the others took over."""

    controls: int
    clickers: int
    before: Measured
    after: Measured
    excluded: list[Excluded] = field(default_factory=list)

    @property
    def caught(self) -> int:
        return sum(one.clicks for one in self.excluded)

    @property
    def missed(self) -> int:
        return self.clickers - self.caught

    @property
    def honest(self) -> int:
        """People paused who did what they could."""
        return len(self.excluded) - self.caught

    @property
    def controls_until_caught(self) -> float | None:
        """The median of those who click."""
        return median([one.controls for one in self.excluded if one.clicks]) if self.caught else None


def watched(stage: Stage, plan: Plan, crowd: Clicked, run: Run) -> Review:
    """Works through a campaign that is watched over. Raises StandsStill where the server's numbers stop short."""
    assert plan.watch
    people = set(stage.cast)
    run(people)
    now = measured(stage, plan)
    review = Review(len(plan.watch.controls), len(plan.clickers()), before=now, after=now)
    while paused := _paused(stage):
        for sanction in paused:
            person = _person(stage, sanction["annotator"])
            review.excluded.append(_exclude(stage, plan, person, sanction))
            crowd.leave(person)
            people.remove(person)
        run(people)
        review.after = measured(stage, plan)
    return review


def measured(stage: Stage, plan: Plan) -> Measured:
    """Once the server's own numbers rest on all answers: then it has also judged everybody by all of them."""
    dataset = plan.recording.dataset
    votes = exported_votes(stage.project, dataset.QUESTION)
    found = figures(votes, dataset.truth())
    caught_up(stage.project, dataset.QUESTION, found)
    return Measured(found, weigh(votes, dataset.truth()).accuracy)


def _paused(stage: Stage) -> list[Sanction]:
    return [one for one in stage.project.sanctions.find("open") if one["kind"] == "pause"]


def _exclude(stage: Stage, plan: Plan, person: str, sanction: Sanction) -> Excluded:
    project, name = stage.project, sanction["annotator"]
    preview = project.exclusions.preview({"annotator": name})
    project.sanctions.confirm(sanction["id"], REASON)
    project.exclusions.exclude({"annotator": name}, reason=REASON)
    return Excluded(
        person=person,
        clicks=person in plan.clickers(),
        passed=sanction["evidence"]["passed"],
        failed=sanction["evidence"]["failed"],
        answers=preview["answers"],
        reopened=preview["reopened"],
        flipped=preview["flipped"],
    )


def _person(stage: Stage, username: str) -> str:
    return next(person for person, annotator in stage.cast.items() if annotator["username"] == username)
