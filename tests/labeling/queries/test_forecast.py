from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.forecast import LATEST
from labeling.models import Forecast, Response
from labeling.queries.forecast import Assumptions, forecast_of
from tests.factories.labeling import assessed, give, make_annotators, settle
from tests.factories.overlap import set_overlap
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    made = make_project(acme, olga, records=20, overlap=3)
    settle(made)
    return made


def test_before_the_start_the_settings_say_it(project):
    outlook = forecast_of(project)
    assert outlook.counted_at is None
    assert outlook.forecast.answers.expected == outlook.forecast.answers.low == 60
    assert outlook.forecast.people.low == 3
    assert outlook.forecast.finish is None
    assert "Only 0 records are done" in outlook.forecast.notes[0]


def test_what_is_assumed_moves_it(project):
    slow = forecast_of(project, Assumptions(seconds=300, hours=0.5)).forecast
    fast = forecast_of(project, Assumptions(seconds=30, hours=0.5)).forecast
    assert slow.hours.expected == pytest.approx(10 * fast.hours.expected)
    assert slow.people.expected > fast.people.expected


def test_nothing_to_do(acme, olga):
    assert forecast_of(make_project(acme, olga)).forecast.answers.high == 0


def test_an_overlap_that_adapts_has_a_wide_forecast(project):
    project = set_overlap(project, mode="adaptive", minimum=2, maximum=6, threshold=0.9)
    settle(project)
    answers = forecast_of(project).forecast.answers
    assert 39 < answers.low < answers.expected < answers.high <= 120
    surer = forecast_of(project, Assumptions(accuracy=0.95)).forecast.answers
    assert surer.expected < answers.expected


def test_what_was_seen_takes_over(project, ann, ben, cem):
    add_records(project, 1, start=21, overlap=5)
    for person in (ann, ben, cem):
        give(project, person, **{f"r{n}": "good" for n in range(1, 11)}, r21="good")
    assessed(project)
    counted = Forecast.objects.get()
    assert (counted.stopped, counted.open, counted.owed) == ({"3": 10}, {"0": 10}, 2)
    assert {int(who): len(taken) for who, taken in counted.seconds.items()} == {
        ann.pk: 11, ben.pk: 11, cem.pk: 11,
    }  # fmt: skip
    outlook = forecast_of(project)
    assert outlook.counted_at == counted.counted_at
    assert outlook.forecast.answers.expected == 32
    # Nobody takes half a minute any more.
    assert outlook.forecast.hours.expected < 0.5 * 32 * 30 / 3600


def test_records_that_adapt_are_counted_by_how_far_they_are(project, ann, ben):
    project = set_overlap(project, mode="adaptive", minimum=2, maximum=6, threshold=0.75)
    settle(project)
    add_records(project, 1, start=21, overlap=4)
    for person, second in ((ann, "good"), (ben, "bad")):
        give(project, person, r1="good", r2=second, r21="good")
    give(project, ann, r3="good")
    settle(project)
    assessed(project)
    counted = Forecast.objects.get()
    assert (counted.stopped, counted.open, counted.owed) == ({"2": 1}, {"0": 17, "1": 1, "2": 1}, 2)


def test_strata_say_how_many_are_usual(project):
    project = set_overlap(
        project, strata=[{"group": "expert", "answers": 1}, {"group": "native", "answers": 4}]
    )
    settle(project)
    assert forecast_of(project).forecast.answers.expected == 100
    assessed(project)
    assert Forecast.objects.get().open == {"0": 20}


def test_the_hours_by_the_clock_follow_the_last_days(project, ann, ben, cem):
    for person in (ann, ben, cem):
        give(project, person, **{f"r{n}": "good" for n in range(1, 9)})
    now = timezone.now()
    for place, pk in enumerate(Response.objects.order_by("pk").values_list("pk", flat=True)):
        at = now - timedelta(hours=place % 12, minutes=30)
        Response.objects.filter(pk=pk).update(submitted_at=at, opened_at=at - timedelta(seconds=40))
    assessed(project)
    counted = Forecast.objects.get()
    assert counted.hourly == [2] * 12
    finish = forecast_of(project).forecast.finish
    assert finish is not None
    assert finish.expected == 36 / 2


def test_no_more_is_kept_than_is_needed(acme, olga):
    project = make_project(acme, olga, records=150, overlap=15)
    for person in make_annotators(acme, 15):
        give(project, person, **{f"r{n}": "good" for n in range(1, 150)})
    settle(project)
    assessed(project)
    assert sum(len(taken) for taken in Forecast.objects.get().seconds.values()) == LATEST


def test_reading_it_costs_the_same_however_large_the_project_is(project, django_assert_max_num_queries):
    project = type(project).objects.select_related("policy").get(pk=project.pk)
    with django_assert_max_num_queries(2):
        forecast_of(project)
