import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import labeling

DEMO = Path(labeling.__file__).parent / "demo"


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
