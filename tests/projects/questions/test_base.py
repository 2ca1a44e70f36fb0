"""What holds for every kind of question."""

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from labeling.quality.measures import BY_DIMENSION, MEASURES
from projects.questions import KINDS, InvalidAnswer, kind
from projects.questions.base import MAX_TIED
from projects.storable import fault
from tests.projects.questions.strategies import CASES, FIELDS, JUNK, answers

every_kind = pytest.mark.parametrize(
    ("name", "raw"), CASES, ids=[f"{name} {json.dumps(raw)}" for name, raw in CASES]
)
some = examples(max_examples=25, deadline=None)


def test_every_kind_is_looked_at() -> None:
    assert {name for name, _ in CASES} == KINDS.keys()


@every_kind
@some
@given(data=st.data())
def test_a_canonical_answer_stays_as_it_is_and_survives_json(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    answer = data.draw(answers(name, raw))
    assert found.clean(settings, answer, FIELDS) == answer
    assert json.dumps(found.clean(settings, json.loads(json.dumps(answer)), FIELDS)) == json.dumps(answer)
    assert found.describe(settings, answer) or name == "text"


@every_kind
@some
@given(data=st.data())
def test_the_answer_of_a_unit_stands_for_all_that_have_it(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    a, b = data.draw(answers(name, raw)), data.draw(answers(name, raw))
    one, other = found.unit(settings, a), found.unit(settings, b)
    if one is None or other is None:
        return
    again = found.from_unit(settings, one)
    assert found.unit(settings, again) == one
    likeness = found.similarity(settings, again, found.from_unit(settings, other))
    assert likeness == found.similarity(settings, a, b)


def test_the_measures_that_kinds_name_are_known() -> None:
    assert {name for found in KINDS.values() for name in found.measures} == {*MEASURES, BY_DIMENSION}


@every_kind
@some
@given(junk=JUNK)
def test_whatever_is_sent_is_cleaned_or_refused(name: str, raw: dict[str, Any], junk: Any) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    with suppress(InvalidAnswer):
        answer = found.clean(settings, junk, FIELDS)
        assert fault(answer) is None
        assert found.clean(settings, answer, FIELDS) == answer


@every_kind
@some
@given(data=st.data())
def test_distance_and_similarity_are_symmetric_and_from_0_to_1(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    a, b = data.draw(answers(name, raw)), data.draw(answers(name, raw))
    for measure in (found.distance, found.similarity):
        assert measure(settings, a, b) == measure(settings, b, a)
        assert 0 <= measure(settings, a, b) <= 1
    assert found.distance(settings, a, a) == 0
    assert found.similarity(settings, a, a) == 1


@every_kind
@some
@given(data=st.data())
def test_an_accepted_answer_is_right_and_more_tolerance_makes_nothing_wrong(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    answer, accepted = data.draw(answers(name, raw)), data.draw(answers(name, raw))
    assert found.grade(settings, answer, answer)
    assert found.grade(settings, answer, answer, 0.0)
    limit = found.tolerance_limit
    if found.grade(settings, answer, accepted, limit / 3):
        assert found.grade(settings, answer, accepted, limit / 2)


@every_kind
@some
@given(data=st.data())
def test_the_order_of_the_answers_makes_no_difference(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    weights = st.floats(0, 5, allow_subnormal=False)
    votes = data.draw(st.lists(st.tuples(answers(name, raw), weights), min_size=1, max_size=5))
    shuffled = data.draw(st.permutations(votes))
    for method in found.methods:
        first, second = (
            found.aggregate(settings, [a for a, _ in order], [w for _, w in order], method)
            for order in (votes, shuffled)
        )
        assert first == second


@every_kind
@some
@given(data=st.data())
def test_equal_weights_are_no_weights_and_no_weight_is_no_answer(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    given_ = data.draw(st.lists(answers(name, raw), min_size=1, max_size=4))
    plain = found.aggregate(settings, given_)
    assert found.aggregate(settings, given_, [1] * len(given_)) == plain
    more = data.draw(answers(name, raw))
    padded = found.aggregate(settings, [*given_, more], [1] * len(given_) + [0])
    assert (padded.value, padded.tied, padded.count) == (plain.value, plain.tied, plain.count + 1)


@every_kind
@some
@given(data=st.data())
def test_a_consensus_is_decided_or_says_why_not(data: st.DataObject, name: str, raw: dict[str, Any]) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    consensus = found.aggregate(settings, data.draw(st.lists(answers(name, raw), max_size=5)))
    assert (consensus.value is None) == bool(consensus.reason)
    assert len(consensus.tied) <= MAX_TIED
    assert all(found.clean(settings, tied, FIELDS) == tied for tied in consensus.tied)
    assert (consensus.share is None) == (consensus.value is None or name == "number")
    if consensus.share is not None:
        assert found.clean(settings, consensus.value, FIELDS) == consensus.value
        assert 0 <= consensus.share <= 1


@every_kind
@some
@given(data=st.data())
def test_what_all_say_is_the_consensus(data: st.DataObject, name: str, raw: dict[str, Any]) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    answer = data.draw(answers(name, raw))
    consensus = found.aggregate(settings, [answer] * 3)
    if found.no_consensus:
        assert (consensus.value, consensus.reason) == (None, found.no_consensus)
    elif name == "number":
        assert math.isclose(consensus.value, answer)
    else:
        assert (consensus.value, consensus.share) == (answer, 1)


@every_kind
@some
@given(data=st.data())
def test_taken_apart_every_answer_judges_every_part(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    given_ = data.draw(st.lists(answers(name, raw), min_size=1, max_size=4))
    units: list[Any] = [found.unit(settings, answer) for answer in given_]
    if found.level_of(settings) is None:
        assert units == [None] * len(given_)
        assert found.no_agreement
        return
    pattern = tuple(sorted((unit, units.count(unit)) for unit in set(units)))
    for _, judged, parts in found.expand(settings, pattern):
        assert sum(count for _, count in judged) == len(given_)
        assert all(count > 0 for _, count in judged)
        assert list(judged) == sorted(judged)
        assert parts > 0


@every_kind
@some
@given(data=st.data())
def test_a_question_left_out_has_the_same_columns(
    data: st.DataObject, name: str, raw: dict[str, Any]
) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    cells = found.columns("q", settings, data.draw(answers(name, raw)))
    empty = found.columns("q", settings, None)
    assert list(cells) == list(empty)
    assert set(empty.values()) == {None}
    assert all(cell is None or isinstance(cell, str | int | float) for cell in cells.values())


@every_kind
def test_weights_and_methods_must_fit(name: str, raw: dict[str, Any]) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    if found.no_consensus:
        return
    for weights in ([], [1, 2], [-1], [math.nan], [math.inf]):
        with pytest.raises(ValueError):
            found.aggregate(settings, ["x"], weights)
    with pytest.raises(ValueError, match="no consensus of this kind by magic"):
        found.aggregate(settings, [], method="magic")
    assert found.aggregate(settings, ["x"], [0]).reason == "no answer has any weight"
    assert found.aggregate(settings, []).reason == "no answers yet"


@every_kind
def test_a_tolerance_from_outside_is_checked(name: str, raw: dict[str, Any]) -> None:
    found, settings = kind(name), kind(name).settings(raw)
    assert found.tolerance_help.endswith(".")
    assert found.clean_tolerance(settings, 0) == 0
    assert found.clean_tolerance(settings, found.tolerance_limit) == found.tolerance_limit
    for wrong in (-1, math.nan, math.inf, 10**400, True, "0", None, [0], found.tolerance_limit + 1):
        with pytest.raises(InvalidAnswer, match="must be a number from 0 to"):
            found.clean_tolerance(settings, wrong)
