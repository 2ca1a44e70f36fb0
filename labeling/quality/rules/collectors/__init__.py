"""The collectors, one file each; a rule names one by its `kind`."""

from typing import Annotated

from pydantic import Field

from labeling.quality.rules.collectors.answer_count import AnswerCount
from labeling.quality.rules.collectors.control_answers import ControlAnswers
from labeling.quality.rules.collectors.fast_answers import FastAnswers
from labeling.quality.rules.collectors.flags import Flags
from labeling.quality.rules.collectors.hours import Hours
from labeling.quality.rules.collectors.majority import Majority
from labeling.quality.rules.collectors.same_answer_in_row import SameAnswerInRow
from labeling.quality.rules.collectors.skips_in_row import SkipsInRow

__all__ = ["COLLECTORS", "Collector"]

Collector = Annotated[
    AnswerCount | ControlAnswers | FastAnswers | Flags | Hours | Majority | SameAnswerInRow | SkipsInRow,
    Field(discriminator="kind"),
]

COLLECTORS = {
    collector.model_fields["kind"].default: collector
    for collector in (
        ControlAnswers,
        Majority,
        FastAnswers,
        SkipsInRow,
        SameAnswerInRow,
        AnswerCount,
        Hours,
        Flags,
    )
}
