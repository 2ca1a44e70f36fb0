import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import labeling

DEMO = Path(labeling.__file__).parent / "demo"
DATA = Path(__file__).parents[2] / "data"


def rows(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(DEMO / path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@pytest.fixture(scope="session")
def rte_labels() -> list[tuple[str, str, int]]:
    """(item, worker, label) of 8,000 recorded labels."""
    return [(row["item"], row["worker"], int(row["label"])) for row in rows("rte/labels.csv.gz")]


@pytest.fixture(scope="session")
def rte_truth() -> dict[str, int]:
    with gzip.open(DEMO / "rte/items.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {item["item"]: item["gold"] for item in map(json.loads, lines)}


@pytest.fixture(scope="session")
def llmfao_votes() -> list[tuple[str, str, str]]:
    """(pair, worker, winner) of 8,931 recorded votes."""
    return [(row["pair"], row["worker"], row["winner"]) for row in rows("llmfao/votes.csv.gz")]


def recorded(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def recorded_items(path: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def dog_labels() -> list[tuple[str, str, int]]:
    """(item, worker, breed) of 8,070 recorded labels."""
    return [(row["item"], row["worker"], int(row["label"])) for row in recorded("dog/labels.csv.gz")]


@pytest.fixture(scope="session")
def web_labels() -> list[tuple[str, str, int]]:
    """(item, worker, relevance from 0 to 4) of 15,567 recorded labels."""
    return [(row["item"], row["worker"], int(row["label"])) for row in recorded("web/labels.csv.gz")]


@pytest.fixture(scope="session")
def asset_ratings() -> dict[str, list[tuple[str, str, int]]]:
    """By aspect: (item, worker, rating from 0 to 100) of 1,500 recorded ratings each."""
    ratings: dict[str, list[tuple[str, str, int]]] = {}
    for row in recorded("asset_ratings/labels.csv.gz"):
        aspect = row["item"].rpartition("-")[2]
        ratings.setdefault(aspect, []).append((row["item"], row["worker"], int(row["rating"])))
    return ratings


@pytest.fixture(scope="session")
def ct_sets() -> list[tuple[str, str, str]]:
    """(sentence, worker, compact JSON of the sorted events that were ticked) of 840 recorded answers."""
    return [
        (row["item"], row["worker"], json.dumps(sorted(set(row["labels"].split("|")) - {"none"})))
        for row in recorded("ct_events/multilabel.csv.gz")
    ]


@pytest.fixture(scope="session")
def ct_candidates() -> dict[str, list[str]]:
    """The events offered in each sentence, as in `ct_sets`."""
    return {
        item["item"]: sorted({f"{one['start']}-{one['end']}" for one in item["candidates"]})
        for item in recorded_items("ct_events/items.jsonl.gz")
    }


@pytest.fixture(scope="session")
def ct_spans() -> list[tuple[str, str, str]]:
    """(sentence, worker, the unit of a span question) of 840 recorded answers."""
    length = {item["item"]: len(item["sentence"]) for item in recorded_items("ct_events/items.jsonl.gz")}
    return [
        (row["item"], row["worker"], marked(length[row["item"]], row["spans"]))
        for row in recorded_items("ct_events/spans.jsonl.gz")
    ]


def marked(length: int, spans: list[tuple[int | None, int | None, str]]) -> str:
    """Words without a place in the sentence are left out, spans that touch or overlap are one."""
    characters = sorted({at for start, end, _ in spans if start is not None for at in range(start, end or 0)})
    edges = (
        [at for at in characters if at - 1 not in characters],
        [at + 1 for at in characters if at + 1 not in characters],
    )
    found = [{"start": start, "end": end, "label": "event"} for start, end in zip(*edges, strict=True)]
    return json.dumps({"length": length, "spans": found})
