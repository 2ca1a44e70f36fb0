"""What is beside alpha, in the order in which the kind of question names it."""

from typing import Any

from django import template

from labeling.models import Agreement

register = template.Library()


@register.filter
def listed(agreement: Agreement) -> list[dict[str, Any]]:
    """The measures, those of single dimensions last; without the one that says what the similarity says already."""
    kind = agreement.question.type
    order = {name: place for place, name in enumerate(kind.measures)}
    found = sorted(
        agreement.measures.items(), key=lambda named: (order.get(named[0], len(order)), named[1]["title"])
    )
    return [measure for _, measure in found if measure["title"] != kind.similarity_title]
