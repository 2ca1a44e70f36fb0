from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.rules import COLLECTORS, Entry, Evaluation, Happening, Rule, firings, now
from labeling.quality.rules.rule import Operator

START = datetime(2026, 5, 4, 8, tzinfo=UTC)


def rule(
    name: str, collector: dict[str, Any], *conditions: tuple[str, str, float], action: str = "pause"
) -> Rule:
    asked = [{"figure": figure, "operator": sign, "number": number} for figure, sign, number in conditions]
    return Rule.model_validate({"name": name, "collector": collector, "conditions": asked, "action": action})


SKIPS = rule("picking", {"kind": "skips_in_row"}, ("skips", ">=", 3))
CONTROLS = rule(
    "controls", {"kind": "control_answers", "last": 5}, ("answers", ">=", 3), ("wrong_share", ">", 0.5)
)


def history(*happened: str | Entry) -> list[Entry]:
    """Words: skipped, right, wrong, submitted; one a minute."""
    entries = []
    for minute, each in enumerate(happened):
        at = START + timedelta(minutes=minute)
        if isinstance(each, Entry):
            entries.append(each)
        elif each in ("right", "wrong"):
            entries.append(Entry("submitted", at, passed=each == "right"))
        else:
            entries.append(Entry(each, at))  # type: ignore[arg-type]
    return entries


def test_a_rule_fires_when_its_conditions_first_hold() -> None:
    [firing] = firings([SKIPS], history("skipped", "submitted", "skipped", "skipped", "skipped", "skipped"))
    assert (firing.rule, firing.place, firing.at) == (SKIPS, 4, START + timedelta(minutes=4))
    assert firing.figures == {"skips": 3}


def test_all_conditions_must_hold() -> None:
    assert list(firings([CONTROLS], history("wrong", "wrong"))) == []
    [firing] = firings([CONTROLS], history("wrong", "wrong", "submitted", "wrong"))
    assert firing.place == 3
    assert firing.figures["wrong_share"] == 1.0


def test_it_fires_once_and_again_after_a_reset_from_nothing() -> None:
    lifted = Entry("reset", START)
    found = list(firings([SKIPS], history(*["skipped"] * 5, lifted, *["skipped"] * 5)))
    assert [firing.place for firing in found] == [2, 8]


def test_a_reset_of_one_rule_leaves_the_others() -> None:
    lifted = Entry("reset", START, rule="picking")
    twice = rule("twice", {"kind": "skips_in_row"}, ("skips", ">=", 2))
    found = list(firings([SKIPS, twice], history(*["skipped"] * 3, lifted, *["skipped"] * 3)))
    assert [(firing.rule.name, firing.place) for firing in found] == [
        ("twice", 1),
        ("picking", 2),
        ("picking", 6),
    ]


def test_a_reset_before_it_fired_starts_anew_too() -> None:
    assert list(firings([SKIPS], history("skipped", "skipped", Entry("reset", START), "skipped"))) == []


def test_nothing_happens_now_if_it_fired_before() -> None:
    entries = history(*["skipped"] * 4)
    assert [firing.place for firing in now([SKIPS], entries[:3])] == [2]
    assert now([SKIPS], entries) == []
    assert now([SKIPS], []) == []


entries = st.builds(
    Entry,
    st.sampled_from(get_args(Happening)),
    st.just(START),
    seconds=st.floats(0, 5000),
    passed=st.sampled_from([None, None, True, False]),
    agreed=st.sampled_from([None, True, False]),
    value=st.sampled_from([None, "a", "b"]),
    rule=st.sampled_from([None, "rule 0"]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    minutes = draw(st.lists(st.integers(0, 1000), min_size=0, max_size=40))
    at = START
    happened = []
    for gap in minutes:
        at += timedelta(minutes=gap)
        entry = draw(entries)
        happened.append(
            Entry(entry.what, at, entry.seconds, entry.passed, entry.agreed, entry.value, entry.rule)
        )
    return happened


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    made = []
    for place in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(sorted(COLLECTORS)))
        collector: dict[str, Any] = {"kind": kind}
        if "last" in COLLECTORS[kind].model_fields:
            collector["last"] = draw(st.sampled_from([None, 1, 3, 10]))
        figures = sorted(COLLECTORS[kind].figures)
        conditions = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(figures),
                    st.sampled_from(get_args(Operator)),
                    st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]),
                ),
                min_size=1,
                max_size=2,
            )
        )
        made.append(rule(f"rule {place}", collector, *conditions))
    return made


@given(rules(), histories())
def test_live_is_the_back_test(asked: list[Rule], happened: list[Entry]) -> None:
    """Asking after each entry, with nothing kept in between, gives what the whole history gives at its end."""
    live = [firing for end in range(1, len(happened) + 1) for firing in now(asked, happened[:end])]
    assert live == list(firings(asked, happened))


@given(rules(), histories())
def test_kept_between_entries_it_is_the_same(asked: list[Rule], happened: list[Entry]) -> None:
    kept = [Evaluation(each) for each in asked]
    live = [
        (each.rule, place, figures)
        for place, entry in enumerate(happened)
        for each in kept
        if (figures := each.see(entry)) is not None
    ]
    assert live == [(firing.rule, firing.place, firing.figures) for firing in firings(asked, happened)]


@given(rules(), histories())
def test_a_rule_does_not_depend_on_the_others(asked: list[Rule], happened: list[Entry]) -> None:
    together = list(firings(asked, happened))
    assert sorted(together, key=lambda firing: firing.rule.name) == [
        firing for each in sorted(asked, key=lambda one: one.name) for firing in firings([each], happened)
    ]


@given(rules(), histories())
def test_a_rule_fires_once_between_resets_and_only_when_its_conditions_hold(
    asked: list[Rule], happened: list[Entry]
) -> None:
    for each in asked:
        found = list(firings([each], happened))
        assert all(each.holds(firing.figures) for firing in found)
        for first, second in pairwise(found):
            between = happened[first.place : second.place]
            assert any(entry.what == "reset" and entry.rule in (None, each.name) for entry in between)
