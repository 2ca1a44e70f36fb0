"""Grading an answer to a control, as it is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labeling.actions.response.answers import Answers
from labeling.models import Assignment, Control, policy_of
from projects.models import Project, Question


@dataclass(frozen=True)
class Feedback:
    """What somebody who qualifies is told: whether it was right, what is, by question name, and why."""

    passed: bool
    accepted: dict[str, list[str]]
    explanation: str


def grade(assignment: Assignment, answers: Answers) -> bool | None:
    """Whether the answers to a control are right; None for any other record.

    Costs no statement where the assignment came with its record's control.
    """
    if assignment.purpose == Assignment.Purpose.WORK:
        return None
    control = getattr(assignment.record, "control", None)
    # Without one it has just become work, and the statement that stores the answer will find that out.
    return None if control is None else right(control, answers.questions, answers.values)


def right(control: Control, questions: Mapping[str, Question], values: Mapping[str, Any]) -> bool:
    """Whether each question that the control has accepted answers to is answered by one of them."""
    return all(
        name in values and passes(control, questions[name], values[name])
        for name in control.accepted
        if name in questions
    )


def passes(control: Control, question: Question, answer: Any) -> bool:
    tolerance = control.tolerance.get(question.name)
    return any(
        question.type.grade(question.options, answer, accepted, tolerance)
        for accepted in control.accepted[question.name]
    )


def feedback(
    assignment: Assignment, project: Project, questions: Mapping[str, Question], passed: bool | None
) -> Feedback | None:
    """For qualification only, where the policy gives any: work is never judged to the annotator's face."""
    if passed is None or assignment.purpose != Assignment.Purpose.QUALIFICATION:
        return None
    settings = policy_of(project).qualification
    if settings is None or not settings.feedback:
        return None
    control = assignment.record.control
    accepted = {
        name: [questions[name].type.describe(questions[name].options, answer) for answer in found]
        for name, found in control.accepted.items()
        if name in questions
    }
    return Feedback(passed, accepted, control.explanation)
