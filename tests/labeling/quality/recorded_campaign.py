"""Recorded crowds, asked again: the answers that were given to a record arrive in a random order, as many as are wanted.

A share of the records are controls, whose answers are all in from the start: the annotators' skills begin there. They
are left out of both what is counted and what is judged, under a fixed overlap as under an adaptive one.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

import labeling
from labeling.quality import dawid_skene
from labeling.quality.overlap import Overlap, certain, decide
from labeling.quality.patterns import Unit
from labeling.quality.posterior import posterior, skill
from labeling.quality.stops import Progress
from labeling.quality.votes import Name, votes

RTE = Path(labeling.__file__).parent / "demo" / "rte"
DATA = Path(__file__).parents[2] / "data"

Vote = tuple[str, str, int]
Numbers = dict[str, int]
"""How many answers each record was given, controls left out."""


def recording(name: str) -> tuple[list[Vote], dict[str, int]]:
    """(record, annotator, value) of every answer, and what is true: of rte, dog or web."""
    folder = RTE if name == "rte" else DATA / name
    given = [(row["item"], row["worker"], int(row["label"])) for row in _rows(folder / "labels.csv.gz")]
    if name == "rte":
        with gzip.open(folder / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
            return given, {item["item"]: item["gold"] for item in map(json.loads, lines)}
    return given, {row["item"]: int(row["truth"]) for row in _rows(folder / "truth.csv.gz")}


@dataclass(frozen=True)
class Outcome:
    accuracy: float
    answers: float  # a record


@dataclass(frozen=True)
class Stream:
    """`answers`: by record, (annotator, value) in the order they arrive; `controls` are records."""

    answers: Mapping[str, Sequence[tuple[str, int]]]
    truth: Mapping[str, int]
    values: Sequence[int]
    controls: frozenset[str]

    @property
    def work(self) -> list[str]:
        return [record for record in self.answers if record not in self.controls]


def stream(
    given: Sequence[Vote], truth: Mapping[str, int], rng: np.random.Generator, controls: float
) -> Stream:
    answers: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for place in rng.permutation(len(given)):
        record, annotator, value = given[place]
        answers[record].append((annotator, value))
    known = sorted(truth.keys() & answers.keys())
    chosen = rng.choice(known, round(controls * len(known)), replace=False)
    values = sorted({value for _, _, value in given})
    return Stream(answers, truth, values, frozenset(map(str, chosen)))


def fixed(campaign: Stream, overlap: int) -> Numbers:
    return {record: min(overlap, len(campaign.answers[record])) for record in campaign.work}


def adaptive(campaign: Stream, overlap: Overlap, target: int = 5) -> Iterator[tuple[Numbers, Progress]]:
    """The state after each pass over the records that want another answer; skills are refreshed before each."""
    numbers = fixed(campaign, overlap.minimum)
    skills: Mapping[str, float] = _skills(campaign, dict.fromkeys(numbers, 0), {})
    while True:
        skills = _skills(campaign, numbers, skills)
        wanted = {
            record: decide(
                overlap,
                target=target,
                answers=count,
                settled=[certain(_posterior(campaign, record, count, skills).values(), overlap.threshold)],
            ).wanted
            for record, count in numbers.items()
        }
        going_on = {
            record
            for record in numbers
            if numbers[record] < min(wanted[record], len(campaign.answers[record]))
        }
        yield (
            numbers,
            Progress(
                stopped=Counter(count for record, count in numbers.items() if record not in going_on),
                open=Counter(numbers[record] for record in going_on),
            ),
        )
        if not going_on:
            return
        numbers = {record: count + (record in going_on) for record, count in numbers.items()}


def settled(campaign: Stream, overlap: Overlap) -> Numbers:
    """How many answers the records have in the end."""
    *_, (numbers, _) = adaptive(campaign, overlap)
    return numbers


def judge(campaign: Stream, numbers: Numbers) -> Outcome:
    """What Dawid-Skene makes of those answers, the controls known."""
    counts = {record: len(campaign.answers[record]) for record in campaign.controls} | numbers
    taken = votes(
        (
            (r, annotator, value)
            for r, count in counts.items()
            for annotator, value in campaign.answers[r][:count]
        ),
        campaign.values,
    )
    known: dict[Name, Unit] = {record: campaign.truth[record] for record in campaign.controls}
    asked: dict[Name, Unit] = {
        record: campaign.truth[record] for record in numbers if record in campaign.truth
    }
    accuracy = dawid_skene.fit(taken, known).decisions.accuracy(taken.known(asked))
    assert accuracy is not None
    return Outcome(accuracy, fmean(numbers.values()))


def equal_overlap(curve: Sequence[Outcome], accuracy: float) -> float:
    """The answers a record with which a fixed overlap is as accurate: some records with one more than others."""
    return float(
        np.interp(accuracy, np.maximum.accumulate([o.accuracy for o in curve]), [o.answers for o in curve])
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _posterior(campaign: Stream, record: str, count: int, skills: Mapping[str, float]) -> dict[int, float]:
    given = campaign.answers[record][:count]
    return posterior([(value, skills[annotator]) for annotator, value in given], campaign.values)


def _skills(campaign: Stream, numbers: Numbers, before: Mapping[str, float]) -> dict[str, float]:
    """Everybody's, by the controls and by the posteriors of their other answers under the skills before."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for record in campaign.controls:
        for annotator, value in campaign.answers[record]:
            seen[annotator] += 1
            right[annotator] += value == campaign.truth[record]
    probable: defaultdict[str, float] = defaultdict(float, right)
    for record, count in numbers.items():
        given = campaign.answers[record][:count]
        if given:
            now = _posterior(campaign, record, count, before)
            for annotator, value in given:
                seen[annotator] += 1
                probable[annotator] += now[value]
    everybody = {annotator for given in campaign.answers.values() for annotator, _ in given}
    return {who: skill(probable[who], max(0.0, seen[who] - probable[who])) for who in everybody}
