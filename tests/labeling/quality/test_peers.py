from itertools import product

import numpy as np
import pytest

from labeling.quality import peers as module
from labeling.quality.dawid_skene import fit
from labeling.quality.peers import Peer, peers, suspects, usual
from labeling.quality.votes import votes
from tests.labeling.quality.recorded_campaign import recording

Vote = tuple[str, str, str]


def found(given: list[Vote], known: dict[str, str] | None = None) -> dict[str, Peer]:
    counted = votes(given, "abc")
    return {str(peer.annotator): peer for peer in peers(counted, fit(counted, known))}


def crowd(*extra: str, size: int = 60) -> list[Vote]:
    """Four good people; "random" answers at random, "always" always the same, "liar" always the next value."""
    rng = np.random.default_rng(4)
    truth = {f"r{place}": "abc"[place % 3] for place in range(size)}
    given = [
        (record, f"good{who}", value if rng.random() < 0.9 else str(rng.choice([*"abc"])))
        for (record, value), who in product(truth.items(), range(4))
    ]
    ways = {
        "random": lambda value: str(rng.choice([*"abc"])),
        "always": lambda value: "a",
        "liar": lambda value: "abc"["abc".index(value) - 2],
    }
    return given + [(record, name, ways[name](value)) for name in extra for record, value in truth.items()]


def test_the_careless_people_of_rte_head_the_list() -> None:
    """Nine of 164 are right on less than 60%."""
    given, truth = recording("rte")
    hits: dict[str, list[bool]] = {}
    for record, annotator, value in given:
        hits.setdefault(annotator, []).append(truth[record] == value)
    careless = {annotator for annotator, one in hits.items() if sum(one) / len(one) < 0.6}
    counted = votes(given)
    ranked = suspects(peers(counted, fit(counted)))
    assert len(careless) == 9
    assert {peer.annotator for peer in ranked[:9]} == careless
    assert len(ranked) <= 18


@pytest.mark.parametrize(("name", "limit", "precision"), [("dog", 0.65, 1.0), ("web", 0.45, 1.0)])
def test_nobody_good_is_suspected(name: str, limit: float, precision: float) -> None:
    given, truth = recording(name)
    hits: dict[str, list[bool]] = {}
    for record, annotator, value in given:
        if record in truth:
            hits.setdefault(annotator, []).append(truth[record] == value)
    counted = votes(given)
    ranked = suspects(peers(counted, fit(counted)))
    accuracy = [sum(hits[str(one.annotator)]) / len(hits[str(one.annotator)]) for one in ranked]
    assert len(ranked) >= 3
    assert np.mean([right < limit for right in accuracy]) >= precision


def test_why_somebody_is_suspected() -> None:
    seen = found(crowd("random", "always", "liar"))
    assert [seen[f"good{who}"].reasons for who in range(4)] == [()] * 4
    assert seen["random"].reasons == ("accuracy",)
    assert seen["always"].reasons == ("accuracy", "informativeness")
    assert seen["liar"].reasons == ("accuracy",)
    assert seen["liar"].informativeness > seen["random"].informativeness > seen["always"].informativeness


def test_the_strongest_evidence_comes_first() -> None:
    ranked = list(found(crowd("random", "liar")))
    assert ranked[:2] == ["liar", "random"]


def test_figures_by_hand() -> None:
    seen = found([("r1", "u", "a"), ("r1", "v", "a"), ("r1", "w", "b"), ("r2", "u", "a"), ("r3", "w", "a")])
    assert [(seen[who].votes, seen[who].compared) for who in "uvw"] == [(2, 1), (1, 1), (2, 1)]
    assert [seen[who].agreement for who in "uvw"] == [0.5, 0.5, 0.0]


def test_nobody_is_suspected_on_fewer_than_twenty_votes() -> None:
    assert not any(peer.reasons for peer in found(crowd("liar", size=19)).values())
    assert found(crowd("liar", size=21))["liar"].reasons


def test_own_votes_do_not_speak_for_oneself() -> None:
    """By the model without it, somebody's lone vote against nobody else's is no evidence at all."""
    alone = [(f"alone{place}", "hermit", "abc"[place % 3]) for place in range(50)]
    hermit = found(crowd() + alone)["hermit"]
    assert (hermit.votes, hermit.compared, hermit.accuracy, hermit.agreement) == (50, 0, None, None)
    assert hermit.reasons == ()
    assert hermit.evidence == 0


def test_known_records_count_even_where_nobody_else_voted() -> None:
    alone = [(f"alone{place}", "hermit", "a") for place in range(50)]
    known = {record: "b" if place < 40 else "a" for place, (record, _, _) in enumerate(alone)}
    hermit = found(crowd() + alone, known)["hermit"]
    assert hermit.compared == 50
    assert hermit.accuracy == pytest.approx(0.2)
    assert "accuracy" in hermit.reasons


def test_what_is_usual() -> None:
    """A few careless people with most of the votes do not lower it, nor do many with few."""
    assert usual(np.array([0.5, 0.9, 0.92]), np.array([900.0, 20, 20])) == 0.9
    assert usual(np.array([0.4, 0.45, 0.9]), np.array([20.0, 20, 900])) == 0.9
    assert usual(np.array([0.1, 0.8]), np.array([5.0, 20])) == 0.8


def test_where_everybody_is_random_there_is_no_test() -> None:
    rng = np.random.default_rng(0)
    given = [(f"r{place}", f"w{who}", str(rng.choice([*"abc"]))) for place in range(60) for who in range(3)]
    assert {peer.evidence for peer in found(given).values()} == {0.0}


def test_slices_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    given = crowd("random")
    whole = found(given)
    monkeypatch.setattr(module, "CELLS", 7)
    assert found(given) == whole


def test_no_votes_yet() -> None:
    assert found([]) == {}
