"""What the counted answers to some records say: how many each should have."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labeling.models import Adjudication, Response, Skill, policy_of
from labeling.quality.overlap import decide
from labeling.quality.posterior import skill
from labeling.queries.judges import Judge
from projects.models import Project
from projects.models.record import LAST_TIER

Given = tuple[int, dict[str, Any]]
"""A response: who gave it, and the answers."""


@dataclass(frozen=True)
class Verdict:
    """`tier` sends a record that wants more than the minimum behind those that want less."""

    overlap: int
    tier: int


def verdicts(project: Project, judges: Sequence[Judge], record_ids: Collection[int]) -> dict[int, Verdict]:
    """By record, from what is committed now; exact where the caller holds the records' locks.

    A response that is not committed yet has an event of its own.
    """
    asked = policy_of(project).overlap
    given = _given(record_ids)
    decided = set(Adjudication.objects.filter(record__in=record_ids).values_list("record", "question"))
    skills = _skills(judges, {who for responses in given.values() for who, _ in responses})
    found = {}
    for record in record_ids:
        settled = [
            (record, judge.question.pk) in decided
            or _settled(judge, given[record], skills[judge.question.pk])
            for judge in judges
        ]
        wanted = decide(asked, target=project.overlap, answers=len(given[record]), settled=settled).wanted
        found[record] = Verdict(wanted, min(max(wanted - asked.minimum, 0), LAST_TIER) if judges else 0)
    return found


def _settled(judge: Judge, responses: Sequence[Given], skills: Mapping[int, float]) -> bool:
    name = judge.question.name
    return judge.settled(
        (values[name], skills.get(who, skill(0, 0))) for who, values in responses if name in values
    )


def _given(record_ids: Collection[int]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = defaultdict(list)
    counted = Response.objects.filter(record__in=record_ids, counted=True).order_by("pk")
    for record, who, values in counted.values_list("record", "annotator", "values"):
        found[record].append((who, values))
    return found


def _skills(judges: Sequence[Judge], annotators: Collection[int]) -> dict[int, dict[int, float]]:
    """By question and annotator; whoever is not there is unknown."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    listed = [judge.question.pk for judge in judges if judge.values is not None]
    rows = Skill.objects.filter(question__in=listed, annotator__in=annotators)
    for question, who, right, answers in rows.values_list("question", "annotator", "right", "answers"):
        found[question][who] = skill(right, max(0.0, answers - right))
    return found
