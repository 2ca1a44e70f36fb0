"""A project's policy: one section for each thing that watches over quality, each with working defaults."""

from typing import Annotated, Literal

from pydantic import Field

from labeling.quality.control import Insertion, Watch
from labeling.quality.gate import Gate
from labeling.quality.overlap import Overlap
from labeling.quality.points import Scoring
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


class Standings(Scoring):
    """How people are ranked, every `minutes`, and what annotators are told of it.

    `shown`: their own number of answers only, ranks and everybody's numbers too, or points besides. With `handles`
    they are told made-up names of each other.
    """

    minutes: Annotated[int, Field(ge=5, le=10_080)] = 15
    shown: Literal["own", "ranks", "points"] = "ranks"
    names: Literal["names", "handles"] = "names"


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
    standings: Standings = Standings()
    # What counts as strange enough for a reviewer to look at.
    speed: Speed = Speed()
    straight: Straight = Straight()
    collusion: Collusion = Collusion()
    # Whether whoever is warned or paused sees the figures that led to it.
    shows_figures: bool = True
