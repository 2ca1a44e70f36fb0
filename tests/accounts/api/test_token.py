from accounts.models import Token


def test_a_token_is_made_used_and_revoked(api, ann):
    made = api(ann).post("/api/v1/tokens", {"name": "laptop", "expires_days": 30}, format="json")
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    hers = api()
    hers.credentials(HTTP_AUTHORIZATION=f"Bearer {made.json()['token']}")
    assert hers.get("/api/v1/me").status_code == 200

    assert hers.delete(f"/api/v1/tokens/{made.json()['id']}").status_code == 204
    assert hers.get("/api/v1/me").status_code == 401


def test_secrets_are_not_listed(api, ann):
    client = api(ann)
    plain = client.post("/api/v1/tokens", {"name": "laptop"}, format="json").json()["token"]

    listed = client.get("/api/v1/tokens")

    assert {token["name"] for token in listed.json()["results"]} == {"test", "laptop"}
    assert plain not in listed.content.decode()
    assert Token.objects.get(name="laptop").digest not in listed.content.decode()


def test_without_an_end_only_where_that_is_asked_for(api, ann):
    client = api(ann)
    assert client.post("/api/v1/tokens", {"name": "a"}, format="json").json()["expires_at"]
    forever = client.post("/api/v1/tokens", {"name": "b", "expires_days": None}, format="json").json()
    assert forever["expires_at"] is None


def test_nobody_revokes_another_persons(api, ann, ben):
    client = api(ann)
    [token] = client.get("/api/v1/tokens").json()["results"]

    assert api(ben).delete(f"/api/v1/tokens/{token['id']}").status_code == 404
    assert client.get("/api/v1/me").status_code == 200
