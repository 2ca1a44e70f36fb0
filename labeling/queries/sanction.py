"""Sanctions as people read them: what is open, one's own, why, and by which figures."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from accounts.models import User
from labeling.models import Sanction, Suspicion, policy_of
from projects.models import Project

STATES: Mapping[str, Q] = {
    "open": Q(verdict="", trial=False),
    "appealed": Q(verdict="", trial=False, appealed_at__isnull=False),
    "decided": ~Q(verdict="") & Q(trial=False),
    "trial": Q(trial=True),
}


class Figure(NamedTuple):
    what: str
    value: str


def sanctions(project: Project, *, state: str = "") -> QuerySet[Sanction]:
    """Appeals first, oldest first, then what is newest."""
    found = Sanction.objects.filter(STATES[state] if state else Q(), project=project)
    found = found.select_related("annotator", "decided_by", "made_by")
    return found.order_by(F("appealed_at").asc(nulls_last=True), "-made_at", "-pk")


def suspicions(project: Project) -> QuerySet[Suspicion]:
    """By kind, the strangest of each first."""
    found = Suspicion.objects.filter(project=project).select_related("annotator", "other")
    return found.order_by("kind", "-weight", "pk")


def shown(mine: QuerySet[Sanction]) -> Sanction | None:
    """What a person is to be shown of theirs: the pause that holds them back, else the latest not dismissed."""
    return mine.filter(Sanction.PAUSES).first() or mine.filter(seen_at=None).first()


def people(project: Project) -> QuerySet[User]:
    """Whom a reviewer may warn or pause: members, and who has left but worked here."""
    member = Q(memberships__workspace=project.workspace_id)
    return User.objects.filter(member | Q(queues__project=project)).distinct().order_by("username")


def why(sanction: Sanction) -> str:
    """In a sentence for the annotator."""
    cause, evidence = sanction.cause, sanction.evidence
    if cause == Sanction.Cause.GATE:
        if "qualification" in evidence:
            return "There were too few check records for a round of qualification."
        return "Too many of your answers to records whose right answer is known were wrong."
    if cause == Sanction.Cause.PEERS:
        return "Your answers differ from those of all the others more than is usual here."
    if cause == Sanction.Cause.RULE:
        if evidence.get("action") == "cap":
            return "You have done as much as one person may do in this campaign. Thank you."
        if not policy_of(sanction.project).shows_figures:
            return "This follows from a rule of the campaign."
        return f"This follows from a rule of the campaign: {sanction.rule}."
    return str(evidence.get("reason") or "A reviewer decided so.")


def figures(sanction: Sanction) -> list[Figure]:
    """What the sanction rests on, in words and numbers for everybody."""
    found = {
        Sanction.Cause.GATE: _gate,
        Sanction.Cause.PEERS: _peers,
        Sanction.Cause.RULE: _rule,
    }.get(Sanction.Cause(sanction.cause))
    return list(found(sanction.evidence)) if found else []


def told_figures(sanction: Sanction) -> list[Figure]:
    """Those that the annotator may see, as the policy says."""
    return figures(sanction) if policy_of(sanction.project).shows_figures else []


def _gate(evidence: Mapping[str, Any]) -> Iterator[Figure]:
    if "passed" not in evidence:
        yield Figure("Controls wanted", str(evidence.get("wanted", "–")))
        return
    passed, failed = evidence["passed"], evidence["failed"]
    low, high = evidence["interval"]
    yield Figure("Check records answered rightly", f"{passed} of {passed + failed}")
    yield Figure("That is, with 95 % certainty", f"{low:.0%} to {high:.0%} right".replace("%", " %"))
    yield Figure("Good enough", _share(evidence["enough"]))


def _peers(evidence: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("Question", str(evidence["question"]))
    yield Figure("Answers compared with others’", str(evidence["compared"]))
    yield Figure("Equal to another’s answer", _share(evidence["agreement"]))
    yield Figure("Probably right", _share(evidence["accuracy"]))


def _rule(evidence: Mapping[str, Any]) -> Iterator[Figure]:
    words = evidence.get("words", {})
    for name, value in evidence.get("figures", {}).items():
        yield Figure(str(words.get(name, name)).capitalize(), rule_figure(name, value))


def rule_figure(name: str, value: float | None) -> str:
    """A rule's figure as people read it."""
    if value is None:
        return "–"
    return _share(value) if name.endswith("_share") else f"{value:.4g}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}".replace("%", " %")
