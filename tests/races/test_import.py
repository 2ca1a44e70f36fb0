"""Imports beside imports, beside edits, beside annotators."""

import time

import pytest

from labeling.actions.assignment import Opened, open_next
from projects.actions import project as projects
from projects.actions.record import Outcome, import_records, numbered
from projects.errors import BadRows, FieldsChanged, SchemaFrozen
from projects.models import Content, Record
from tests.factories.labeling import make_annotators
from tests.factories.projects import TEXT, make_project
from tests.races.threads import each, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_external_ids_from_many_sides_make_one_record_each(acme, olga):
    project = make_project(acme, olga)

    def send(sender):
        ids = range(200) if sender % 2 else reversed(range(200))
        return import_records(project, numbered({"id": str(i), "text": f"by {sender}"} for i in ids))

    outcomes = each(send, range(8))

    assert sum(outcome.created for outcome in outcomes) == 200
    assert all(outcome.created + outcome.updated + outcome.unchanged == 200 for outcome in outcomes)
    assert Record.objects.filter(project=project).count() == 200
    # Whole imports, one after the other: the last one's texts are everywhere.
    assert Content.objects.values_list("fields__text", flat=True).distinct().count() == 1


@pytest.mark.parametrize("again", range(5))
def test_fields_do_not_change_under_an_import(acme, olga, again):
    project = make_project(acme, olga)
    rows = [{"id": str(i), "text": "x"} for i in range(300)]

    imported, edited = together(
        lambda: import_records(project, numbered(rows)),
        lambda: projects.edit(project, fields=[TEXT, {"name": "more", "kind": "text"}]),
    )

    fits = project.fields.count() == 1 if isinstance(imported, Outcome) else not project.records.exists()
    assert fits
    assert isinstance(imported, FieldsChanged | BadRows) != isinstance(edited, SchemaFrozen)


@pytest.mark.parametrize("again", range(5))
def test_records_that_come_while_the_overlap_changes_have_the_new_one(acme, olga, again):
    project = make_project(acme, olga, records=100)

    together(
        lambda: import_records(project, numbered({"text": "x"} for _ in range(300))),
        lambda: projects.edit(project, overlap=7),
    )

    assert set(Record.objects.values_list("overlap", "open_slots")) == {(7, 7)}


@pytest.mark.parametrize("again", range(5))
def test_nobody_answers_what_changes_under_them(acme, olga, again):
    """A record's text changes before it is opened, or not at all."""
    project = make_project(acme, olga, records=20)
    crowd = make_annotators(acme, 10)
    seen = {}

    def look(annotator):
        while not isinstance(assignment := open_next(project, annotator=annotator), Opened):
            time.sleep(0.05)  # the import has everything locked
        seen[assignment.record_id] = assignment.fields["text"]

    changed = [{"id": f"r{i}", "text": f"new {i}"} for i in range(1, 21)]
    together(
        lambda: import_records(project, numbered(changed), skip_bad_rows=True),
        *[lambda annotator=annotator: look(annotator) for annotator in crowd],
    )

    assert seen
    assert {pk: Content.objects.get(record=pk).fields["text"] for pk in seen} == seen
