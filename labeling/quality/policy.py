"""A project's policy: one section for each thing that watches over quality, each with working defaults."""

from typing import Literal

from projects.kinds import Settings


class Aggregation(Settings):
    """How answers become a consensus, where the kind of question leaves a choice."""

    method: Literal["majority", "weighted", "dawid_skene"] = "majority"
    numbers: Literal["mean", "median"] = "mean"


class Policy(Settings):
    aggregation: Aggregation = Aggregation()
