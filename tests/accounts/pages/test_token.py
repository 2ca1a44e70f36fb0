import re

from django.test import Client

from accounts.models import Token


def test_a_token_is_shown_once_works_and_is_revoked(client, ann):
    client.force_login(ann)
    assert "No token yet" in client.get("/tokens/").content.decode()

    made = client.post("/tokens/", {"name": "laptop", "expires_days": 30})
    [plain] = re.findall(r'value="(qrm_[\w-]+)"', made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert plain not in client.get("/tokens/").content.decode()
    headers = {"Authorization": f"Bearer {plain}"}
    assert Client().get("/api/v1/me", headers=headers).status_code == 200

    page = client.post(f"/tokens/{Token.objects.get().pk}/revoke/", follow=True).content.decode()
    assert "laptop is revoked" in page
    assert Client().get("/api/v1/me", headers=headers).status_code == 401


def test_nobody_sees_or_revokes_another_persons(client, ann, ben):
    client.force_login(ann)
    client.post("/tokens/", {"name": "hers", "expires_days": 0})
    token = Token.objects.get()

    client.force_login(ben)
    assert "hers" not in client.get("/tokens/").content.decode()
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
