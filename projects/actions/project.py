"""Making, editing and deleting projects."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from accounts.errors import NameTaken
from accounts.models import User, Workspace
from projects.actions import schema
from projects.changes import announce, lock_many, wait_for_turn
from projects.errors import BadSettings, HasRecords, Problem
from projects.models import Field, Project, Question, Record, State
from projects.storable import text_fault

# An update alone would lock the rows in the order in which they lie, others in the order of their ids: a deadlock.
LOCK_RECORDS = """
SELECT count(*) FROM (
    SELECT 1 FROM projects_record WHERE project_id = %s AND NOT own_overlap AND NOT by_policy AND overlap <> %s
    ORDER BY id FOR NO KEY UPDATE) locked"""

PLAIN = ("name", "guidelines", "overlap", "lease_minutes", "queue_depth")


class Changes(TypedDict, total=False):
    """All that can be set in a project. Fields and questions are whole lists of PartDraft and QuestionDraft."""

    name: str
    guidelines: str
    overlap: int
    lease_minutes: int
    queue_depth: int
    fields: Sequence[Any]
    questions: Sequence[Any]


def create(workspace: Workspace, *, by: User, **settings: Unpack[Changes]) -> Project:
    """A draft with these settings. Raises BadSettings and NameTaken."""
    fields = schema.read_fields(settings.get("fields", []))
    questions = schema.read_questions(settings.get("questions", []))
    schema.check_fields_read(fields, questions)
    project = Project(workspace=workspace, created_by=by)
    _set_plain(project, settings)
    with transaction.atomic():
        _save(project)
        schema.replace(project, Field, fields)
        schema.replace(project, Question, questions)
        announce(project.pk)
    return project


@transaction.atomic
def edit(project: Project, **changes: Unpack[Changes]) -> Project:
    """Change what is given and keep the rest. Returns the project as it is now.

    What is frozen is decided under the project's row lock, which the first response takes too.
    Raises BadSettings, NameTaken and SchemaFrozen.
    """
    wait_for_turn(project.pk)
    fields = schema.read_fields(changes["fields"]) if "fields" in changes else None
    questions = schema.read_questions(changes["questions"]) if "questions" in changes else None
    before = Project.objects.get(pk=project.pk)
    wanted = _set_plain(Project.objects.get(pk=project.pk), changes)
    if wanted.overlap != before.overlap:
        lock_many(lambda: _change_overlap(project.pk, wanted.overlap))
    project = _set_plain(Project.objects.select_for_update(no_key=True).get(pk=project.pk), changes)
    _save(project)
    if fields is not None:
        _replace_fields(project, fields)
    if questions is not None:
        _replace_questions(project, questions)
    if fields is not None or questions is not None:
        schema.check_fields_read(project.fields.all(), project.questions.all())
    announce(project.pk)
    return project


@transaction.atomic
def delete(project: Project) -> None:
    """Delete a draft without records. Raises HasRecords."""
    wait_for_turn(project.pk)
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.state != State.DRAFT or project.records.exists():
        raise HasRecords
    project.delete()


def _change_overlap(project_id: int, overlap: int) -> None:
    """Give every record that goes by the project's overlap this one, keeping what is held."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_RECORDS, [project_id, overlap])
    held = F("overlap") - F("open_slots") + F("excess")
    theirs = Record.objects.filter(project=project_id, own_overlap=False, by_policy=False)
    theirs.exclude(overlap=overlap).update(
        overlap=overlap, open_slots=Greatest(overlap - held, 0), excess=Greatest(held - overlap, 0)
    )


def _replace_fields(project: Project, fields: list[Field]) -> None:
    if project.records.exists():
        schema.check_frozen_fields(project, fields)
    schema.replace(project, Field, fields)


def _replace_questions(project: Project, questions: list[Question]) -> None:
    if project.answered_at:
        schema.check_frozen_questions(project, questions)
    schema.replace(project, Question, questions)


def _set_plain(project: Project, changes: Changes) -> Project:
    """Set and check what is a column of the project. Raises BadSettings with every problem and its place."""
    for name, value in changes.items():
        if name in PLAIN:
            setattr(project, name, value)
    problems: list[Problem] = [
        ((name,), why) for name in ("name", "guidelines") if (why := text_fault(str(getattr(project, name))))
    ]
    try:
        project.clean_fields(exclude=["workspace", "created_by", "state"])
    except ValidationError as error:
        problems += [((name,), found[0]) for name, found in error.message_dict.items()]
    if problems:
        raise BadSettings(problems)
    project.name = " ".join(project.name.split())
    return project


def _save(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        if "project_name_once" in str(error):
            raise NameTaken(name=f"“{project.name}”") from None
        raise
