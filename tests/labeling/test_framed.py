"""What a frame shows of HTML that is not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.framed import HEAD, document

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def body(html: str) -> str:
    return document(html).removeprefix(HEAD).removesuffix("</body></html>")


def test_its_structure_and_its_own_images_stay() -> None:
    html = f'<h1 title="t">A</h1><table><tbody><tr><td colspan="2">b</td></tr></tbody></table><img src="{PIXEL}" alt="c">'
    assert body(html) == html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<style>p { color: red }</style>a", "a"),
        ("<title>t</title>a", "a"),
        ('<p style="color: red" class="x" id="y" onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<a href="https://example.org" target="_top" ping="https://example.org">a</a>', "<a>a</a>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<img src="https://example.org/a.png" alt="b">', '<img alt="b">'),
        ('<img src="/a.png" srcset="/b.png 2x">', "<img>"),
        ('<img src="data:text/html,x">', "<img>"),
        ('<meta http-equiv="refresh" content="0;url=https://example.org">a', "a"),
        ('<base href="https://example.org">a', "a"),
        ('<link rel="stylesheet" href="https://example.org">a', "a"),
        ('<form action="https://example.org"><input name="a"><button>b</button></form>', "b"),
        ('<iframe src="https://example.org"></iframe>a', "a"),
        ("<svg><script>alert(1)</script></svg>a", "a"),
        ("</body></html>a", "a"),
    ],
)
def test_what_acts_or_fetches_does_not(html: str, shown: str) -> None:
    assert body(html) == shown


@given(st.text("<>/=\"' abceimnoprst!-&;#\n", max_size=60))
def test_the_policy_stands_before_whatever_comes(html: str) -> None:
    whole = document(html)
    assert whole.startswith(HEAD)
    assert "default-src 'none'" in HEAD
    assert document(body(html)) == whole
