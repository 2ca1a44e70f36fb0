"""How many answers each record is to have, decided again; and the places of certain people, counted again."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import stdev
from typing import Any

from django.db.models import Q

from labeling.models import Adjudication, Assignment, Response, Skill, policy_of
from labeling.quality.overlap import Overlap, Rule
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Vote, Votes
from projects.models import Project, Question, Record

CLOSE = 1e-9


def overlaps(project: Project, votes: Sequence[tuple[Question, Votes]]) -> Iterator[Difference]:
    """`votes`: on each question of the project."""
    project = Project.objects.select_related("policy").get(pk=project.pk)
    asked = policy_of(project).overlap
    records = Record.objects.filter(project=project, retired=False, withheld=False).select_related("content")
    adaptive = _adaptive(project, asked, votes)
    held = _held(project)
    for record in records.iterator(chunk_size=5000):
        if record.own_overlap and not record.by_policy:
            continue
        where = f"record {record.pk}"
        rule = next((rule for rule in asked.rules if _applies(rule, record.content.metadata)), None)
        if asked.strata and not (rule and rule.overlap):
            wanted = rule.strata if rule and rule.strata else [stratum.answers for stratum in asked.strata]
            room = [answers - held[record.pk][index] for index, answers in enumerate(wanted)]
            if record.open_strata != room:
                yield Difference("places of certain people", where, record.open_strata, room)
            if record.open_slots != sum(left for left in room if left > 0):
                yield Difference("open slots of certain people", where, record.open_slots, room)
            continue
        if rule and rule.overlap:
            allowed = [rule.overlap]
        else:
            allowed = adaptive(record) if adaptive else [project.overlap]
        if record.overlap not in allowed:
            yield Difference("overlap", where, record.overlap, allowed)


def _applies(rule: Rule, metadata: Mapping[str, Any]) -> bool:
    return all(key in metadata and _text(metadata[key]) == _text(value) for key, value in rule.where.items())


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    whole = isinstance(value, float) and value == math.floor(value)
    return f"{value:.0f}" if whole else str(value)


def _held(project: Project) -> dict[int, Counter[int]]:
    """By record, the holders of slots of each stratum."""
    live = Q(state__in=["queued", "open"], purpose="work")
    holders = Assignment.objects.filter(live | Q(response__counted=True), project=project, stratum__gte=0)
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for record, stratum in holders.values_list("record", "stratum").iterator(chunk_size=5000):
        found[record][stratum or 0] += 1
    return found


def _adaptive(
    project: Project, asked: Overlap, votes: Sequence[tuple[Question, Votes]]
) -> Callable[[Record], list[int]] | None:
    """What a record's answers allow; more than one number where the probability is the threshold itself."""
    judged = [(q, given) for q, given in votes if _domain(q) is not None or asked.widths.get(q.name)]
    if asked.mode == "fixed" or not judged:
        return None
    counted = Counter(Response.objects.filter(project=project, counted=True).values_list("record", flat=True))
    decided = set(Adjudication.objects.filter(question__project=project).values_list("record", "question"))
    most = asked.maximum or max(asked.minimum, 2 * project.overlap)
    abilities = {question.pk: _abilities(question) for question, _ in judged}

    def allowed(record: Record) -> list[int]:
        answers = counted[record.pk]
        if answers < asked.minimum:
            return [asked.minimum]
        verdicts = [
            {True}
            if (record.pk, question.pk) in decided
            else _settled(question, asked, given.get(record.pk, []), abilities[question.pk])
            for question, given in judged
        ]
        enough = [min(answers, most)] if all(True in verdict for verdict in verdicts) else []
        more = [min(answers + 1, most)] if any(False in verdict for verdict in verdicts) else []
        return enough + more

    return allowed


def _domain(question: Question) -> Sequence[Any] | None:
    return question.type.domain(question.options) if question.type.level else None


def _abilities(question: Question) -> dict[int, float]:
    rows = Skill.objects.filter(question=question).values_list("annotator", "right", "answers")
    return {
        who: min(0.97, max(0.05, (4 + right) / (6 + max(answers, right)))) for who, right, answers in rows
    }


def _settled(
    question: Question, asked: Overlap, given: Sequence[Vote], abilities: Mapping[int, float]
) -> set[bool]:
    """Whether the answers are enough; both where that is too close to say."""
    domain = _domain(question)
    if domain is None:
        width = asked.widths[question.name]
        error = stdev([vote.unit for vote in given]) / math.sqrt(len(given)) if len(given) >= 3 else math.inf
        return {error <= width + CLOSE, error <= width - CLOSE}
    joint = dict.fromkeys(domain, 1.0)
    for vote in given:
        ability = abilities.get(vote.annotator, 4 / 6)
        for value in joint:
            joint[value] *= ability if value == vote.unit else (1 - ability) / max(1, len(joint) - 1)
    best = max(joint.values()) / math.fsum(joint.values())
    return {best >= asked.threshold - CLOSE, best >= asked.threshold + CLOSE}
