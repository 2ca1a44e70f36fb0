"""The overlap that the policy demands: by metadata, by people, or as a beginning of what adapts."""

import pytest
from django.db import connection

from labeling.actions.overlap import apply
from labeling.models import Assignment, Event, Policy
from projects.actions import project as projects
from projects.actions.record import import_records, numbered
from projects.models import Record
from tests.factories.labeling import audited, give, settle
from tests.factories.overlap import in_groups, record, set_overlap, state
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db

HARD = {"where": {"level": "hard"}, "overlap": 5}


@pytest.fixture
def project(acme, olga):
    made = make_project(acme, olga, overlap=3)
    add_records(made, 2, metadata={"level": "easy"})
    add_records(made, 2, start=3, metadata={"level": "hard"})
    add_records(made, 1, start=5, metadata={"level": "hard"}, overlap=1)
    return made


def overlaps(project):
    return [state(project, f"r{n}")[0] for n in range(1, 6)]


def test_rules_say_it_by_metadata_and_an_import_wins(project):
    project = set_overlap(project, rules=[HARD])
    settle(project)
    assert overlaps(project) == [3, 3, 5, 5, 1]
    flags = Record.objects.filter(project=project).order_by("external_id")
    assert list(flags.values_list("own_overlap", "by_policy")) == [
        (False, False), (False, False), (True, True), (True, True), (True, False),
    ]  # fmt: skip
    assert audited(project) == []


def test_without_the_rule_records_go_by_the_project_again(project):
    project = set_overlap(project, rules=[HARD])
    settle(project)
    project = set_overlap(project)
    settle(project)
    assert overlaps(project) == [3, 3, 3, 3, 1]
    assert not Record.objects.filter(project=project, by_policy=True).exists()


def test_what_is_imported_or_changed_later_follows_the_rules_too(project):
    project = set_overlap(project, rules=[HARD])
    settle(project)
    rows = [
        {"external_id": "r1", "fields": {"text": "text 1"}, "metadata": {"level": "hard"}},
        {"external_id": "r3", "fields": {"text": "text 3"}, "metadata": {"level": "easy"}},
        {"external_id": "r4", "fields": {"text": "text 4"}, "overlap": 2},
        {"external_id": "r9", "fields": {"text": "text 9"}, "metadata": {"level": "hard"}},
    ]
    import_records(project, numbered(rows))
    settle(project)
    assert [*overlaps(project), state(project, "r9")[0]] == [5, 3, 3, 2, 1, 5]


def test_an_import_may_say_the_number_that_the_rule_says(project):
    project = set_overlap(project, rules=[HARD])
    settle(project)
    import_records(project, numbered([{"external_id": "r3", "fields": {"text": "text 3"}, "overlap": 5}]))
    project = set_overlap(project)
    settle(project)
    assert overlaps(project) == [3, 3, 5, 3, 1]


def test_the_projects_overlap_leaves_what_the_policy_says_alone(project):
    project = set_overlap(project, rules=[HARD])
    settle(project)
    projects.edit(project, overlap=4)
    assert overlaps(project) == [4, 4, 5, 5, 1]
    settle(project)
    assert overlaps(project) == [4, 4, 5, 5, 1]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [(3, "3"), ("3", 3), (3.0, "3"), (True, "true"), (None, ""), ("ü", "ü"), (0.5, "0.5"), ([1], "[1]")],
)
def test_values_are_compared_as_the_mathematics_does(acme, olga, stored, asked):
    project = make_project(acme, olga, overlap=3)
    add_records(project, 1, metadata={"key": stored, "other": {"deep": 1}})
    project = set_overlap(project, rules=[{"where": {"key": asked}, "overlap": 7}])
    settle(project)
    assert state(project, "r1") == (7, 7, 0)


def test_what_is_held_stays_held(project, ann, ben):
    for annotator in (ann, ben):
        give(project, annotator, r3="good", r1="good")
    project = set_overlap(project, rules=[{"where": {"level": "hard"}, "overlap": 1}])
    settle(project)
    assert (state(project, "r3"), state(project, "r4")) == ((1, 0, 1), (1, 1, 0))
    assert audited(project) == []


def test_adapting_begins_with_the_minimum_and_answered_records_are_decided(project, ann, ben, cem):
    for annotator in (ann, ben, cem):
        give(project, annotator, r1="good")
    settle(project)
    project = set_overlap(project, mode="adaptive", minimum=2, threshold=0.9, rules=[HARD])
    settle(project)
    # Three strangers who agree are .89 sure.
    assert overlaps(project) == [4, 2, 5, 5, 1]
    assert record(project, "r1").tier == 2
    project = set_overlap(project, rules=[HARD])
    settle(project)
    assert overlaps(project) == [3, 3, 5, 5, 1]
    assert not any(found.tier for found in Record.objects.filter(project=project))
    assert audited(project) == []


def test_a_rule_that_ends_lets_an_answered_record_adapt(project, ann, ben):
    project = set_overlap(project, mode="adaptive", threshold=0.75, rules=[HARD])
    settle(project)
    for annotator in (ann, ben):
        give(project, annotator, r3="good")
    settle(project)
    assert state(project, "r3") == (5, 3, 0)
    project = set_overlap(project, mode="adaptive", threshold=0.75)
    settle(project)
    assert state(project, "r3") == (2, 0, 0)


def test_again_it_changes_nothing(project, ann):
    give(project, ann, r1="good")
    project = set_overlap(project, mode="adaptive", rules=[HARD])
    settle(project)
    before = _versions()
    apply(project)
    assert _versions() == before
    assert not Event.objects.filter(project=project).exists()


def _versions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM projects_record ORDER BY id")
        return cursor.fetchall()


def test_a_project_without_such_a_policy_is_looked_at_once(project, django_assert_num_queries):
    settle(project)
    project.refresh_from_db()
    Policy.objects.create(project=project)
    project = type(project).objects.select_related("policy").get(pk=project.pk)
    with django_assert_num_queries(1):
        apply(project)


STRATA = {"strata": [{"group": "expert", "answers": 1}, {"group": "native", "answers": 2}]}


def test_strata_open_their_slots(project):
    project = set_overlap(project, **STRATA)
    settle(project)
    assert overlaps(project) == [3, 3, 3, 3, 1]
    assert [record(project, f"r{n}").open_strata for n in (1, 5)] == [[1, 2], None]
    project = set_overlap(project)
    settle(project)
    assert record(project, "r1").open_strata is None
    assert audited(project) == []


def test_a_rule_may_name_the_answers_of_each_stratum(project):
    project = set_overlap(project, **STRATA, rules=[{"where": {"level": "hard"}, "strata": [2, 0]}])
    settle(project)
    assert [record(project, f"r{n}").open_strata for n in (1, 3)] == [[1, 2], [2, 0]]
    assert state(project, "r3") == (2, 2, 0)
    assert record(project, "r3").own_overlap


def test_who_answered_before_is_placed(project, ann, ben, cem):
    in_groups(ann, "expert", "native")
    in_groups(ben, "native")
    for annotator in (ann, ben, cem):
        give(project, annotator, r1="good")
    project = set_overlap(project, **STRATA)
    settle(project)
    assert _strata(project, "r1") == {"ann": 0, "ben": 1, "cem": None}
    # Cem's answer is one more than the record wants.
    assert (state(project, "r1"), record(project, "r1").open_strata) == ((4, 1, 0), [0, 1])
    assert audited(project) == []
    project = set_overlap(project, strata=[{"group": "", "answers": 1}])
    settle(project)
    assert _strata(project, "r1") == {"ann": 0, "ben": None, "cem": None}
    assert (state(project, "r1"), record(project, "r1").open_strata) == ((3, 0, 0), [0])
    assert audited(project) == []


def _strata(project, name):
    rows = Assignment.objects.filter(record=record(project, name)).values_list(
        "annotator__username", "stratum"
    )
    return dict(rows)


@pytest.mark.parametrize("overlap", [{}, {"rules": [HARD]}, {"mode": "adaptive"}, STRATA])
def test_the_audit_finds_an_overlap_that_nobody_asked_for(project, overlap):
    project = set_overlap(project, **overlap)
    assert audited(project) == []
    Record.objects.filter(external_id="r4").update(overlap=6, open_slots=6)
    Record.objects.filter(external_id="r4", open_strata__isnull=False).update(open_strata=[6, 0])
    assert {found.what for found in audited(project)} & {"overlap", "places of certain people"}
