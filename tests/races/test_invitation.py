"""Many people, one link, real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.actions import invitation as invitations
from accounts.actions import member as members
from accounts.errors import InvitationSpent, LastOwner, NotAllowed
from accounts.models import Member, Role
from tests.factories.accounts import join, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(function, arguments):
    """The outcomes of calling `function` with each argument at the same moment, each on its own connection."""
    barrier = Barrier(len(arguments))

    def call(argument):
        try:
            barrier.wait()
            return function(argument)
        except (InvitationSpent, LastOwner, NotAllowed) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(call, arguments))


def test_twenty_people_and_five_places_make_five_members(acme, olga):
    invitation, code = invitations.create(acme, by=olga, role=Role.ANNOTATOR, capacity=5)
    crowd = [make_user(f"crowd-{n}") for n in range(20)]

    outcomes = at_once(lambda user: invitations.accept(code, user=user), crowd)

    assert sum(isinstance(outcome, Member) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, InvitationSpent) for outcome in outcomes) == 15
    assert Member.objects.filter(workspace=acme, role=Role.ANNOTATOR).count() == 5
    invitation.refresh_from_db()
    assert invitation.uses == 5


def test_owners_who_demote_one_another_leave_one(acme, olga):
    owners = [Member.objects.get(user=olga)]
    owners += [join(acme, make_user(f"owner-{n}"), Role.OWNER) for n in range(4)]

    outcomes = at_once(lambda member: members.change_role(member, role=Role.REVIEWER, by=member.user), owners)

    assert sum(isinstance(outcome, LastOwner) for outcome in outcomes) == 1
    assert Member.objects.filter(workspace=acme, role=Role.OWNER).count() == 1
