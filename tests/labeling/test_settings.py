"""Where the media of records may come from is the operator's choice, and opens nothing else."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from labeling import settings

USUAL = {"'self'", "data:"}


def policy(monkeypatch: pytest.MonkeyPatch, hosts: str | None) -> dict[str, Any]:
    monkeypatch.setenv("SECRET_KEY", "for this test")
    if hosts is None:
        monkeypatch.delenv("MEDIA_HOSTS", raising=False)
    else:
        monkeypatch.setenv("MEDIA_HOSTS", hosts)
    found: dict[str, Any] = runpy.run_path(str(Path(settings.__file__)))["CONTENT_SECURITY_POLICY"][
        "DIRECTIVES"
    ]
    return found


@pytest.mark.parametrize(
    ("hosts", "sources"),
    [
        (None, {"https:"}),
        ("", set()),
        ("https:,http:", {"https:", "http:"}),
        (
            "https://media.example.org,https://*.cdn.example.org:8443",
            {"https://media.example.org", "https://*.cdn.example.org:8443"},
        ),
    ],
)
def test_the_hosts_are_for_images_and_media_alone(
    monkeypatch: pytest.MonkeyPatch, hosts: str | None, sources: set[str]
) -> None:
    directives = policy(monkeypatch, hosts)
    assert set(directives["img-src"]) == set(directives["media-src"]) == USUAL | sources
    assert directives["default-src"] == ["'self'"]
    assert directives["frame-src"] == ["'none'"]
    assert not directives.keys() & {"script-src", "style-src", "script-src-elem"}


@pytest.mark.parametrize(
    "hosts",
    ["*", "data:", "'unsafe-inline'", "https: 'unsafe-eval'", "https:;script-src *", "media.example.org"],
)
def test_what_is_no_host_stops_the_start(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MEDIA_HOSTS has"):
        policy(monkeypatch, hosts)
