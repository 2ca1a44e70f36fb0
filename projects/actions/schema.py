"""The fields and questions of a project: given as whole lists, checked by their kinds, replaced by name."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, model_validator

from projects import fields, questions
from projects.errors import BadSettings, Problem, SchemaFrozen
from projects.kinds import InvalidSettings, Kind, Line, Prose, Settings, UnknownKind
from projects.models import Field, Project, Question
from projects.models.part import name_validator

MAX_PARTS = 50
RESERVED = frozenset({"external_id", "id", "overlap", "priority", "fields", "metadata"})
"""Columns of an import that have a meaning of their own."""

P = TypeVar("P", Field, Question)


def name_from(title: str) -> str:
    """A name for the data out of a title for people: "How good?" gives "how_good". May be empty."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).lstrip("_0123456789")[:60].rstrip("_")


def _name(name: str) -> str:
    try:
        name_validator(name)
    except ValidationError as error:
        raise ValueError(error.message.rstrip(".")) from None
    return name


class PartDraft(Settings):
    """A field or question from outside. Of name and title one is enough."""

    name: Annotated[str, AfterValidator(_name)]
    title: Line
    kind: str
    settings: dict[str, Any] = {}
    required: bool = True

    @model_validator(mode="before")
    @classmethod
    def name_or_title(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        raw = dict(raw)
        if not raw.get("name") and isinstance(raw.get("title"), str):
            raw["name"] = name_from(raw["title"])
        if not raw.get("title"):
            raw["title"] = raw.get("name")
        return raw


class QuestionDraft(PartDraft):
    description: Prose = ""


class _FieldPart(Kind[PartDraft]):
    Settings = PartDraft


class _QuestionPart(Kind[QuestionDraft]):
    Settings = QuestionDraft


def read_fields(raw: object) -> list[Field]:
    """Unsaved fields, their settings in canonical form. Raises BadSettings with every problem and its place."""
    found = _read("fields", raw, _FieldPart(), fields.kind, Field)
    reserved: list[Problem] = [
        (
            ("fields", at, "name"),
            f"“{part.name}” has a meaning of its own in files of records: choose another name",
        )
        for at, part in enumerate(found)
        if part.name in RESERVED
    ]
    if reserved:
        raise BadSettings(reserved)
    return found


def read_questions(raw: object) -> list[Question]:
    """Unsaved questions, their settings in canonical form. Raises BadSettings with every problem and its place."""
    return _read("questions", raw, _QuestionPart(), questions.kind, Question)


def check_fields_read(fields: Iterable[Field], questions: Iterable[Question]) -> None:
    """Raises BadSettings where a question is about a text field that is not there."""
    known = {field.name for field in fields if field.kind == "text"}
    missing: list[Problem] = [
        (("questions", at, "settings", "field"), f"there is no text field “{question.options.field}”")
        for at, question in enumerate(questions)
        if question.type.reads_fields and question.options.field not in known
    ]
    if missing:
        raise BadSettings(missing)


def replace(project: Project, model: type[P], parts: Sequence[P]) -> None:
    """Make these the project's fields or questions; one of the same name stays the same row."""
    kept = {part.name: part.pk for part in model._default_manager.filter(project=project)}
    names = {part.name for part in parts}
    model._default_manager.filter(project=project).exclude(name__in=names).delete()
    for position, part in enumerate(parts):
        part.project, part.position, part.pk = project, position, kept.get(part.name)
        part.save(force_update=part.pk is not None, force_insert=part.pk is None)


def check_frozen_fields(project: Project, wanted: Sequence[Field]) -> None:
    """Raises SchemaFrozen unless only wording and order differ. A field's settings say how it is shown."""
    if _frame(project.fields.all()) != _frame(wanted):
        raise SchemaFrozen(what="The fields", why="the project has records")


def check_frozen_questions(project: Project, wanted: Sequence[Question]) -> None:
    """Raises SchemaFrozen unless earlier answers stay meaningful: only wording and order differ."""
    current = {question.name: question for question in project.questions.all()}
    same = _frame(current.values()) == _frame(wanted) and all(
        question.type.editable(current[question.name].options, question.options) for question in wanted
    )
    if not same:
        raise SchemaFrozen(what="The questions", why="people have answered them")


def _frame(parts: Any) -> set[tuple[str, str, bool]]:
    return {(part.name, part.kind, part.required) for part in parts}


def _read(what: str, raw: Any, shape: Kind[Any], kind: Callable[[str], Kind[Any]], model: type[P]) -> list[P]:
    if not isinstance(raw, list | tuple):
        raise BadSettings([((what,), "must be a list")])
    if len(raw) > MAX_PARTS:
        raise BadSettings([((what,), f"must have at most {MAX_PARTS} entries")])
    found: list[P] = []
    problems: list[Problem] = []
    for at, entry in enumerate(raw):
        try:
            part = _part(shape.settings(entry), kind, model)
        except InvalidSettings as error:
            problems += _below((what, at), error)
        else:
            if any(part.name == other.name for other in found):
                problems.append(((what, at, "name"), f"“{part.name}” appears twice"))
            found.append(part)
    if problems:
        raise BadSettings(problems)
    return found


def _part(draft: Any, kind: Callable[[str], Kind[Any]], model: type[P]) -> P:
    try:
        found = kind(draft.kind)
    except UnknownKind as error:
        raise InvalidSettings([(("kind",), str(error).rstrip("."))]) from None
    try:
        options = found.settings(draft.settings)
    except InvalidSettings as error:
        raise InvalidSettings(_below(("settings",), error)) from None
    return model(**draft.model_dump() | {"settings": options.model_dump(mode="json")})


def _below(place: tuple[str | int, ...], error: InvalidSettings) -> list[Problem]:
    return [(place + path, message) for path, message in error.problems]
