from typing import Any

import pytest

from projects.questions import InvalidAnswer, kind

SPAN = kind("span")
FLAT = SPAN.settings({"field": "text", "labels": [{"value": "per", "text": "Person"}, "org"]})
NESTED = SPAN.settings({"field": "text", "labels": ["per", "org"], "overlapping": True})
RECORD = {
    "text": "🐈‍⬛ Ada met Grace",
    "title": "Ada",
}  # 15 UTF-16 units before the last word, 14 code points


def mark(start: int, end: int, label: str = "per") -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}


def marked(*spans: dict[str, Any], length: int = 20) -> dict[str, Any]:
    return {"length": length, "spans": list(spans)}


def test_offsets_are_code_points_and_the_length_is_the_servers() -> None:
    text = RECORD["text"]
    spans = [mark(text.index("Grace"), len(text)), mark(4, 7)]
    assert text[4:7] == "Ada"
    for sent in (spans, {"length": 99, "spans": spans}, {"length": None, "spans": spans}):
        assert SPAN.clean(FLAT, sent, RECORD) == {"length": len(text), "spans": [mark(4, 7), spans[0]]}
    assert SPAN.reads_fields


def test_nothing_marked_is_an_answer() -> None:
    assert SPAN.clean(FLAT, [], {"text": "abc"}) == {"length": 3, "spans": []}
    assert SPAN.clean(FLAT, [], {}) == {"length": 0, "spans": []}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "a list of spans"),
        ("Ada", "a list of spans"),
        ({"spans": []}, "a list of spans"),
        ({"length": 16, "spans": [], "by": "me"}, "a list of spans"),
        ({"length": 16, "spans": {}}, "a list of spans"),
        ([[4, 7, "per"]], "Span 1 must have a start, an end and a label"),
        ([{"start": 4, "end": 7}], "Span 1 must have a start, an end and a label"),
        ([mark(4, 7), mark(0, 1) | {"text": "x"}], "Span 2 must have a start, an end and a label"),
        ([mark(-1, 3)], "Span 1 must begin and end within the 17 characters"),
        ([mark(4, 4)], "Span 1 must begin and end within"),
        ([mark(7, 4)], "Span 1 must begin and end within"),
        ([mark(4, 18)], "Span 1 must begin and end within"),
        ([mark(4, 10**30)], "Span 1 must begin and end within"),
        ([mark(False, True)], "Span 1 must begin and end within"),
        ([mark(4.0, 7.0)], "Span 1 must begin and end within"),  # type: ignore[arg-type]
        ([mark(4, 7, "Person")], "Span 1: choose one of the labels"),
        ([mark(4, 7, ["per"])], "Span 1: choose one of the labels"),  # type: ignore[arg-type]
        ([mark(4, 7), mark(4, 7)], "Characters 4–7 are marked twice with the same label"),
        ([mark(4, 7), mark(6, 9)], "Characters 4–7 and 6–9 overlap"),
        ([mark(4, 7), mark(4, 7, "org")], "Characters 4–7 and 4–7 overlap"),
        ([mark(n, n + 1) for n in range(2001)], "at most 2000 parts"),
    ],
)
def test_what_does_not_fit_is_refused_and_said(answer: Any, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        SPAN.clean(FLAT, answer, RECORD)


def test_a_field_must_be_there_and_be_text() -> None:
    with pytest.raises(InvalidAnswer, match="has no text to mark"):
        SPAN.clean(FLAT, [mark(0, 1)], {"title": "Ada"})
    with pytest.raises(InvalidAnswer, match="Only a text can be marked"):
        SPAN.clean(FLAT, [], {"text": [{"role": "user", "content": "Ada"}]})


def test_marks_may_touch_and_overlap_only_where_the_settings_say_so() -> None:
    assert SPAN.clean(FLAT, [mark(4, 7), mark(7, 9)], RECORD)["spans"] == [mark(4, 7), mark(7, 9)]
    nested = [mark(4, 7), mark(4, 7, "org"), mark(4, 9)]
    assert SPAN.clean(NESTED, nested, RECORD)["spans"] == [mark(4, 7, "org"), mark(4, 7), mark(4, 9)]
    with pytest.raises(InvalidAnswer, match="marked twice"):
        SPAN.clean(NESTED, [*nested, mark(4, 9)], RECORD)


def test_characters_are_judged_in_runs() -> None:
    units: list[Any] = [
        SPAN.unit(NESTED, answer) for answer in (marked(mark(0, 4), mark(2, 6, "org")), marked(mark(0, 4)))
    ]
    found = {
        judged: characters for _, judged, characters in SPAN.expand(NESTED, ((units[0], 1), (units[1], 2)))
    }
    assert found == {
        (("per", 3),): 2,
        (("org|per", 1), ("per", 2)): 2,
        (("", 2), ("org", 1)): 2,
        (("", 3),): 14,
    }
    assert units[1] == '{"length":20,"spans":[{"end":4,"label":"per","start":0}]}'


def test_similarity_is_the_f1_of_characters_with_their_labels() -> None:
    assert SPAN.similarity(FLAT, marked(mark(0, 4)), marked(mark(2, 8))) == pytest.approx(2 * 2 / (4 + 6))
    assert SPAN.similarity(FLAT, marked(mark(0, 4)), marked(mark(0, 4, "org"))) == 0
    assert SPAN.similarity(FLAT, marked(), marked()) == 1
    assert SPAN.similarity(FLAT, marked(), marked(mark(0, 1))) == 0


def test_a_control_tolerates_what_it_is_told_to() -> None:
    assert not SPAN.grade(FLAT, marked(mark(0, 4)), marked(mark(0, 5)))
    assert SPAN.grade(FLAT, marked(mark(0, 4)), marked(mark(0, 5)), 0.2)
    assert not SPAN.grade(FLAT, marked(mark(0, 4)), marked(mark(0, 5)), 0.1)


def test_more_than_half_decide_on_each_character() -> None:
    found = SPAN.aggregate(FLAT, [marked(mark(0, 4)), marked(mark(2, 6)), marked(mark(3, 9))])
    assert (found.value, found.tied) == (marked(mark(2, 6)), ())
    assert found.share == pytest.approx((4 / 8 + 1 + 6 / 10) / 3)


def test_what_more_than_half_gave_exactly_is_taken_as_it_is() -> None:
    apart = marked(mark(0, 3), mark(3, 6))
    assert SPAN.aggregate(FLAT, [apart, apart, marked()]).value == apart
    assert SPAN.aggregate(FLAT, [apart, marked(mark(0, 6)), marked(mark(0, 6), mark(8, 9))]).value == marked(
        mark(0, 6)
    )


def test_characters_that_exactly_half_marked_are_a_tie() -> None:
    found = SPAN.aggregate(FLAT, [marked(mark(0, 4)), marked(mark(2, 6))])
    assert (found.value, found.reason) == (None, "a tie: exactly half marked 4 of the characters")
    assert found.tied == (marked(mark(2, 4)), marked(mark(0, 6)))


def test_two_labels_at_half_each_are_never_given_together() -> None:
    votes = [marked(mark(0, 4)), marked(mark(0, 4, "org"))]
    both = marked(mark(0, 4, "org"), mark(0, 4))
    assert SPAN.aggregate(FLAT, votes).tied == (marked(), marked(mark(0, 4)), marked(mark(0, 4, "org")))
    assert SPAN.aggregate(NESTED, votes).tied == (marked(), both)


def test_weights_break_ties() -> None:
    assert SPAN.aggregate(FLAT, [marked(mark(0, 4)), marked()], [2, 1]).value == marked(mark(0, 4))
    assert SPAN.aggregate(FLAT, [marked(mark(0, 4)), marked()], [1, 2]).value == marked()


def test_what_lies_beyond_a_shorter_text_is_for_the_others_to_say() -> None:
    """The record's text grew after the first answers."""
    short = marked(length=3)
    long = marked(mark(4, 8), length=10)
    assert SPAN.aggregate(FLAT, [short, short, long, long]).value == long


def test_an_answer_is_described_and_exported() -> None:
    answer = marked(mark(0, 4), mark(5, 6, "org"))
    assert SPAN.describe(FLAT, answer) == "Person 0–4, org 5–6"
    assert SPAN.describe(FLAT, marked()) == "Nothing"
    assert SPAN.columns("q", FLAT, marked(mark(0, 4))) == {
        "q": '[{"end":4,"label":"per","start":0}]',
        "q.length": 20,
    }


def test_only_wording_may_change_later() -> None:
    assert SPAN.editable(FLAT, SPAN.settings({"field": "text", "labels": ["per", "org"]}))
    assert not SPAN.editable(FLAT, NESTED)
    assert not SPAN.editable(FLAT, SPAN.settings({"field": "title", "labels": ["per", "org"]}))
