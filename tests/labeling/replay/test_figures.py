import json
from dataclasses import replace
from pathlib import Path

import pytest

from labeling.demo import DATASETS, Vote
from labeling.replay.figures import differences, exported, figures, same, written

VOTES = [
    *(Vote("r1", person, "yes") for person in ("ada", "ben")),
    *(Vote("r2", person, answer) for person, answer in (("ada", "yes"), ("ben", "no"))),
    Vote("r3", "ada", "no"),
]


def test_a_tie_is_half_right_and_a_lone_answer_tells_nothing_about_agreement():
    found = figures(VOTES, {"r1": "yes", "r2": "no"})
    assert (found.responses, found.answers) == (5, 4)
    assert found.accuracy == 0.75
    assert found.alpha == pytest.approx(0.0)


def test_without_truth_there_is_no_accuracy():
    assert figures(VOTES, {}).accuracy is None


def test_an_export_is_read_back_without_what_did_not_count(tmp_path: Path):
    file = tmp_path / "responses.jsonl"
    rows = [
        {"external_id": "r1", "annotator": "ada", "values": {"q": "yes"}, "counted": True},
        {"external_id": "r1", "annotator": "ben", "values": {"q": "no"}, "counted": False},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert list(exported(file, "q")) == [Vote("r1", "ada", "yes")]


def test_what_differs_is_said_and_equal_to_four_decimals_is_equal():
    rte = DATASETS["rte"]
    right = figures(rte.votes(), rte.truth())
    assert list(differences(rte, True, right, replace(right, alpha=0.24149))) == []
    wrong = replace(right, alpha=0.2416, responses=7999, accuracy=None)
    said = list(differences(rte, True, right, wrong))
    assert len(said) == 5
    assert "7999 responses count, 8000 were recorded" in said
    assert "alpha is 0.2416, published is 0.2415" in said
    assert "accuracy is n/a, the recording has 0.8969" in said


def test_a_part_is_held_against_its_own_figures_only():
    rte = DATASETS["rte"]
    part = figures([vote for vote in rte.votes() if vote.record == "25"], rte.truth())
    assert list(differences(rte, False, part, part)) == []
    assert list(differences(rte, True, part, part)) != []


def test_sameness_of_undefined_figures():
    assert same(None, None)
    assert not same(None, 0.0)
    assert written(None) == "n/a"
