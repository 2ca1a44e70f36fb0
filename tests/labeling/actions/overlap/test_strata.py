"""Two native speakers and an expert for each record: dealt, assigned, freed, late and excluded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labeling.actions.assignment import Reason, Wanted, assign, expire, open_next, release, skip
from labeling.actions.exclusion import Scope, exclude, restore
from labeling.actions.response import undo
from labeling.errors import BadAssignments
from labeling.models import Assignment, Queue
from tests.factories.labeling import audited, drain, make_annotators, opened, row, settle, submit
from tests.factories.overlap import in_groups, record, set_overlap, state
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db

STRATA = [{"group": "expert", "answers": 1}, {"group": "native", "answers": 2}]
LATER = timedelta(days=2)


@pytest.fixture
def project(acme, olga):
    made = set_overlap(make_project(acme, olga, records=2, queue_depth=1), strata=STRATA)
    settle(made)
    return made


@pytest.fixture
def people(acme):
    """Two experts, of whom the second is a native speaker too, three native speakers, and somebody."""
    expert, both, *natives, somebody = make_annotators(acme, 6)
    in_groups(expert, "expert")
    in_groups(both, "native", "expert")
    for native in natives:
        in_groups(native, "native")
    return {"expert": expert, "both": both, "natives": natives, "somebody": somebody}


def room(project):
    return [record(project, f"r{n}").open_strata for n in (1, 2)]


def test_each_takes_the_first_place_that_they_can_fill(project, people):
    places: dict[str, set[int | None]] = {}
    for name in ("both", "expert"):
        drain(project, people[name], patience=0)
    for native in people["natives"]:
        drain(project, native, patience=0)
    rows = Assignment.objects.filter(state="submitted").values_list("annotator__username", "stratum")
    for who, stratum in rows:
        places.setdefault(who, set()).add(stratum)
    assert places[people["both"].username] == {0}
    # The expert's places are taken, and an expert is no native speaker.
    assert people["expert"].username not in places
    assert places[people["natives"][0].username] == {1}
    assert people["natives"][2].username not in places
    assert room(project) == [[0, 0], [0, 0]]
    assert [state(project, f"r{n}") for n in (1, 2)] == [(3, 0, 0)] * 2
    assert audited(project) == []


def test_who_can_fill_nothing_hears_that_nothing_is_left(project, people):
    assert open_next(project, annotator=people["somebody"]) == Reason.COMPLETE
    add_records(project, 1, start=3, overlap=1)
    Queue.objects.update(exhausted_until=None)
    assert row(opened(project, people["somebody"])).record.external_id == "r3"


def test_who_can_fill_what_others_hold_waits(project, people):
    for expert in (people["both"], people["expert"]):
        opened(project, expert)
    late = in_groups(make_annotators(project.workspace, 1, prefix="late")[0], "expert")
    assert open_next(project, annotator=late) == Reason.WAITING
    assert open_next(project, annotator=people["somebody"]) == Reason.COMPLETE
    assert row(opened(project, people["natives"][0])).stratum == 1


@pytest.mark.parametrize("ending", [release, lambda assignment: skip(assignment, reason="no")])
def test_a_place_that_is_given_back_is_the_same_place(project, people, ending):
    got = row(opened(project, people["both"]))
    assert sorted(room(project)) == [[0, 2], [1, 2]]
    ending(got)
    assert room(project) == [[1, 2], [1, 2]]
    assert audited(project) == []


def test_late_answers_take_a_place_that_their_author_can_fill(project, people):
    mine = opened(project, people["expert"])
    expire(now=timezone.now() + LATER)
    assert room(project) == [[1, 2], [1, 2]]
    assert submit(project, mine).counted
    assert sorted(room(project)) == [[0, 2], [1, 2]]
    assert audited(project) == []


def test_late_answers_are_surplus_where_only_others_are_wanted(project, people):
    mine = opened(project, people["expert"])
    expire(now=timezone.now() + LATER)
    drain(project, people["both"], patience=0)
    assert room(project) == [[0, 2], [0, 2]]
    assert not submit(project, mine).counted
    assert room(project) == [[0, 2], [0, 2]]
    assert audited(project) == []


def test_undone_work_keeps_its_place(project, people):
    got = opened(project, people["natives"][0])
    submit(project, got)
    undo(project, annotator=people["natives"][0])
    assert row(got).stratum == 1
    assert sorted(room(project)) == [[1, 1], [1, 2]]
    assert audited(project) == []


def test_organizers_assign_to_people_who_fit(project, people):
    natives = [native.username for native in people["natives"]]
    found = assign(project, wanted=[Wanted(1, "r1", natives[0]), Wanted(2, "r1", natives[1])])
    assert found.assigned == 2
    assert room(project) == [[1, 0], [1, 2]]
    for unfit in (natives[2], people["somebody"].username):
        with pytest.raises(BadAssignments) as refused:
            assign(project, wanted=[Wanted(1, "r1", unfit)])
        assert "for the groups of this person" in refused.value.context["problems"][0]["reason"]
    assign(project, wanted=[Wanted(1, "r1", people["both"].username)])
    assert room(project) == [[0, 0], [1, 2]]
    assert audited(project) == []


def test_an_exclusion_and_its_restoration_move_the_same_places(project, people, olga):
    for annotator in (people["both"], *people["natives"]):
        drain(project, annotator, patience=0)
    before = [state(project, f"r{n}") for n in (1, 2)]
    excluded = exclude(project, Scope(annotator=people["natives"][0]), by=olga, reason="a robot")
    settle(project)
    assert room(project) == [[0, 1], [0, 1]]
    drain(project, people["natives"][2], patience=0)
    assert room(project) == [[0, 0], [0, 0]]
    restore(excluded, by=olga)
    # One native speaker more than was wanted.
    assert room(project) == [[0, -1], [0, -1]]
    assert [state(project, f"r{n}") for n in (1, 2)] == [(3, 0, 1)] * 2
    assert audited(project) == []
    exclude(project, Scope(annotator=people["natives"][2]), by=olga, reason="another")
    settle(project)
    assert [state(project, f"r{n}") for n in (1, 2)] == before
    assert audited(project) == []


def test_too_many_of_one_kind_are_no_hole_in_another(project, people, olga):
    for native in people["natives"]:
        drain(project, native, patience=0)
    project = set_overlap(
        project, strata=[{"group": "expert", "answers": 2}, {"group": "native", "answers": 1}]
    )
    settle(project)
    # Who has no place any more is one more than the record wants.
    assert room(project) == [[2, 0], [2, 0]]
    assert state(project, "r1") == (4, 2, 0)
    assert audited(project) == []
    drain(project, people["expert"], patience=0)
    drain(project, people["both"], patience=0)
    assert state(project, "r1") == (4, 0, 0)
    assert audited(project) == []


def test_what_dealing_costs_with_strata_and_without(project, people, acme, olga):
    plain = make_project(acme, olga, records=2, queue_depth=1)
    settle(plain)
    counts = []
    for one in (plain, project):
        one = type(one).objects.select_related("policy").get(pk=one.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(one, people["both"])
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[1] == counts[0] + 1
