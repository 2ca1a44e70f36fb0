import pytest

from labeling.demo import Vote
from labeling.replay.crowd import Clicked, Dealt, Recorded, Stray

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


MANY = [Vote(f"r{n}", person, "yes") for n in range(200) for person in ("ada", "ben")]


@pytest.fixture
def clicked() -> Clicked:
    return Clicked(MANY, {"cem"}, {"gold": ("no", "yes", "yes", "yes")}, seed=0)


def test_who_clicks_answers_at_random_and_uses_nothing_up(clicked: Clicked):
    given = [clicked.answer("cem", f"r{n}") for n in range(200)]
    assert 60 < given.count("no") < 140
    assert clicked.pool.left() == len(MANY)
    assert clicked.answer("cem", "r1") == clicked.answer("cem", "r1")
    clicked.settle("cem", "r1", given[1], counted=False)
    assert clicked.pool.left() == len(MANY)


def test_the_others_use_up_what_was_recorded_and_on_controls_nothing(clicked: Clicked):
    assert clicked.answer("ada", "r1") == "yes"
    clicked.settle("ada", "r1", "yes", counted=True)
    people = [f"person {n}" for n in range(200)]
    checked = [clicked.answer(person, "gold") for person in people]
    for person, answer in zip(people, checked, strict=True):
        clicked.settle(person, "gold", answer, counted=True)
    assert 20 < checked.count("no") < 85
    assert clicked.pool.left() == len(MANY) - 1


def test_what_the_excluded_answered_is_left_for_others(clicked: Clicked):
    for record in ("r1", "r2"):
        clicked.settle("ada", record, clicked.answer("ada", record), counted=True)
    clicked.settle("ben", "r2", clicked.answer("ben", "r2"), counted=False)
    assert clicked.pool.left() == len(MANY) - 2
    clicked.leave("ada")
    clicked.leave("cem")
    assert clicked.pool.left() == len(MANY)
