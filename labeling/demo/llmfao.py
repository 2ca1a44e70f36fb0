"""Which of two models answered the prompt better? 2,139 pairs, 8,931 votes (LLMFAO, 2023)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labeling.demo.dataset import Vote, lines, rows

FOLDER = Path(__file__).parent / "llmfao"
NAME = "llmfao"
QUESTION = "better"
ALPHA = 0.2906
ACCURACY: float | None = None


def definition() -> dict[str, Any]:
    return {
        "name": "Which AI is better?",
        "guidelines": (FOLDER / "instruction.md").read_text(encoding="utf-8"),
        "overlap": 3,
        "fields": [
            # Plain text throughout: what a model wrote is judged as written, line breaks and stray tags included.
            {"name": "prompt", "title": "Prompt", "kind": "text"},
            _side("response_a", "System A"),
            _side("response_b", "System B"),
        ],
        "questions": [
            {
                "name": QUESTION,
                "title": "Which system gave the better output?",
                "description": "Where both failed, or both are the same, it is a tie.",
                "kind": "preference",
                "settings": {"a": "System A", "b": "System B", "tie": "Tie"},
            }
        ],
    }


def _side(name: str, title: str) -> dict[str, Any]:
    """Not required: some models answered with nothing at all, and that is to be judged, too."""
    return {"name": name, "title": title, "kind": "text", "required": False}


def records() -> Iterator[dict[str, Any]]:
    hidden = ("model_a", "model_b", "prompt_slug", "prompt_type")
    for pair in lines(FOLDER / "pairs.jsonl.gz"):
        yield {
            "external_id": str(pair["pair"]),
            "fields": {name: pair[name] for name in ("prompt", "response_a", "response_b")},
            "metadata": {name: pair[name] for name in hidden},
        }


def votes() -> Iterator[Vote]:
    for row in rows(FOLDER / "votes.csv.gz"):
        yield Vote(row["pair"], row["worker"], row["winner"])


def truth() -> dict[str, str]:
    return {}
