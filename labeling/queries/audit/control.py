"""Controls: exposures and grades counted again, and that they are kept apart from work."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from labeling.models import Assignment, Control, Response
from labeling.queries.audit.difference import Difference
from projects.models import Project, Question, Record

Purpose = Assignment.Purpose


def controls(project: Project) -> Iterator[Difference]:
    stored = {control.pk: control for control in Control.objects.filter(project=project)}
    checks = list(Assignment.objects.filter(project=project).exclude(purpose=Purpose.WORK))
    yield from _exposures(stored, checks)
    yield from _grades(project, stored)
    yield from _apart(project, stored, checks)


def _exposures(stored: dict[int, Control], checks: list[Assignment]) -> Iterator[Difference]:
    dealt = Counter(assignment.record_id for assignment in checks)
    for record, control in stored.items():
        if control.exposures != dealt[record]:
            yield Difference("exposures", f"record {record}", control.exposures, dealt[record])
    for record in dealt.keys() - stored.keys():
        yield Difference("dealt as a control without being one", f"record {record}", dealt[record], 0)


def _grades(project: Project, stored: dict[int, Control]) -> Iterator[Difference]:
    """Every answer to a control graded anew; which are: those to assignments that are not work."""
    questions = list(Question.objects.filter(project=project))
    answered: Counter[int] = Counter()
    passed: Counter[int] = Counter()
    for response in Response.objects.filter(project=project).select_related("assignment").order_by("pk"):
        control = stored.get(response.record_id)
        check = response.assignment.purpose != Purpose.WORK
        counted = _passes(control, questions, response.values) if check and control else None
        if response.passed != counted:
            yield Difference("grade", f"response {response.pk}", response.passed, counted)
        answered[response.record_id] += check
        passed[response.record_id] += bool(counted)
    for record, control in stored.items():
        shown = f"{control.passed} of {control.answered}"
        found = f"{passed[record]} of {answered[record]}"
        if shown != found:
            yield Difference("passed", f"record {record}", shown, found)


def _passes(control: Control, questions: list[Question], values: dict[str, Any]) -> bool:
    for question in questions:
        accepted = control.accepted.get(question.name)
        if accepted is None:
            continue
        given, off = values.get(question.name), control.tolerance.get(question.name)
        if given is None:
            return False
        if not [one for one in accepted if question.type.grade(question.options, given, one, off)]:
            return False
    return True


def _apart(project: Project, stored: dict[int, Control], checks: list[Assignment]) -> Iterator[Difference]:
    """A control in force is withheld, nothing else is; and what checks people holds no slot."""
    withheld = set(Record.objects.filter(project=project, withheld=True).values_list("pk", flat=True))
    should = {pk for pk, c in stored.items() if c.state in (Control.State.ACTIVE, Control.State.SUSPENDED)}
    for record in (should - withheld) | (withheld - stored.keys()):
        yield Difference("withheld", f"record {record}", record in withheld, record in should)
    counted = Response.objects.filter(assignment__in=checks, counted=True)
    for record in counted.order_by().values_list("record", flat=True).distinct():
        yield Difference("a control's answer holds a slot", f"record {record}", 1, 0)
    yield from _slots(project, withheld)


def _slots(project: Project, withheld: set[int]) -> Iterator[Difference]:
    """A withheld record holds the slots of what was counted before, and of work that people still have."""
    work = Assignment.objects.filter(project=project, purpose=Purpose.WORK, state__in=Assignment.LIVE)
    counted = Response.objects.filter(project=project, counted=True)
    held = Counter(work.filter(record__withheld=True).values_list("record", flat=True))
    held += Counter(counted.filter(record__withheld=True).values_list("record", flat=True))
    for record in Record.objects.filter(pk__in=withheld):
        if record.held != held[record.pk]:
            yield Difference("slots of a control", f"record {record.pk}", record.held, held[record.pk])
