"""The consensus of each record, counted again."""

from collections.abc import Iterator

from labeling.models import Consensus
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Votes, winner
from projects.models import Question


def consensus(question: Question, votes: Votes) -> Iterator[Difference]:
    stored = {row.record_id: row for row in Consensus.objects.filter(question=question).iterator()}
    for record in stored.keys() | votes.keys():
        row, units = stored.get(record), [unit for _, unit in votes.get(record, [])]
        if row is None or row.answers != len(units):
            yield Difference("answers in the consensus", f"record {record}", row and row.answers, len(units))
        elif question.type.level and units:
            value = None if row.value is None else question.type.unit(question.options, row.value)
            if value != winner(units):
                yield Difference("consensus", f"record {record}", value, winner(units))
