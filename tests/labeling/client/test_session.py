import httpx
import pytest

from labeling.client import Client, ProblemError
from labeling.client.retrying import pause
from tests.scripted import Server

ME = {"id": 1, "username": "ada", "handle": "", "email": "", "workspaces": []}


def test_the_token_goes_with_every_request(client: Client, server: Server):
    server.says(200, ME)
    assert client.me() == ME
    assert server.asked[0].headers["Authorization"] == "Bearer qrm_one"
    assert str(server.asked[0].url) == "http://quorum.test/api/v1/me"


def test_acting_as_somebody_else_takes_their_token_and_leaves_the_connections_open(
    client: Client, server: Server
):
    server.says(200, ME)
    with client.acting_as("qrm_two") as other:
        other.me()
    client.me()
    tokens = [request.headers["Authorization"] for request in server.asked]
    assert tokens == ["Bearer qrm_two", "Bearer qrm_one"]


def test_the_connections_close_with_the_client(client: Client, server: Server):
    server.says(200, ME)
    with client:
        client.me()
    with pytest.raises(RuntimeError):
        client.me()


def test_a_read_is_repeated_until_the_server_is_back(client: Client, server: Server):
    server.says(503, None, Retry_After="0")
    server.says(502, None, Retry_After="0")
    server.breaks(httpx.ReadError("connection reset"))
    server.says(200, ME)
    assert client.me() == ME
    assert len(server.heard) == 3


def test_it_gives_up_after_five_attempts(client: Client, server: Server):
    server.says(503, None, Retry_After="0")
    with pytest.raises(ProblemError) as caught:
        client.me()
    assert caught.value.status == 503
    assert len(server.asked) == 5


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
def test_what_will_not_get_better_is_not_repeated(client: Client, server: Server, status: int):
    server.says(status)
    with pytest.raises(ProblemError):
        client.me()
    assert len(server.asked) == 1


def test_what_must_not_happen_twice_is_not_repeated(client: Client, server: Server):
    server.breaks(httpx.ReadTimeout("no answer"))
    with pytest.raises(httpx.ReadTimeout):
        client.workspaces.create("Field work")
    assert len(server.asked) == 1


def test_what_was_never_sent_is_repeated_in_any_case(client: Client, server: Server):
    server.breaks(httpx.ConnectError("refused"))
    server.says(201, {"slug": "field-work", "name": "Field work", "role": "owner"})
    assert client.workspaces.create("Field work").slug == "field-work"
    assert server.paths == ["POST /api/v1/workspaces"] * 2


def test_pages_are_fetched_as_they_are_needed(client: Client, server: Server):
    after = "http://somewhere.else.test/internal/tokens?cursor=abc%3D&page_size=2"
    server.says(200, {"next": after, "previous": None, "results": [{"id": 1}, {"id": 2}]})
    server.says(200, {"next": None, "previous": None, "results": [{"id": 3}]})
    tokens = iter(client.tokens)
    assert next(tokens)["id"] == 1
    assert len(server.asked) == 1
    assert [token["id"] for token in tokens] == [2, 3]
    assert server.asked[1].url.host == "quorum.test", "a token must not go where an answer points"
    assert dict(server.asked[1].url.params) == {"cursor": "abc=", "page_size": "2"}


def test_every_loop_over_a_list_begins_anew(client: Client, server: Server):
    server.says(200, {"next": None, "previous": None, "results": [{"id": 1}]})
    assert list(client.tokens) == list(client.tokens)


def test_filters_that_are_not_given_are_not_sent(client: Client, server: Server):
    server.says(200, {"next": None, "previous": None, "results": []})
    assert list(client.projects.find(state="running")) == []
    assert dict(server.asked[0].url.params) == {"state": "running"}


def test_pauses_grow_are_jittered_and_bounded():
    lost = httpx.ReadError("reset")
    for attempt, longest in ((1, 0.2), (2, 0.4), (3, 0.8), (20, 30.0)):
        pauses = {pause(lost, attempt) for _ in range(50)}
        assert len(pauses) > 1
        assert longest / 2 <= min(pauses) <= max(pauses) <= longest


def test_the_server_may_say_how_long_to_wait_but_not_for_ever():
    assert pause(httpx.Response(429, headers={"Retry-After": "7"}), 1) == 7
    assert pause(httpx.Response(429, headers={"Retry-After": "86400"}), 1) == 30
    assert pause(httpx.Response(429, headers={"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}), 1) <= 0.2
