import pytest

from labeling.demo import Vote
from labeling.replay.crowd import Dealt, Recorded, Stray

VOTES = [Vote("r1", "ada", "yes"), Vote("r2", "ada", "no"), Vote("r1", "ben", "no")]


def test_the_recorded_crowd_answers_as_it_did():
    crowd = Recorded(VOTES)
    assert crowd.answer("ada", "r2") == "no"
    assert crowd.answer("ben", "r1") == "no"


def test_a_record_that_somebody_did_not_answer_then_is_a_stray():
    with pytest.raises(Stray, match="ben was dealt record r2"):
        Recorded(VOTES).answer("ben", "r2")


def test_somebody_is_through_when_all_their_answers_count():
    crowd = Recorded(VOTES)
    crowd.settle("ada", "r1", "yes", counted=True)
    crowd.settle("ada", "r2", "no", counted=False)
    assert not crowd.through("ada")
    crowd.settle("ada", "r2", "no", counted=True)
    assert crowd.through("ada")
    assert not crowd.through("ben")


def test_the_dealt_crowd_gives_each_recorded_answer_once_whoever_it_is():
    crowd = Dealt(VOTES, seed=0)
    answers = [crowd.answer("carla", "r1"), crowd.answer("dan", "r1")]
    assert sorted(answers) == ["no", "yes"]
    crowd.settle("carla", "r1", answers[0], counted=True)
    crowd.settle("dan", "r1", answers[1], counted=False)
    assert crowd.answer("eva", "r1") == answers[1]
