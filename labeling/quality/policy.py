"""A project's policy: one section for each thing that watches over quality, each with working defaults."""

from typing import Literal

from labeling.quality.control import Insertion, Watch
from labeling.quality.gate import Gate
from labeling.quality.overlap import Overlap
from labeling.quality.qualification import Qualification
from projects.kinds import Settings

Consequence = Literal["none", "notice", "warning", "pause"]
"""What follows for an annotator: nothing, a word to the reviewers, to the annotator, or no more records for now."""


class Aggregation(Settings):
    """How answers become a consensus, where the kind of question leaves a choice."""

    method: Literal["majority", "weighted", "dawid_skene"] = "majority"
    numbers: Literal["mean", "median"] = "mean"


class Policy(Settings):
    """`qualification` is None where people begin with work; `gate` and `watch` judge people and controls."""

    aggregation: Aggregation = Aggregation()
    overlap: Overlap = Overlap()
    qualification: Qualification | None = None
    insertion: Insertion = Insertion()
    watch: Watch = Watch()
    gate: Gate = Gate()
    on_gate: Consequence = "pause"
