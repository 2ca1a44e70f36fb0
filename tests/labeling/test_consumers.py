"""Sockets through the whole application and a real Redis."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from accounts.models import Member
from labeling import live, reactions
from labeling.actions.sanction import impose
from labeling.asgi import application
from projects.models import State
from tests.factories.labeling import answer
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = (b"origin", b"http://localhost")


class Socket(ApplicationCommunicator):
    """A page's side of a socket. (channels.testing needs daphne, which this project has no use for.)"""

    def __init__(self, project, user=None, *, origin=ORIGIN):
        headers = [origin, (b"host", b"localhost")]
        if user:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            name = settings.SESSION_COOKIE_NAME
            headers.append((b"cookie", f"{name}={client.cookies[name].value}".encode()))
        path = f"/ws/projects/{project.pk}/"
        super().__init__(
            application,
            {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []},
        )

    async def opened(self):
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(timeout=10))["type"] == "websocket.accept"

    async def subscribed(self):
        """Told to catch up, which says that what is sent from now on arrives."""
        assert await self.opened()
        assert await self.hears() == {"changed": ["everything"]}

    async def sends(self, **data):
        await self.send_input({"type": "websocket.receive", **data})

    async def hears(self):
        message = await self.receive_output(timeout=10)
        assert message["type"] == "websocket.send"
        return json.loads(message["text"])

    async def closes(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=10)


def run(test):
    """Each test has one event loop; the thread in which it asked the database hangs up at the end."""

    async def whole():
        try:
            await test
        finally:
            await sync_to_async(connections.close_all)()

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("who", "heard"),
    [("olga", ["agreement", "progress"]), ("rita", ["agreement", "progress"]), ("ann", ["progress"])],
)
def test_members_hear_that_something_changed_and_nothing_else(acme, olga, rita, ann, who, heard):
    project = make_project(acme, olga, records=1)
    communicator = Socket(project, {"olga": olga, "rita": rita, "ann": ann}[who])

    async def listens():
        await communicator.subscribed()
        await sync_to_async(live.poke)(project.pk, ["progress", "agreement"])
        assert await communicator.hears() == {"changed": heard}
        assert await communicator.receive_nothing()
        await communicator.closes()

    run(listens())


def test_annotators_hear_nothing_of_what_is_not_theirs_to_see(acme, olga, ann):
    """What follows a control would tell them that there was one."""
    project = make_project(acme, olga, records=1)
    communicator = Socket(project, ann)

    async def listens():
        await communicator.subscribed()
        await sync_to_async(live.poke)(project.pk, ["controls", "sanctions", "flags"])
        assert await communicator.receive_nothing()
        await communicator.closes()

    run(listens())


def test_a_delivery_pokes_the_pages_of_its_project_only(acme, olga, ann):
    project, other = make_project(acme, olga, records=1), make_project(acme, olga, records=1)
    answer(project, ann)
    mine, theirs = Socket(project, ann), Socket(other, ann)

    async def listens():
        await mine.subscribed()
        await theirs.subscribed()
        await sync_to_async(reactions.deliver)(project.pk)
        heard = await mine.hears()
        assert heard == {"changed": ["leaderboard", "progress"]}
        assert await theirs.receive_nothing()
        await mine.closes()
        await theirs.closes()

    run(listens())


def test_outsiders_and_the_anonymous_are_turned_away_alike(acme, olga, zoe):
    project = make_project(acme, olga)
    for communicator in (Socket(project, zoe), Socket(project)):
        run(_turned_away(communicator))


async def _turned_away(communicator):
    assert await communicator.opened()
    assert (await communicator.receive_output(timeout=10)).items() >= {
        "type": "websocket.close",
        "code": 4404,
    }.items()


def test_annotators_hear_nothing_of_drafts(acme, olga, ann):
    run(_turned_away(Socket(make_project(acme, olga, state=State.DRAFT), ann)))


def test_who_was_removed_is_turned_away(acme, olga, ann):
    project = make_project(acme, olga)
    communicator = Socket(project, ann)
    Member.objects.filter(user=ann).delete()
    run(_turned_away(communicator))


def test_other_sites_may_not_open_sockets(acme, olga):
    project = make_project(acme, olga)
    communicator = Socket(project, olga, origin=(b"origin", b"https://evil.example"))

    async def refused():
        assert not await communicator.opened()

    run(refused())


@pytest.mark.parametrize("text", ["{not json", "[]", "null", "x" * 100_000])
def test_whatever_a_page_sends_is_not_listened_to(acme, olga, text):
    project = make_project(acme, olga)
    communicator = Socket(project, olga)

    async def goes_on():
        await communicator.subscribed()
        await communicator.sends(text=text)
        await communicator.sends(bytes=b"\xff\x00")
        await sync_to_async(live.poke)(project.pk, ["progress"])
        assert await communicator.hears() == {"changed": ["progress"]}
        await communicator.closes()

    run(goes_on())


def test_what_concerns_one_person_reaches_their_pages_alone(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1)
    mine, other = Socket(project, ann), Socket(project, ben)

    async def told():
        await mine.subscribed()
        await other.subscribed()
        await sync_to_async(impose)(
            project, annotator_id=ann.pk, kind="notice", cause="reviewer", evidence={}, by=olga
        )
        await sync_to_async(impose)(
            project, annotator_id=ann.pk, kind="warning", cause="reviewer", evidence={}, by=olga
        )
        assert await mine.hears() == {"changed": ["sanctions"]}
        assert await mine.receive_nothing()
        assert await other.receive_nothing()
        await mine.closes()
        await other.closes()

    run(told())
