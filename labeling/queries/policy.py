"""What a policy will do, before anybody is judged by it, and what it lacks."""

from dataclasses import dataclass
from math import prod

from labeling.models import policy_of
from labeling.quality.operating import flagged_by, median_controls
from labeling.quality.policy import Policy
from labeling.quality.qualification import pass_probability
from labeling.queries.control import pool
from projects.models import Project, Question

GOOD = 0.85
CONTROLS = 40
ACCURACIES = (0.95, 0.85, 0.7)


@dataclass(frozen=True)
class Outlook:
    """`false_flags`: how probably the gate flags somebody who is right 85 times in 100, within 40 controls; `caught`:
    after how many it has flagged half of those who answer at random, which is right with probability `chance`; None
    if not within 200. `qualifying`: by accuracy, how probably somebody qualifies in all rounds together.

    `active` controls may be dealt, `wanted` would be wise; `warnings` says in words what is amiss.
    """

    chance: float
    false_flags: float
    caught: int | None
    qualifying: dict[float, float]
    active: int
    wanted: int
    warnings: list[str]


def outlook(project: Project) -> Outlook:
    policy, chance, controls = policy_of(project), guessing(project), pool(project)
    return Outlook(
        chance=chance,
        false_flags=flagged_by(policy.gate, GOOD, CONTROLS)[-1],
        caught=median_controls(policy.gate, chance),
        qualifying=_qualifying(policy, chance),
        active=controls.fresh,
        wanted=controls.wanted,
        warnings=list(_warnings(policy, controls.fresh, controls.wanted)),
    )


def guessing(project: Project) -> float:
    """How often somebody who answers at random is right on all questions together."""
    domains = [
        question.type.domain(question.options) for question in Question.objects.filter(project=project)
    ]
    return prod(1 / len(domain) for domain in domains if domain) if any(domains) else 0.0


def _qualifying(policy: Policy, chance: float) -> dict[float, float]:
    asked = policy.qualification
    if asked is None:
        return {}
    return {p: pass_probability(p, asked, rounds=asked.rounds) for p in (*ACCURACIES, round(chance, 4))}


def _warnings(policy: Policy, fresh: int, wanted: int) -> list[str]:
    found = []
    asked = policy.qualification
    if asked and fresh < asked.controls:
        found.append(
            f"People are to qualify by {asked.controls} controls, and there are {fresh}: until there are enough,"
            " everybody begins with work."
        )
    inserted = policy.insertion.initial or policy.insertion.settled or policy.insertion.floor
    if inserted and fresh < wanted:
        have = f"only {fresh} can be dealt" if fresh else "there are none: nobody’s work is checked"
        found.append(f"About {wanted} controls would be wise for this campaign, and {have}.")
    return found
