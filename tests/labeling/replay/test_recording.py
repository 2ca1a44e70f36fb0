from collections import Counter

import pytest

from labeling.demo import DATASETS
from labeling.replay.figures import same
from labeling.replay.plan import Plan, TooFew
from labeling.replay.recording import Recording


@pytest.mark.parametrize("name", DATASETS)
def test_a_recording_comes_to_what_was_published(name: str):
    dataset = DATASETS[name]
    recording = Recording(dataset)
    assert same(recording.figures.alpha, dataset.ALPHA)
    assert same(recording.figures.accuracy, dataset.ACCURACY)
    assert recording.whole


@pytest.mark.parametrize("name", DATASETS)
def test_every_record_asks_for_as_many_answers_as_it_got_and_hides_what_it_must(name: str):
    recording = Recording(DATASETS[name])
    asked = {record["external_id"]: record["overlap"] for record in recording.records}
    assert asked == Counter(vote.record for vote in recording.votes)
    shown = {field["name"] for field in recording.dataset.definition()["fields"]}
    assert all(record["fields"].keys() == shown for record in recording.records)
    assert not shown & {"gold", "model_a", "model_b"}


def test_a_part_has_its_own_people_and_figures():
    part = Recording(DATASETS["rte"], limit=20)
    assert len(part.records) == 20
    assert len(part.votes) == 200
    assert len(part.people) < len(Recording(DATASETS["rte"]).people)
    assert part.most_answers == 10
    assert not part.whole


def test_dealing_takes_as_many_people_as_a_record_has_answers():
    part = Recording(DATASETS["rte"], limit=5)
    assert len(Plan(part, "w", mode="dealt", annotators=10).people()) == 10
    with pytest.raises(TooFew):
        Plan(part, "w", mode="dealt", annotators=9).people()


def test_the_recorded_crowd_is_the_recorded_crowd_however_many_are_asked_for():
    part = Recording(DATASETS["rte"], limit=5)
    assert Plan(part, "w", mode="recorded", annotators=3).people() == part.people
