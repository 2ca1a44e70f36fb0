"""Gates: what an annotator's answers to controls say of them, and what follows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from labeling.actions.sanction import impose, in_order, lift, locked
from labeling.models import Assignment, Control, Event, Response, Sanction, Stage, policy_of
from labeling.quality.gate import Gate, Result, sprt
from projects.models import Project

UNFOUNDED = "The answers that led to this are no longer held against anybody."

Graded = tuple[int, bool]
"""A response, and whether it passed."""


@dataclass(frozen=True)
class Outcome:
    """What follows for one annotator: sanctions that nothing carries any more, and the test that flags them now."""

    unfounded: tuple[Sanction, ...] = ()
    flagged: Result | None = None
    response_id: int | None = None


def react(project: Project, events: Sequence[Event]) -> None:
    """Whoever answered a control, took such an answer back, or is judged anew."""
    records = {event.record_id for event in events if event.record_id}
    checks = set(Control.objects.filter(project=project, record__in=records).values_list("pk", flat=True))
    concerned = {
        event.annotator_id
        for event in events
        if event.annotator_id and (event.record_id is None or event.record_id in checks)
    }
    if concerned:
        refresh(project, annotators=concerned)


@transaction.atomic
def refresh(project: Project, *, annotators: Collection[int]) -> None:
    """Warn, pause or report those whom the gate flags, and lift what it would not do any more.

    Idempotent. Looks first, and takes a place's lock, under which it looks again, only where something follows.
    """
    for annotator in in_order(project, _outcomes(project, annotators)):
        place = locked(project, annotator)
        outcome = _outcomes(project, [annotator]).get(annotator)
        if outcome and place.stage != Stage.EXCLUDED:
            _follow(project, annotator, outcome)


def _follow(project: Project, annotator: int, outcome: Outcome) -> None:
    policy = policy_of(project)
    for sanction in outcome.unfounded:
        lift(sanction, by=None, note=UNFOUNDED)
    if outcome.flagged and policy.on_gate != "none":
        impose(
            project,
            annotator_id=annotator,
            kind=policy.on_gate,
            cause=Sanction.Cause.GATE,
            evidence=_evidence(outcome.flagged, policy.gate),
            response_id=outcome.response_id,
        )


def judge(
    grades: Sequence[Graded], past: Iterable[Sanction], gate: Gate, *, kept: Collection[int]
) -> Outcome:
    """From all grades of an annotator that count, and their sanctions, both oldest first.

    Each test begins behind the answers that led to the sanction before, so that nobody is judged by them twice; a
    pause that a reviewer lifted clears the slate, whatever its cause. What the evidence carries no more is unfounded,
    unless its last answer is not among those `kept`: taking that back does not undo the sanction.
    """
    begin, unfounded = 0, []
    for sanction in past:
        end = sanction.response_id or 0
        if _is_open(sanction) and end in kept and not _test(grades, gate, begin, end).flagged_at:
            unfounded.append(sanction)
        else:
            begin = max(begin, end)
    found = _test(grades, gate, begin)
    if found.flagged_at is None:
        return Outcome(tuple(unfounded))
    upto = [pk for pk, _ in grades if pk > begin][found.flagged_at - 1]
    return Outcome(tuple(unfounded), _test(grades, gate, begin, upto), upto)


def _is_open(sanction: Sanction) -> bool:
    return sanction.cause == Sanction.Cause.GATE and not sanction.verdict


def _test(grades: Sequence[Graded], gate: Gate, begin: int, end: int | None = None) -> Result:
    return sprt((passed for pk, passed in grades if begin < pk and (end is None or pk <= end)), gate)


def carried_by(control: Control) -> list[Sanction]:
    """The sanctions that would fall if this control were suspended, unless the other answers led to them again."""
    answers = Response.objects.filter(record=control.record_id, passed__isnull=False)
    struck = dict(answers.values_list("pk", "annotator"))
    outcomes = _outcomes(control.project, set(struck.values()), struck=struck)
    return [fallen for outcome in outcomes.values() if not outcome.flagged for fallen in outcome.unfounded]


def _outcomes(
    project: Project, annotators: Collection[int], *, struck: Collection[int] = ()
) -> dict[int, Outcome]:
    """Of those for whom something follows; without the responses that are struck."""
    policy = policy_of(project)
    grades, past = _grades(project, annotators), _past(project, annotators)
    ends = [sanction.response_id or 0 for mine in past.values() for sanction in mine]
    kept = set(Response.objects.filter(pk__in=ends).values_list("pk", flat=True))
    found = {}
    for annotator in grades.keys() | past.keys():
        mine = [grade for grade in grades[annotator] if grade[0] not in struck]
        outcome = judge(mine, past[annotator], policy.gate, kept=kept)
        if outcome.unfounded or (outcome.flagged and policy.on_gate != "none"):
            found[annotator] = outcome
    return found


def _grades(project: Project, annotators: Collection[int]) -> dict[int, list[Graded]]:
    """Answers to controls in force that were dealt as work, unless the record is excluded for everybody."""
    graded = Response.objects.filter(
        Q(exclusion=None) | Q(exclusion__annotator__isnull=False),
        project=project,
        annotator__in=annotators,
        passed__isnull=False,
        assignment__purpose=Assignment.Purpose.CONTROL,
        record__control__state__in=Control.IN_FORCE,
    )
    found: dict[int, list[Graded]] = defaultdict(list)
    for annotator, pk, passed in graded.order_by("pk").values_list("annotator", "pk", "passed"):
        found[annotator].append((pk, bool(passed)))
    return found


def _past(project: Project, annotators: Collection[int]) -> dict[int, list[Sanction]]:
    """The gate's sanctions, and pauses that a reviewer lifted; not those that fell by themselves."""
    fell = Q(verdict=Sanction.Verdict.LIFTED, decided_by=None)
    cleared = Q(kind=Sanction.Kind.PAUSE, verdict=Sanction.Verdict.LIFTED)
    made = Sanction.objects.filter(
        Q(cause=Sanction.Cause.GATE) | cleared, project=project, annotator__in=annotators, trial=False
    )
    found: dict[int, list[Sanction]] = defaultdict(list)
    # Without a response it was not the answers to controls that led to it.
    for sanction in made.exclude(fell).exclude(response_id=None).order_by("response_id", "pk"):
        found[sanction.annotator_id].append(sanction)
    return found


def _evidence(found: Result, gate: Gate) -> dict[str, Any]:
    return {
        "passed": found.passed,
        "failed": found.failed,
        "interval": list(found.interval),
        "enough": gate.p0,
        "llr": found.llr,
        "bound": gate.bound,
    }
