"""{% field_assets fields %}: the styles and modules that the kinds of these fields have."""

from collections.abc import Iterable

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from projects.models import Field

register = template.Library()


@register.simple_tag
def field_assets(fields: Iterable[Field]) -> SafeString:
    """A kind's are found by their names, static/css/fields/<kind>.css and static/js/fields/<kind>.js: it may have neither."""
    kinds = sorted({field.kind for field in fields})
    styles = _present(f"css/fields/{kind}.css" for kind in kinds)
    modules = _present(f"js/fields/{kind}.js" for kind in kinds)
    return format_html(
        "{}{}",
        format_html_join("\n  ", '<link rel="stylesheet" href="{}">', styles),
        format_html_join("\n  ", '<script type="module" src="{}"></script>', modules),
    )


def _present(paths: Iterable[str]) -> list[tuple[str]]:
    return [(static(path),) for path in paths if finders.find(path)]
