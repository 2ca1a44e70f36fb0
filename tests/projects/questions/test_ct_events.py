"""Real answers: which words of 42 sentences are events, chosen from candidates and marked in the text.

The figures are those of tests/data/ct_events/README.md.
"""

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import IO, Any

import krippendorff
import pytest

from labeling.quality.agreement import Pattern, alpha
from labeling.quality.patterns import pattern
from projects.questions import Kind, kind

DATA = Path(__file__).parents[2] / "data" / "ct_events"
MULTI, SPAN = kind("multi_label"), kind("span")
NEVER = "never"  # some sentences have one candidate, and a question needs two options
EVENTS = SPAN.settings({"field": "sentence", "labels": ["event"], "overlapping": True})


def opened(name: str) -> IO[str]:
    return gzip.open(DATA / name, "rt", encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def items() -> dict[str, Any]:
    with opened("items.jsonl.gz") as lines:
        return {item["item"]: item for item in map(json.loads, lines)}


@pytest.fixture(scope="module")
def chosen(items: dict[str, Any]) -> list[tuple[Any, list[Any]]]:
    """The settings and the answers of each sentence; a few list a candidate twice."""
    with opened("multilabel.csv.gz") as lines:
        answers = _by_item((row["item"], row["labels"].split("|")) for row in csv.DictReader(lines))
    found = []
    for item, given in answers.items():
        options = {f"{part['start']}-{part['end']}": None for part in items[item]["candidates"]}
        settings = MULTI.settings({"options": [*options, NEVER]})
        found.append((settings, [MULTI.clean(settings, sorted({*labels} - {"none"})) for labels in given]))
    return found


@pytest.fixture(scope="module")
def marked(items: dict[str, Any]) -> list[list[Any]]:
    """The answers to each sentence, without the words that are not in it and so have no offsets."""
    with opened("spans.jsonl.gz") as lines:
        answers = _by_item((row["item"], row["spans"]) for row in map(json.loads, lines))
    return [[_marking(items[item], spans) for spans in given] for item, given in answers.items()]


def _by_item(rows: Iterator[tuple[str, Any]]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for item, answer in rows:
        found[item].append(answer)
    return found


def units(kind: Kind[Any], settings: Any, answers: list[Any]) -> Pattern:
    found: list[Any] = [kind.unit(settings, answer) for answer in answers]
    return pattern(found)


def _marking(item: dict[str, Any], spans: list[Any]) -> Any:
    places = {(start, end) for start, end, _ in spans if start is not None}
    return SPAN.clean(EVENTS, [{"start": s, "end": e, "label": "event"} for s, e in places], item)


def test_whole_sets(chosen: list[tuple[Any, list[Any]]]) -> None:
    shown = Counter(units(MULTI, settings, answers) for settings, answers in chosen)
    found = alpha(shown, "nominal")
    assert (found.records, found.answers) == (42, 840)
    assert found.value == pytest.approx(0.2311, abs=5e-5)


def test_candidates_one_by_one(chosen: list[tuple[Any, list[Any]]]) -> None:
    """Each sentence has its own candidates, so they are taken as units of one dimension.

    The README has .1560, not to be had from the published file, in which candidates with the same words are one:
    the reference implementation agrees with ours on the table that a plain count gives.
    """
    judged: Counter[Pattern] = Counter()
    counts = []
    for settings, answers in chosen:
        for dimension, shown, parts in MULTI.expand(settings, units(MULTI, settings, answers)):
            if dimension != NEVER:
                judged[shown] += parts
                ticks = sum(dimension in answer for answer in answers)
                counts.append([len(answers) - ticks, ticks])
    found = alpha(judged, "nominal")
    assert found.records == len(counts) == 176
    reference = krippendorff.alpha(value_counts=counts, value_domain=[0, 1], level_of_measurement="nominal")
    assert found.value == pytest.approx(reference, abs=1e-12)
    assert found.value == pytest.approx(0.1560, abs=2e-3)


def test_characters(marked: list[list[Any]]) -> None:
    judged: Counter[Pattern] = Counter()
    for answers in marked:
        for _, shown, parts in SPAN.expand(EVENTS, units(SPAN, EVENTS, answers)):
            judged[shown] += parts
    found = alpha(judged, "nominal")
    assert found.records == 6673
    assert found.value == pytest.approx(0.2458, abs=5e-5)


def test_mean_character_f1(marked: list[list[Any]]) -> None:
    assert SPAN.similarity_title == "Mean character F1"
    pairs = [
        SPAN.similarity(EVENTS, one, other) for answers in marked for one, other in combinations(answers, 2)
    ]
    assert len(pairs) == 42 * 20 * 19 / 2
    assert fmean(pairs) == pytest.approx(0.390, abs=5e-4)


def test_what_most_marked_is_a_part_of_the_text(marked: list[list[Any]]) -> None:
    for answers in marked:
        found = SPAN.aggregate(EVENTS, answers)
        assert found.count == 20
        for value in [found.value] if found.value else found.tied:
            more = {at for span in value["spans"] for at in range(span["start"], span["end"])}
            for at in more:
                votes = sum(any(s["start"] <= at < s["end"] for s in a["spans"]) for a in answers)
                assert votes >= 10
