"""Every kind of question with settings, and canonical answers to it."""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from projects.questions import kind

OPTIONS = ["a", "b", "c", "d"]
TEXT = "naïve 🐈 cats"
FIELDS = {"text": TEXT}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("label", {"options": OPTIONS}),
    ("preference", {}),
    ("preference", {"strength": 3}),
    ("rating", {"min": -2, "max": 2}),
    ("number", {}),
    ("number", {"min": 0, "max": 10, "step": 0.1, "scale": "ratio"}),
    ("number", {"whole": True}),
    ("multi_label", {"options": OPTIONS}),
    ("multi_label", {"options": OPTIONS, "least": 1, "most": 2}),
    ("ranking", {"options": OPTIONS}),
    ("ranking", {"options": OPTIONS, "ties": True}),
    ("ranking", {"options": [*OPTIONS, "e", "f", "g"], "ties": False}),
    ("span", {"field": "text", "labels": ["x", "y"]}),
    ("span", {"field": "text", "labels": ["x", "y"], "overlapping": True}),
    ("text", {"min_length": 0}),
]

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(OPTIONS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["start", "end", "label", "length", "spans", "choice", "strength"]), inner
        )
    ),
    max_leaves=12,
)


def answers(name: str, raw: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Canonical answers: what `clean` makes of what a person could send."""
    found = kind(name)
    settings = found.settings(raw)
    return _sent(name, settings).map(lambda answer: found.clean(settings, answer, FIELDS))


def _sent(name: str, settings: Any) -> st.SearchStrategy[Any]:
    match name:
        case "label" | "rating":
            return st.sampled_from(kind(name).domain(settings) or ())
        case "preference" if settings.strength:
            sides = st.fixed_dictionaries({"choice": st.sampled_from("ab"), "strength": st.integers(1, 3)})
            return sides | st.just({"choice": "tie"})
        case "preference":
            return st.sampled_from(["a", "b", "tie"])
        case "number" if settings.step:
            return st.integers(0, 100).map(lambda tenths: tenths * 0.1)
        case "number" if settings.whole:
            return st.integers(-(10**15), 10**15)
        case "number":
            return st.floats(-1e15, 1e15)
        case "multi_label":
            most = settings.most or len(settings.options)
            return st.lists(st.sampled_from(OPTIONS), unique=True, min_size=settings.least, max_size=most)
        case "ranking":
            return _rankings(settings)
        case "span":
            return _markings(settings)
    return st.text("ab Cé", max_size=12)


def _rankings(settings: Any) -> st.SearchStrategy[Any]:
    values = [option.value for option in settings.options]
    orders = st.permutations(values)
    if not settings.ties:
        return orders
    cuts = st.sets(st.integers(1, len(values) - 1)).map(lambda cuts: [0, *sorted(cuts), len(values)])
    return st.builds(lambda order, at: [list(order[i:j]) for i, j in pairwise(at)], orders, cuts)


def _markings(settings: Any) -> st.SearchStrategy[Any]:
    labels = st.sampled_from([label.value for label in settings.labels])
    ends = st.lists(st.integers(0, len(TEXT)), unique=True, min_size=2, max_size=2).map(sorted)
    if settings.overlapping:
        unique = st.lists(st.tuples(ends.map(tuple), labels), unique=True, max_size=4)
        return unique.map(lambda found: [_mark(start, end, label) for (start, end), label in found])
    cuts = st.lists(st.integers(0, len(TEXT)), unique=True, max_size=6).map(sorted)
    return st.builds(
        lambda at, given: [
            _mark(i, j, label) for i, j, label in zip(at, at[1:], given, strict=False) if label
        ],
        cuts,
        st.lists(labels | st.none(), min_size=6, max_size=6),
    )


def _mark(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}
