from dataclasses import replace

import pytest

from labeling.demo import DATASETS
from labeling.quality.gate import Gate
from labeling.replay.gold import CLEAR, Gold, TooFewControls, choose, gate
from labeling.replay.recording import Recording

RTE = Recording(DATASETS["rte"])


def test_controls_are_records_with_a_known_answer_that_the_crowd_got_right():
    truth = DATASETS["rte"].truth()
    found = choose(RTE, 60, seed=0)
    assert len({gold.name for gold in found}) == 60
    assert all(gold.answer == truth[gold.name] for gold in found)
    assert all(gold.recorded.count(gold.answer) >= CLEAR * len(gold.recorded) for gold in found)
    assert choose(RTE, 60, seed=0) == found
    assert choose(RTE, 60, seed=1) != found


def test_what_is_a_control_is_not_labelled_otherwise():
    names = frozenset(gold.name for gold in choose(RTE, 60, seed=0))
    rest = replace(RTE, without=names)
    assert len(rest.records) == 740
    assert not names & {str(record["external_id"]) for record in rest.records}
    assert not names & {vote.record for vote in rest.votes}
    assert RTE.whole
    assert not rest.whole


def test_more_than_there_are_clear_ones_is_refused():
    with pytest.raises(TooFewControls, match="300 are wanted"):
        choose(RTE, 300, seed=0)


def test_a_recording_without_truth_has_none():
    with pytest.raises(TooFewControls, match="0 records"):
        choose(Recording(DATASETS["llmfao"], limit=20), 1, seed=0)


def test_the_gate_asks_for_what_the_crowd_did_and_is_open_to_nobody_who_guesses():
    record = RTE.records[0]
    golds = (Gold(record, "yes", ("yes",) * 9 + ("no",)), Gold(record, "no", ("no",) * 10))
    assert gate(golds) == Gate(p0=0.95, p1=0.7)
    perfect = (Gold(record, "yes", ("yes",) * 10), Gold(record, "no", ("no",) * 10))
    assert gate(perfect).p0 == 0.99
