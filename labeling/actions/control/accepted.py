"""The accepted answers and the tolerance of a control, in canonical form."""

from collections.abc import Mapping
from typing import Any, Final

from labeling.errors import InvalidControl
from projects.models import Question
from projects.questions import InvalidAnswer
from projects.questions.base import Fields, compact
from projects.storable import text_fault

MOST: Final = 100
"""Accepted answers to one question."""
LONGEST: Final = 5_000
"""Characters of an explanation."""

Accepted = dict[str, list[Any]]
Tolerance = dict[str, float]


def clean_accepted(questions: Mapping[str, Question], answers: Any, fields: Fields) -> Accepted:
    """By question name the canonical answers that are right, of what was given: one answer, or a list of several.

    What is an answer by itself is taken for one: a list of labels, where several labels may be chosen. Raises
    InvalidControl, with the problems by column.
    """
    if not isinstance(answers, Mapping):
        raise InvalidControl(problems={"answers": "Must be an object: the right answers by question."})
    problems, accepted = {}, {}
    for name, given in answers.items():
        if given is None:
            continue
        question = questions.get(name)
        try:
            if question is None:
                raise InvalidAnswer("There is no such question.")
            accepted[name] = several(question, given, fields)
        except InvalidAnswer as error:
            problems[f"answers.{name}"] = str(error)
    if not accepted and not problems:
        problems["answers"] = "Give the right answer to at least one question."
    if problems:
        raise InvalidControl(problems=problems)
    return accepted


def clean_tolerance(questions: Mapping[str, Question], tolerance: Any, accepted: Accepted) -> Tolerance:
    """By question name how far an answer may be off. Raises InvalidControl."""
    if not isinstance(tolerance, Mapping):
        raise InvalidControl(problems={"tolerance": "Must be an object: a number by question."})
    problems, clean = {}, {}
    for name, given in tolerance.items():
        if given is None:
            continue
        try:
            if name not in accepted:
                raise InvalidAnswer("There is no accepted answer that this could be the tolerance of.")
            clean[name] = questions[name].type.clean_tolerance(questions[name].options, given)
        except InvalidAnswer as error:
            problems[f"tolerance.{name}"] = str(error)
    if problems:
        raise InvalidControl(problems=problems)
    return clean


def clean_explanation(explanation: Any) -> str:
    """Raises InvalidControl."""
    if not isinstance(explanation, str) or len(explanation) > LONGEST:
        raise InvalidControl(problems={"explanation": f"Must be a text of at most {LONGEST:,} characters."})
    if why := text_fault(explanation):
        raise InvalidControl(problems={"explanation": f"The text {why}."})
    return explanation.strip()


def several(question: Question, given: Any, fields: Fields) -> list[Any]:
    """The canonical answers of one question. Raises InvalidAnswer."""
    try:
        return [question.clean_answer(given, fields)]
    except InvalidAnswer as error:
        if not isinstance(given, list):
            raise
        return _list(question, given, fields, error)


def _list(question: Question, given: list[Any], fields: Fields, single: InvalidAnswer) -> list[Any]:
    """`single` is what is wrong where the list was meant as one answer: as none of its entries is one."""
    if not given:
        raise InvalidAnswer("The list is empty: give at least one accepted answer.")
    if len(given) > MOST:
        raise InvalidAnswer(f"Give at most {MOST} accepted answers; these are {len(given)}.")
    clean: dict[str, Any] = {}
    wrong = []
    for number, answer in enumerate(given, start=1):
        try:
            found = question.clean_answer(answer, fields)
            clean[compact(found)] = found
        except InvalidAnswer as error:
            wrong.append(InvalidAnswer(f"Accepted answer {number}: {error}"))
    if wrong:
        raise wrong[0] if clean else single
    return list(clean.values())
