"""Where a record's consensus comes from: who answered what, which of it counts, and what else it rests on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from labeling.models import Adjudication, Consensus, Response
from projects.models import Record

COUNTED, SURPLUS, EXCLUDED, CONTROL = "counted", "surplus", "excluded", "control"


def state_of(response: Response) -> str:
    """What a response is to its record: counted, excluded, an answer to a control, or surplus."""
    if response.counted:
        return COUNTED
    if response.exclusion_id:
        return EXCLUDED
    return SURPLUS if response.passed is None else CONTROL


def adjudications(record: Record) -> list[Adjudication]:
    """In the order of the questions."""
    decided = Adjudication.objects.filter(record=record).select_related("question", "made_by")
    return list(decided.order_by("question__position", "question"))


def provenance(record: Record) -> list[dict[str, Any]]:
    """By question: the consensus with its method and basis, the adjudication if there is one, and every answer.

    A `weight` is that in the consensus as it stands, null where all weigh the same. `fitted_at` is when the model was
    fitted that it used, where it used one.
    """
    questions = list(record.project.questions.all())
    agreed = {row.question_id: row for row in Consensus.objects.filter(record=record)}
    decided = {one.question_id: one for one in adjudications(record)}
    given = list(Response.objects.filter(record=record).select_related("annotator").order_by("pk"))
    return [
        {
            "question": question.name,
            "consensus": agreed.get(question.pk),
            "fitted_at": _fitted_at(agreed.get(question.pk)),
            "adjudication": decided.get(question.pk),
            "responses": list(_answers(question.name, given, agreed.get(question.pk))),
        }
        for question in questions
    ]


def _answers(
    name: str, given: Iterable[Response], consensus: Consensus | None
) -> Iterable[Mapping[str, Any]]:
    weights = _weights(consensus)
    for response in given:
        if name in response.values:
            yield {
                "response": response.pk,
                "annotator": response.annotator.username,
                "value": response.values[name],
                "state": state_of(response),
                "passed": response.passed,
                "exclusion": response.exclusion_id,
                "weight": weights.get(response.pk),
                "submitted_at": response.submitted_at,
            }


def _weights(consensus: Consensus | None) -> dict[int, float]:
    basis = _basis(consensus)
    weights = basis.get("weights") or []
    return dict(zip(basis["responses"], weights, strict=True)) if weights else {}


def _fitted_at(consensus: Consensus | None) -> datetime | None:
    fit = _basis(consensus).get("fit")
    return datetime.fromisoformat(fit) if fit else None


def _basis(consensus: Consensus | None) -> dict[str, Any]:
    return consensus.basis if consensus else {}
