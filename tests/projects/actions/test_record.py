from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labeling.actions.assignment import skip
from projects import changes
from projects.actions.record import as_batch, import_records, numbered, restore, retire
from projects.errors import BadRows, BadSettings
from projects.models import Content, Record
from tests.factories.labeling import answer, opened, row
from tests.factories.projects import TEXT, add_records, make_project


def send(project, *rows, **options):
    outcome = import_records(project, numbered(rows), **options)
    return outcome.created, outcome.updated, outcome.unchanged, outcome.bad


def refused(project, *rows, **options):
    with pytest.raises(BadRows) as error:
        import_records(project, numbered(rows), **options)
    return [tuple(problem.values()) for problem in error.value.context["problems"]]


def shown(project):
    return dict(
        Content.objects.filter(record__project=project).values_list("record__external_id", "fields__text")
    )


def metadata(project, external_id):
    return Content.objects.get(record__project=project, record__external_id=external_id).metadata


def test_rows_become_records_with_free_slots(acme, olga):
    project = make_project(acme, olga, overlap=4)

    assert send(project, {"external_id": "a", "text": "one", "source": "web"}, {"text": "two"}) == (
        2,
        0,
        0,
        0,
    )

    first, second = Record.objects.order_by("id")
    assert (first.external_id, first.overlap, first.open_slots, first.own_overlap) == ("a", 4, 4, False)
    assert (first.content.fields, first.content.metadata) == ({"text": "one"}, {"source": "web"})
    assert (second.external_id, second.content.metadata) == (None, {})


def test_the_same_external_id_updates_the_record(acme, olga):
    project = make_project(acme, olga, records=3)

    assert send(
        project, {"id": "r1", "text": "new"}, {"id": "r2", "text": "text 2"}, {"id": "r4", "text": "4"}
    ) == (
        1,
        1,
        1,
        0,
    )
    assert shown(project) == {"r1": "new", "r2": "text 2", "r3": "text 3", "r4": "4"}


def test_external_ids_belong_to_their_project(acme, olga):
    one, other = make_project(acme, olga, records=1), make_project(acme, olga)

    assert send(other, {"id": "r1", "text": "other"}) == (1, 0, 0, 0)
    assert shown(one) == {"r1": "text 1"}


def test_metadata_is_replaced_where_it_is_given_and_kept_where_not(acme, olga):
    project = make_project(acme, olga)
    send(project, {"id": "a", "text": "x", "source": "web", "n": 1})

    assert send(project, {"id": "a", "text": "x"}) == (0, 0, 1, 0)
    assert metadata(project, "a") == {"source": "web", "n": 1}
    assert send(project, {"id": "a", "text": "x", "source": "book"}) == (0, 1, 0, 0)
    assert metadata(project, "a") == {"source": "book"}


def test_an_external_id_twice_in_one_file_names_both_rows(acme, olga):
    project = make_project(acme, olga)
    rows = [
        {"id": "a", "text": "1"},
        {"id": "b", "text": "2"},
        {"id": "a", "text": "3"},
        {"id": "a", "text": "4"},
    ]

    assert refused(project, *rows) == [
        (3, "external_id", "Repeats the id “a” of row 1."),
        (4, "external_id", "Repeats the id “a” of row 1."),
    ]
    assert send(project, *rows, skip_bad_rows=True) == (2, 0, 0, 2)
    assert shown(project) == {"a": "1", "b": "2"}


def test_one_bad_row_keeps_all_out_unless_bad_rows_are_skipped(acme, olga):
    project = make_project(acme, olga, records=1)
    rows = [{"id": "r1", "text": "new"}, {"id": "x"}, {"id": "r2", "text": 7}, ["what"]]

    assert refused(project, *rows) == [(2, "text", "Is required."), (4, None, "The record is not an object.")]
    assert shown(project) == {"r1": "text 1"}
    assert send(project, *rows, skip_bad_rows=True) == (1, 1, 0, 2)
    assert shown(project) == {"r1": "new", "r2": "7"}


def test_only_the_first_problems_are_kept_and_all_are_counted(acme, olga):
    project = make_project(acme, olga)
    rows = [{"id": "same", "text": "x"}] * 300 + [{"id": "y"}] * 400

    with pytest.raises(BadRows, match="699 of 700 rows") as error:
        import_records(project, numbered(rows))

    found = error.value.context["problems"]
    assert [problem["row"] for problem in found] == list(range(2, 502))


def test_fields_of_an_answered_record_are_frozen_and_its_metadata_is_not(acme, olga, ann):
    project = make_project(acme, olga, records=1)
    answer(project, ann)

    assert refused(project, {"id": "r1", "text": "new"}) == [
        (1, "text", "The fields of “r1” are frozen: people have seen them.")
    ]
    assert send(project, {"id": "r1", "text": "text 1", "late": True}) == (0, 1, 0, 0)
    assert metadata(project, "r1") == {"late": True}


def test_fields_of_an_open_record_are_frozen_and_those_of_a_queued_one_are_not(acme, olga, ann):
    project = make_project(acme, olga, records=2)
    assignment = row(opened(project, ann))
    queued = Record.objects.exclude(pk=assignment.record_id).get()

    assert send(project, {"id": queued.external_id, "text": "new"}) == (0, 1, 0, 0)
    assert len(refused(project, {"id": assignment.record.external_id, "text": "new"})) == 1

    skip(assignment, reason="odd")
    assert send(project, {"id": assignment.record.external_id, "text": "new"}) == (0, 1, 0, 0)


def test_priority_comes_first_and_chance_decides_within_it(acme, olga):
    project = make_project(acme, olga)
    rows = [{"id": f"{p}-{i}", "text": "x", "priority": p} for i in range(20) for p in (-1000, 0, 7)]
    send(project, *rows, random=Random(1))

    records = list(Record.objects.order_by("position"))
    assert [record.priority for record in records] == [7] * 20 + [0] * 20 + [-1000] * 20
    assert [record.pk for record in records[:20]] != sorted(record.pk for record in records[:20])


def test_a_new_priority_keeps_the_place_by_chance(acme, olga):
    project = make_project(acme, olga, records=1)
    before = Record.objects.get()

    assert send(project, {"id": "r1", "text": "text 1", "priority": 5}) == (0, 1, 0, 0)
    assert send(project, {"id": "r1", "text": "text 1", "priority": 5}) == (0, 0, 1, 0)
    assert Record.objects.get().position == before.position - (5 << 48)


def test_a_place_by_chance_begins_in_the_first_tier(acme, olga):
    make_project(acme, olga, records=50)
    assert {record.tier for record in Record.objects.all()} == {0}
    assert len({record.position for record in Record.objects.all()}) == 50


def test_an_import_keeps_the_tier_unless_it_says_the_overlap(acme, olga):
    project = make_project(acme, olga, records=1)
    record = Record.objects.get()
    Record.objects.update(position=record.position | 3 << 44, by_policy=True, open_strata=[3])
    send(project, {"id": "r1", "text": "text 1", "priority": -2})
    found = Record.objects.get()
    assert (found.tier, found.priority, found.by_policy, found.open_strata) == (3, -2, True, [3])
    send(project, {"id": "r1", "text": "text 1", "overlap": 2})
    found = Record.objects.get()
    assert (found.tier, found.priority, found.by_policy, found.open_strata) == (0, -2, False, None)
    assert found.position & (1 << 44) - 1 == record.position


def test_an_overlap_of_its_own_keeps_what_is_held(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1)
    answer(project, ann)
    answer(project, ben)

    for overlap, slots in ((5, (5, 3, 0)), (1, (1, 0, 1)), (2, (2, 0, 0))):
        assert send(project, {"id": "r1", "text": "text 1", "overlap": overlap}) == (0, 1, 0, 0)
        record = Record.objects.get()
        assert (record.overlap, record.open_slots, record.excess) == slots
        assert record.own_overlap


def test_a_project_without_fields_takes_no_records(acme, olga):
    with pytest.raises(BadSettings, match="at least 1 entry"):
        send(make_project(acme, olga, fields=[]), {"text": "x"})


def test_empty_cells_of_optional_fields_are_absent(acme, olga):
    project = make_project(acme, olga, fields=[TEXT, {"name": "hint", "kind": "text", "required": False}])

    assert send(project, {"text": "x", "hint": "", "source": "", "overlap": "", "id": ""}, cells=True) == (
        1,
        0,
        0,
        0,
    )
    content = Content.objects.get()
    assert (content.fields, content.metadata) == ({"text": "x"}, {})


def test_records_that_come_are_announced(acme, olga, monkeypatch):
    project = make_project(acme, olga)
    heard: list[int] = []
    monkeypatch.setattr(changes, "listeners", [heard.append])

    send(project, {"id": "a", "text": "x"})
    send(project, {"id": "a", "text": "x"})

    assert heard == [project.pk]  # nothing changed the second time


def test_statements_do_not_grow_with_the_rows(acme, olga):
    counts = []
    for n in (10, 20_000):
        project = make_project(acme, olga)
        add_records(project, n // 2)
        rows = ({"id": f"r{i}", "text": f"other {i}"} for i in range(1, n + 1))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert send(project, *rows) == (n - n // 2, n // 2, 0, 0)
        counts.append(len(captured))
        assert Record.objects.filter(project=project).count() == n

    assert counts[0] == counts[1]


def test_retiring_closes_a_record_and_restoring_opens_it(acme, olga):
    project = make_project(acme, olga)
    [record] = add_records(project, 1)

    retire(record)
    record.refresh_from_db()
    assert not record.is_open

    restore(record)
    record.refresh_from_db()
    assert record.is_open


def test_new_records_are_of_the_batch_and_known_ones_stay_in_theirs(acme, olga):
    project = make_project(acme, olga)
    send(project, {"id": "a", "text": "one"}, batch="May")
    send(project, {"id": "a", "text": "two"}, {"id": "b", "text": "one"}, batch="June")
    assert dict(Record.objects.values_list("external_id", "content__batch")) == {"a": "May", "b": "June"}
    send(project, {"id": "c", "text": "one"})
    assert Record.objects.get(external_id="c").content.batch == ""


def test_a_batch_is_called_by_one_line():
    assert as_batch(" May\n2026\0 ") == "May2026"
    assert as_batch("\t", otherwise="records.csv") == "records.csv"
    assert len(as_batch("x" * 300)) == 100
