import pytest

from labeling.templatetags.fields import field_assets
from projects.models import Field


def test_a_kind_brings_what_it_has() -> None:
    html = field_assets([Field(kind="image"), Field(kind="image"), Field(kind="table")])
    assert html.count("<link") == 2
    assert html.count('<script type="module" src="/static/js/fields/image.js">') == 1
    assert 'href="/static/css/fields/table.css"' in html
    assert "table.js" not in html


@pytest.mark.parametrize("kinds", [[], ["text", "chat"]])
def test_a_kind_without_any_brings_nothing(kinds: list[str]) -> None:
    assert field_assets([Field(kind=kind) for kind in kinds]).strip() == ""
