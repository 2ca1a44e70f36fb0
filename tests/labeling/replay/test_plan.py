import pytest

from labeling.demo import DATASETS
from labeling.quality.policy import Policy
from labeling.replay.crowd import Clicked, Dealt, Recorded
from labeling.replay.gold import choose
from labeling.replay.plan import WATCHED, Plan, TooFew, Watch
from labeling.replay.recording import Recording

RTE = Recording(DATASETS["rte"], limit=60)
WATCH = Watch(clickers=0.1, controls=choose(RTE, 8, seed=0), rate=0.2)


def plan(**options) -> Plan:
    return Plan(RTE, workspace="replays", **options)


def test_the_crowd_is_the_recorded_one_or_any_number_of_people():
    assert plan().people() == RTE.people
    assert isinstance(plan().crowd(), Recorded)
    assert len(plan(mode="dealt", annotators=12).people()) == 12
    assert isinstance(plan(mode="dealt").crowd(), Dealt)


def test_a_share_of_the_watched_people_click_always_the_same_for_a_seed():
    watched = plan(mode="dealt", watch=WATCH)
    assert len(watched.people()) == WATCHED
    assert len(watched.clickers()) == round(0.1 * WATCHED)
    assert watched.clickers() < set(watched.people())
    assert watched.clickers() == plan(mode="dealt", watch=WATCH).clickers()
    assert watched.clickers() != plan(mode="dealt", watch=WATCH, seed=1).clickers()
    assert isinstance(watched.crowd(), Clicked)
    assert plan().clickers() == frozenset()


def test_somebody_clicks_even_among_few():
    assert len(plan(mode="dealt", watch=WATCH, annotators=11).clickers()) == 1


def test_a_record_takes_as_many_honest_people_as_it_has_answers():
    with pytest.raises(TooFew, match=r"as many annotators$"):
        plan(mode="dealt", annotators=9).people()
    with pytest.raises(TooFew, match="besides the 1 who click"):
        plan(mode="dealt", annotators=10, watch=WATCH).people()


def test_the_server_takes_its_policy():
    policy = Policy.model_validate(WATCH.policy())
    assert policy.on_gate == "pause"
    assert policy.aggregation.method == "dawid_skene"
    assert policy.insertion.rate(0) == 0.2
    assert policy.watch.exposures is None
    assert policy.gate.p0 > 0.9
