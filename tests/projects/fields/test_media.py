import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import MAX_CHARACTERS, InvalidSettings, InvalidValue, kind

TYPES = {"image": "image/png", "audio": "audio/mpeg", "video": "video/mp4"}
each = pytest.mark.parametrize("name", TYPES)


def data(media_type: str, content: bytes = b"content") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def clean(name: str, value: Any, **settings: Any) -> Any:
    return kind(name).clean(kind(name).settings(settings), value)


@each
@pytest.mark.parametrize(
    "address",
    [
        "https://media.example.org/a.bin",
        "https://media.example.org:8443/a%20b?signature=x%2Fy&expires=1#t=10",
        "https://bücher.example/ä.png",
        "https://[2001:db8::1]/a",
        "HTTPS://media.example.org/a",
    ],
)
def test_an_address_is_kept_as_it_is(name: str, address: str) -> None:
    assert clean(name, f"  {address}\n") == address
    assert kind(name).parse(kind(name).settings({}), address) == address


@each
def test_http_only_where_the_settings_have_it(name: str) -> None:
    with pytest.raises(InvalidValue, match=r"must be an address that begins with https://$"):
        clean(name, "http://media.example.org/a")
    assert clean(name, "http://media.example.org/a", allow_http=True) == "http://media.example.org/a"


@each
def test_the_file_itself_may_be_the_value(name: str) -> None:
    value = data(TYPES[name])
    assert clean(name, value) == value
    assert clean(name, value.replace(TYPES[name], TYPES[name].upper())) == value


@each
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "must be the address of a file"),
        (7, "must be the address of a file"),
        (["https://example.org/a"], "must be the address of a file"),
        ("", "begins with https://"),
        ("a.png", "begins with https://"),
        ("/a.png", "begins with https://"),
        ("//example.org/a.png", "begins with https://"),
        ("https:a.png", "begins with https://"),
        ("https:/example.org/a.png", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("JaVaScRiPt://example.org/%0aalert(1)", "begins with https://"),
        ("java\nscript:alert(1)", "control character"),
        ("\x01javascript:alert(1)", "control character"),
        ("file:///etc/passwd", "begins with https://"),
        ("ftp://example.org/a", "begins with https://"),
        ("blob:https://example.org/1", "begins with https://"),
        ("https://", "has no host"),
        ("https:///a", "has no host"),
        ("https://./a", "has no host"),
        ("https://:443/a", "has no host"),
        ("https://ann:secret@example.org/a", "name or a password"),
        ("https://ann@example.org/a", "name or a password"),
        ("https://example.org\\@evil.example/a", "backslash"),
        ("https://example.org/a b", "a space"),
        ("https://example.org/a\tb", "a space"),
        ("https://example.org:port/a", "not a valid address"),
        ("https://[::1/a", "not a valid address"),
        ("https://example.org/a\0", "contains a NUL"),
        ("https://example.org/\ud800", "is not valid Unicode"),
        ("https://example.org/" + "a" * 4_000, "has 4020 characters; an address has at most 4000"),
        ("data:text/html;base64,PHA+", "type is not one of"),
        ("data:image/svg+xml;base64,PHN2Zz4=", "type is not one of"),
        ("data:;base64,PHA+", "type is not one of"),
        ("data:image/png,abc", "not of the form"),
        ("data:image/png;charset=utf-8;base64,PHA+", "not of the form"),
    ],
)
def test_what_is_no_safe_address_is_refused(name: str, value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        clean(name, value)


@each
@pytest.mark.parametrize("given", ["", "====", "a", "PHA\n+", "P HA+", "<svg>", "PHA", "é"])
def test_data_must_be_base64(name: str, given: str) -> None:
    with pytest.raises(InvalidValue, match="not valid base64" if given else "without data"):
        clean(name, f"data:{TYPES[name]};base64,{given}")


@each
def test_data_have_a_limit(name: str) -> None:
    with pytest.raises(
        InvalidValue, match=r"of 200\d+ characters; at most 200000 are allowed: give an address"
    ):
        clean(name, data(TYPES[name], b"x" * (MAX_CHARACTERS * 3 // 4)))


@pytest.mark.parametrize(("name", "other"), [("image", "audio"), ("audio", "video"), ("video", "image")])
def test_each_kind_takes_its_own_types(name: str, other: str) -> None:
    with pytest.raises(InvalidValue, match="type is not one of"):
        clean(name, data(TYPES[other]))


HOSTILE = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            ["https://", "http://", "javascript:", "data:", "image/png", ";base64,", "@", "\\", "\t"]
        )
        | st.text(max_size=8)
    ),
)


@given(st.sampled_from(sorted(TYPES)), HOSTILE)
def test_whatever_passes_is_an_address_of_the_web_or_data_of_a_known_type(name: str, value: str) -> None:
    try:
        passed = clean(name, value)
    except InvalidValue:
        return
    assert passed.lower().startswith(("https://", f"data:{name}/"))
    assert not any(character.isspace() or character == "\\" for character in passed)
    assert clean(name, passed) == passed


@given(st.binary(min_size=1, max_size=200))
def test_any_content_of_an_allowed_type_passes(content: bytes) -> None:
    assert clean("image", data("image/webp", content)) == data("image/webp", content)


@each
def test_settings(name: str) -> None:
    assert not kind(name).settings({}).allow_http
    assert kind(name).settings({"alternative": "A street"}).alternative == "A street"
    with pytest.raises(InvalidSettings, match="allow_http: must be true or false"):
        kind(name).settings({"allow_http": "yes"})
    with pytest.raises(InvalidSettings, match="alternative: must be one line"):
        kind(name).settings({"alternative": "a\nb"})


def test_images_and_videos_have_a_shape_from_a_list() -> None:
    assert kind("image").settings({}).shape == "4:3"
    assert kind("video").settings({}).shape == "16:9"
    with pytest.raises(InvalidSettings, match="shape: must be '16:9', '4:3'"):
        kind("image").settings({"shape": "5:4"})
    with pytest.raises(InvalidSettings, match="shape: is not a setting"):
        kind("audio").settings({"shape": "4:3"})
