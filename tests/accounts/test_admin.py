import pytest
from django.apps import apps

from accounts.actions import invitation as invitations
from accounts.actions import token as tokens
from accounts.models import Member, Role, Token
from tests.factories.accounts import make_user


@pytest.fixture
def operator(client, db):
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", ["user", "workspace", "invitation", "token"])
def test_every_list_and_page_opens(operator, acme, olga, name):
    invitations.create(acme, by=olga, role=Role.ANNOTATOR)
    tokens.create(olga, name="laptop")
    for thing in apps.get_model("accounts", name).objects.all():
        page = operator.get(f"/admin/accounts/{name}/{thing.pk}/change/")
        assert page.status_code == 200
        if name in {"invitation", "token"}:
            assert thing.digest not in page.content.decode()
    assert operator.get(f"/admin/accounts/{name}/").status_code == 200


def test_tokens_are_revoked_not_made(operator, olga):
    token, _ = tokens.create(olga, name="laptop")

    assert operator.get("/admin/accounts/token/add/").status_code == 403
    operator.post("/admin/accounts/token/", {"action": "revoke", "_selected_action": [token.pk]})
    assert Token.objects.get().revoked_at is not None


def test_the_last_owner_cannot_be_edited_away(operator, acme, olga):
    form = {"name": "Acme 2", "slug": "acme", "members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 1}
    member = Member.objects.get()
    form |= {"members-0-id": member.pk, "members-0-role": "annotator", "members-0-DELETE": "on"}
    operator.post(f"/admin/accounts/workspace/{acme.pk}/change/", form)

    acme.refresh_from_db()
    assert acme.name == "Acme 2"
    assert Member.objects.get().role == Role.OWNER


def test_signing_in_has_one_page(client, db):
    response = client.get("/admin/login/")
    assert response["Location"].startswith("/accounts/login/")
