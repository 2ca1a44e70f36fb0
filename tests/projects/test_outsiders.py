"""Nothing of a project is there for who is not in its workspace: every address of projects, by every method, walked."""

import re

import pytest
from django.core.files.base import ContentFile

from projects.actions import upload as uploads
from projects.api.urls import urlpatterns as api_urls
from projects.models import State
from projects.pages.urls import urlpatterns as page_urls
from tests.factories.projects import add_records, make_project

METHODS = ("get", "post", "put", "patch", "delete")
ELSEWHERE = {"projects", "projects/new/"}
API, PAGES = (
    [str(url.pattern) for url in urls if str(url.pattern) not in ELSEWHERE] for urls in (api_urls, page_urls)
)


@pytest.fixture
def things(acme, olga, media):
    project = make_project(acme, olga, name="Secret", state=State.RUNNING)
    upload = uploads.create(project, by=olga, file=ContentFile(b"text\nSecret\n"), filename="Secret.csv")
    return {"projects": project, "records": add_records(project, 1)[0], "uploads": upload}


def filled(pattern, things):
    for name, key in (("record", "records"), ("upload", "uploads")):
        pattern = pattern.replace(f"<int:{name}>", str(things[key].pk))
    pattern = re.sub(r"\^|\$", "", pattern).replace("(?P<pk>\\d+)", str(things["projects"].pk))
    pattern = pattern.replace(r"\.(?P<form>csv|jsonl)", ".csv")
    return (
        pattern.replace("<int:pk>", str(things[pattern.partition("/")[0]].pk))
        if "<int:pk>" in pattern
        else pattern
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pattern", API)
def test_the_api_has_nothing_for_an_outsider(things, client, zoe, pattern, method):
    client.force_login(zoe)
    response = getattr(client, method)(
        f"/api/v1/{filled(pattern, things)}", {}, content_type="application/json"
    )

    assert response.status_code in (404, 415) or method.upper() not in response["Allow"]
    assert b"Secret" not in response.content


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pattern", PAGES)
def test_the_pages_have_nothing_for_an_outsider(things, client, zoe, pattern, method):
    client.force_login(zoe)
    response = getattr(client, method)(f"/{filled(pattern, things)}")

    assert response.status_code == 404 or method.upper() not in response["Allow"]
    assert b"Secret" not in response.content


@pytest.mark.parametrize("pattern", PAGES)
@pytest.mark.parametrize("who", ["ann", "rita"])
def test_pages_of_managers_are_not_for_others(request, things, client, pattern, who):
    client.force_login(request.getfixturevalue(who))
    path = f"/{filled(pattern, things)}"
    statuses = {client.get(path).status_code, client.post(path).status_code}

    assert statuses == ({200, 405} if who == "rita" and path.endswith("/records/") else statuses & {403, 405})


@pytest.mark.parametrize("pattern", [*PAGES, "projects/new/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(things, client, pattern):
    response = client.get(f"/{filled(pattern, things)}")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("pattern", [*API, "projects"])
def test_the_api_wants_to_know_who_asks(things, client, pattern):
    assert client.get(f"/api/v1/{filled(pattern, things)}").status_code == 401
