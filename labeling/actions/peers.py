"""Peer evidence: what the answers of all the others say of an annotator, and what follows."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from labeling.actions.fit import Fitted
from labeling.actions.sanction import impose, in_order
from labeling.models import Queue, Response, Sanction, Stage, policy_of
from labeling.quality.peers import Peer, peers, suspects
from labeling.quality.votes import Votes
from projects.models import Project, Question

Suspects = dict[int, tuple[Question, Peer]]


def assess(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Let what the policy says follow for suspects; for nobody twice, unless what came since is evidence by itself."""
    consequence = policy_of(project).on_peers
    if consequence == "none" or not found:
        return
    judged = _judged(project)
    suspected = _suspects(found, judged)
    gone = Queue.objects.filter(project=project, stage=Stage.EXCLUDED).values_list("annotator", flat=True)
    for annotator in in_order(project, suspected.keys() - set(gone)):
        question, peer = suspected[annotator]
        impose(
            project,
            annotator_id=annotator,
            kind=consequence,
            cause=Sanction.Cause.PEERS,
            evidence=_evidence(question, peer),
        )


def _judged(project: Project) -> dict[int, int | None]:
    """Who was a suspect before, and up to which response; None where that is not decided, or was confirmed."""
    made = Sanction.objects.filter(project=project, cause=Sanction.Cause.PEERS).order_by("pk")
    rows = made.values_list("annotator", "verdict", "response_id")
    return {who: upto if verdict == Sanction.Verdict.LIFTED else None for who, verdict, upto in rows}


def _suspects(found: Sequence[Fitted], judged: dict[int, int | None]) -> Suspects:
    """The strongest evidence on each. Whom a reviewer has cleared is judged by what they answered since."""
    suspected: Suspects = {}
    cleared = {who: upto for who, upto in judged.items() if upto is not None}
    for one in found:
        fresh = suspects(peers(one.votes, one.fit))
        named = [peer for peer in fresh if int(peer.annotator) not in judged]
        if cleared:
            since = suspects(peers(_since(one, cleared), one.fit))
            named += [peer for peer in since if int(peer.annotator) in cleared]
        for peer in named:
            who = int(peer.annotator)
            if who not in suspected or suspected[who][1].evidence < peer.evidence:
                suspected[who] = (one.question, peer)
    return suspected


def _since(found: Fitted, cleared: dict[int, int]) -> Votes:
    """The votes without those of each of these annotators up to a response."""
    votes = found.votes
    records = {record: place for place, record in enumerate(votes.records)}
    people = {annotator: place for place, annotator in enumerate(votes.annotators)}
    old: set[int] = set()
    for annotator, upto in cleared.items():
        if annotator in people:
            answered = _answered(found.question, annotator, upto)
            old |= {
                records[record] * len(people) + people[annotator] for record in answered if record in records
            }
    kept = ~np.isin(votes.record * len(people) + votes.annotator, list(old))
    return replace(votes, record=votes.record[kept], annotator=votes.annotator[kept], value=votes.value[kept])


def _answered(question: Question, annotator: int, upto: int) -> Collection[int]:
    mine = Response.objects.filter(project=question.project_id, annotator=annotator, pk__lte=upto)
    return list(mine.values_list("record", flat=True))


def _evidence(question: Question, peer: Peer) -> dict[str, Any]:
    return {
        "question": question.title,
        "compared": peer.compared,
        "accuracy": peer.accuracy,
        "agreement": peer.agreement,
        "informativeness": peer.informativeness,
        "evidence": peer.evidence,
        "reasons": list(peer.reasons),
    }
