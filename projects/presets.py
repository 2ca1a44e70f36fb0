"""Ready-made fields and questions to begin a project with."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preset:
    title: str
    purpose: str
    fields: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)


PROMPT = {"name": "prompt", "title": "Prompt", "kind": "text", "settings": {"markdown": True}}

PRESETS = {
    "preference": Preset(
        "A/B preference",
        "Which of two responses is better?",
        [
            PROMPT,
            {"name": "response_a", "title": "Response A", "kind": "text", "settings": {"markdown": True}},
            {"name": "response_b", "title": "Response B", "kind": "text", "settings": {"markdown": True}},
        ],
        [
            {
                "name": "preference",
                "title": "Which response is better?",
                "kind": "preference",
                "settings": {"a": "Response A", "b": "Response B"},  # as the fields are titled
            }
        ],
    ),
    "rating": Preset(
        "Rating",
        "How good is one response?",
        [PROMPT, {"name": "response", "title": "Response", "kind": "text", "settings": {"markdown": True}}],
        [
            {
                "name": "quality",
                "title": "How good is the response?",
                "kind": "rating",
                "settings": {"min": 1, "max": 5, "anchors": {"1": "Useless", "5": "Excellent"}},
            }
        ],
    ),
    "classification": Preset(
        "Classification",
        "Which of a few labels fits a text?",
        [{"name": "text", "title": "Text", "kind": "text"}],
        [
            {
                "name": "label",
                "title": "Which label fits?",
                "kind": "label",
                "settings": {"options": ["positive", "neutral", "negative"]},
            }
        ],
    ),
    "topics": Preset(
        "Several labels",
        "Which of a few labels fit a text, be it none or many?",
        [{"name": "text", "title": "Text", "kind": "text"}],
        [
            {
                "name": "topics",
                "title": "What is the text about?",
                "description": "Choose all that apply; none if nothing does.",
                "kind": "multi_label",
                "settings": {"options": ["politics", "economy", "science", "culture", "sport"]},
            }
        ],
    ),
    "ranking": Preset(
        "Ranking",
        "In which order do several responses come, the best first?",
        [
            PROMPT,
            {"name": "response_a", "title": "Response A", "kind": "text", "settings": {"markdown": True}},
            {"name": "response_b", "title": "Response B", "kind": "text", "settings": {"markdown": True}},
            {"name": "response_c", "title": "Response C", "kind": "text", "settings": {"markdown": True}},
        ],
        [
            {
                "name": "ranking",
                "title": "Rank the responses, the best first",
                "kind": "ranking",
                "settings": {
                    "options": [
                        {"value": "a", "text": "Response A"},
                        {"value": "b", "text": "Response B"},
                        {"value": "c", "text": "Response C"},
                    ],
                    "ties": True,
                },
            }
        ],
    ),
    "spans": Preset(
        "Marked text",
        "Which parts of a text name something?",
        [{"name": "text", "title": "Text", "kind": "text"}],
        [
            {
                "name": "names",
                "title": "Mark the names in the text",
                "kind": "span",
                "settings": {"field": "text", "labels": ["person", "organization", "place"]},
            }
        ],
    ),
    "number": Preset(
        "Number",
        "How much, or how many?",
        [{"name": "text", "title": "Text", "kind": "text"}],
        [
            {
                "name": "minutes",
                "title": "How many minutes does it take to do what the text asks for?",
                "kind": "number",
                "settings": {"min": 0, "unit": "minutes", "scale": "ratio"},
            }
        ],
    ),
    "text": Preset(
        "Free text",
        "What would a good response be?",
        [PROMPT],
        [{"name": "response", "title": "Write a good response", "kind": "text"}],
    ),
    "blank": Preset("Blank", "Fields and questions of your own."),
}
