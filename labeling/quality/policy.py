"""A project's policy: one section for each thing that watches over quality, each with working defaults."""

from typing import Literal

from labeling.quality.control import Insertion, Watch
from labeling.quality.gate import Gate
from labeling.quality.overlap import Overlap
from labeling.quality.qualification import Qualification
from labeling.quality.rules import Rules
from labeling.quality.suspicion import Collusion, Speed, Straight
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
    on_peers: Consequence = "notice"
    rules: Rules = ()
    # What counts as strange enough for a reviewer to look at.
    speed: Speed = Speed()
    straight: Straight = Straight()
    collusion: Collusion = Collusion()
    # Whether whoever is warned or paused sees the figures that led to it.
    shows_figures: bool = True
