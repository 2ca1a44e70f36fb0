"""{{ html|framed }}: a document for the srcdoc of a sandboxed frame, still to be escaped."""

from django import template

from labeling.framed import document

register = template.Library()


@register.filter
def framed(html: str) -> str:
    return document(html)
