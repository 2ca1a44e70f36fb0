import csv

from django.test import Client

from accounts.models import Member, Role, User

FORM = {"count": 3, "beginning": "night", "expires_days": 30}


def test_the_file_opens_the_browser_and_the_api(client, acme, otto):
    client.force_login(otto)
    response = client.post("/workspaces/acme/annotators/", FORM)

    assert response["Content-Disposition"] == 'attachment; filename="acme-annotators.csv"'
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert len(rows) == 3
    for row in rows:
        assert row["username"].startswith("night-")
        assert Member.objects.get(user__username=row["username"]).role == Role.ANNOTATOR
        me = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {row['token']}"})
        assert me.json()["username"] == row["username"]
    browser = Client()
    browser.post("/accounts/login/", {"login": rows[0]["username"], "password": rows[0]["password"]})
    assert browser.get("/workspaces/").context["user"].username == rows[0]["username"]


def test_a_name_that_a_spreadsheet_would_run_is_refused(client, acme, otto):
    client.force_login(otto)
    page = client.post("/workspaces/acme/annotators/", FORM | {"beginning": "=1+1"}).content.decode()

    assert 'id="id_beginning_error"' in page
    assert User.objects.count() == 2
