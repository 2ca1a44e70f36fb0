"""How a question's answers are weighed: the method that its project's policy asks for, as far as it can be had."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from labeling.models import Consensus, Fit, Skill, policy_of
from labeling.quality.confusion import Model
from labeling.quality.posterior import skill
from labeling.quality.weighted import weight
from projects.models import Project, Question

Method = Consensus.Method

MOST_VALUES = 20
"""A confusion matrix over more values would have more cells than most annotators have answers."""


@dataclass(frozen=True)
class Jury:
    """`weights` by annotator (none where all weigh the same), or a fitted `model`, and when that was fitted.

    `early`: only a record's first two answers are counted in the agreement, because contested records get more.
    """

    question: Question
    method: Method
    weights: dict[int, float] = field(default_factory=dict)
    model: Model | None = None
    fit: str | None = None
    early: bool = False


def fitted(question: Question) -> bool:
    """Whether a model of the annotators can be fitted to the answers to this question."""
    domain = question.type.domain(question.options)
    return domain is not None and 2 <= len(domain) <= MOST_VALUES


def juries(project: Project, *, annotators: Iterable[int]) -> list[Jury]:
    """One for each question of the project, with what is known of these annotators."""
    questions = list(Question.objects.filter(project=project).select_related("fit"))
    asked = policy_of(project)
    early = asked.overlap.mode == "adaptive"
    wanted = Method(asked.aggregation.method)
    people = set(annotators)
    found = []
    for question in questions:
        fit = getattr(question, "fit", None)
        if wanted != Method.MAJORITY and fit and fitted(question):
            found.append(_informed(question, fit, wanted, people, early))
        else:
            found.append(Jury(question, usual(question, asked.aggregation.numbers), early=early))
    return found


def usual(question: Question, numbers: str) -> Method:
    """The method that needs no model."""
    methods = question.type.methods
    return Method(numbers if numbers in methods else methods[0]) if methods else Method.KIND


def _informed(question: Question, fit: Fit, method: Method, annotators: set[int], early: bool) -> Jury:
    skills = Skill.objects.filter(question=question, annotator__in=annotators)
    if method == Method.WEIGHTED:
        values = len(fit.parameters["values"])
        weights = dict.fromkeys(annotators, weight(skill(0, 0), values))
        for who, right, answers in skills.values_list("annotator", "right", "answers"):
            weights[who] = weight(skill(right, max(0.0, answers - right)), values)
        return Jury(question, method, weights=weights, fit=fit.fitted_at.isoformat(), early=early)
    known = skills.exclude(confusion=None).order_by("annotator").values_list("annotator", "confusion")
    rows = list(known)
    model = Model.from_json(
        fit.parameters | {"annotators": [who for who, _ in rows], "confusions": [cells for _, cells in rows]}
    )
    return Jury(question, method, model=model, fit=fit.fitted_at.isoformat(), early=early)
