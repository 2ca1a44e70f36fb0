import pytest

from labeling.client import (
    Client,
    Conflict,
    Forbidden,
    NotFound,
    ProblemError,
    Unauthorized,
    Unprocessable,
)
from tests.scripted import Server


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, Unauthorized), (403, Forbidden), (404, NotFound), (409, Conflict), (422, Unprocessable)],
)
def test_a_problem_becomes_the_exception_of_its_status(
    client: Client, server: Server, status: int, kind: type[ProblemError]
):
    detail = "Choose one of the options."
    server.says(
        status,
        {
            "type": "urn:quorum:invalid-answers",
            "title": "T",
            "status": status,
            "detail": detail,
            "problems": {"q": "x"},
        },
    )
    with pytest.raises(kind) as caught:
        client.me()
    assert caught.value.status == status
    assert caught.value.code == "invalid-answers"
    assert caught.value.detail == detail
    assert caught.value.context == {"problems": {"q": "x"}}
    assert detail in str(caught.value)


def test_another_status_is_a_plain_problem(client: Client, server: Server):
    server.says(
        410, {"type": "urn:quorum:invitation-spent", "title": "Gone", "status": 410, "detail": "Too late."}
    )
    with pytest.raises(ProblemError) as caught:
        client.me()
    assert type(caught.value) is ProblemError
    assert caught.value.code == "invitation-spent"


@pytest.mark.parametrize("body", ["<h1>Bad request</h1>", ["a", "list"]])
def test_an_answer_that_is_no_problem_document_still_is_an_error(
    client: Client, server: Server, body: object
):
    server.says(400, body)
    with pytest.raises(ProblemError) as caught:
        client.me()
    assert (caught.value.status, caught.value.code, caught.value.detail) == (400, "http-400", "Bad Request")


def test_a_redirect_is_not_followed_with_the_token(client: Client, server: Server):
    server.says(302, None, Location="http://elsewhere.test/")
    with pytest.raises(ProblemError) as caught:
        client.me()
    assert caught.value.status == 302
    assert len(server.asked) == 1
