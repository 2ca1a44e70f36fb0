"""Answers in canonical form, and the questions that they must fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Subquery, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from labeling.errors import InvalidAnswers
from projects import questions as kinds
from projects.models import Content, Project, Question
from projects.questions import InvalidAnswer
from projects.questions.base import EMPTY

# Every edit of the questions rewrites the project's row, and so changes its xmin.
VERSION = RawSQL(
    "(SELECT p.xmin::text FROM projects_project p WHERE p.id = projects_question.project_id)", ()
)
# The kinds that need what the record shows, so that only they cost reading it; in the same statement.
READING = [kind.name for kind in kinds.KINDS.values() if kind.reads_fields]


@dataclass(frozen=True)
class Answers:
    """Canonical answers by question name, the questions, and the version of the project that they are asked in."""

    values: dict[str, Any]
    questions: Mapping[str, Question]
    version: str


def clean_answers(project: Project, values: dict[str, Any], *, record_id: int) -> Answers:
    """The canonical answers to a record. Raises InvalidAnswers with the problem of each question."""
    shown = Content.objects.filter(record=record_id).values("fields")
    asked = Question.objects.filter(project=project).annotate(
        version=VERSION, shown=Case(When(kind__in=READING, then=Subquery(shown)))
    )
    questions = {question.name: question for question in asked}
    problems = {name: "There is no such question." for name in values if name not in questions}
    clean = {}
    for name, question in questions.items():
        answer = values.get(name)
        if answer is None:
            if question.required:
                problems[name] = "An answer is required."
            continue
        try:
            clean[name] = question.clean_answer(answer, question.shown or EMPTY)
        except InvalidAnswer as error:
            problems[name] = str(error)
    if not clean and not problems:
        problems[next(iter(questions))] = "Answer at least one question, or skip."
    if problems:
        raise InvalidAnswers(problems=problems)
    return Answers(clean, questions, asked[0].version)


def freeze_questions(project: Project, values: dict[str, Any], answers: Answers, *, record_id: int) -> None:
    """The first response meets a project that has changed since its questions were read: they are read again.

    An edit of the questions at the same moment waits for it, or it for the edit. In the latter case the answers
    must fit the questions as they are now.
    """
    Project.objects.filter(pk=project.pk, answered_at=None).update(answered_at=timezone.now())
    if clean_answers(project, values, record_id=record_id).values != answers.values:
        raise InvalidAnswers(problems=dict.fromkeys(answers.values, "The question has just changed."))
