"""Does the hypothesis follow from the text? 800 pairs, ten answers each (Snow et al. 2008)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labeling.demo.dataset import Vote, lines, rows

FOLDER = Path(__file__).parent / "rte"
NAME = "rte"
QUESTION = "entailed"
ALPHA = 0.2415
ACCURACY: float | None = 0.8969
ANSWERS = {"1": "yes", "0": "no"}

GUIDELINES = """\
# Does it follow?

Read the **text**, then the **hypothesis**. Say whether the hypothesis follows from the text.

- **Yes**: somebody who has read the text and believes it would agree that the hypothesis is most likely true.
- **No**: the text contradicts the hypothesis, or does not say enough to conclude it.

Judge by the text and by common background knowledge, not by what else you happen to know about the matter.
"""


def definition() -> dict[str, Any]:
    return {
        "name": "Textual entailment",
        "guidelines": GUIDELINES,
        "overlap": 5,
        "fields": [
            {"name": "text", "title": "Text", "kind": "text"},
            {"name": "hypothesis", "title": "Hypothesis", "kind": "text"},
        ],
        "questions": [
            {
                "name": QUESTION,
                "title": "Does the hypothesis follow from the text?",
                "kind": "label",
                "settings": {
                    "options": [{"value": "yes", "text": "Yes, it follows"}, {"value": "no", "text": "No"}]
                },
            }
        ],
    }


def records() -> Iterator[dict[str, Any]]:
    for item in lines(FOLDER / "items.jsonl.gz"):
        yield {
            "external_id": item["item"],
            "fields": {"text": item["text"], "hypothesis": item["hypothesis"]},
            "metadata": {"task": item["task"], "gold": ANSWERS[str(item["gold"])]},
        }


def votes() -> Iterator[Vote]:
    for row in rows(FOLDER / "labels.csv.gz"):
        yield Vote(row["item"], row["worker"], ANSWERS[row["label"]])


def truth() -> dict[str, str]:
    return {item["item"]: ANSWERS[str(item["gold"])] for item in lines(FOLDER / "items.jsonl.gz")}
