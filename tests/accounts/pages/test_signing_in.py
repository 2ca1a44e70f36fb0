"""Allauth's pages in this product's clothes."""

import pytest
from django.core.cache import cache

from tests.factories.accounts import make_user

PASSWORD = "a quick brown fox"


@pytest.fixture(autouse=True)
def no_attempts_yet(settings):
    """Failed attempts are counted in Redis, which does not roll back; and what is slow on purpose need not be here."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def yan(db):
    return make_user("yan", password=PASSWORD, email="yan@example.com")


@pytest.mark.parametrize("login", ["yan", "YAN", "yan@example.com"])
def test_by_username_or_address(client, yan, login):
    page = client.post("/accounts/login/", {"login": login, "password": PASSWORD})

    assert page.status_code == 302
    assert client.get("/workspaces/").context["user"] == yan


def test_a_wrong_password_does_not_say_which_part_was_wrong(client, yan):
    wrong = client.post("/accounts/login/", {"login": "yan", "password": "x"}).content.decode()
    nobody = client.post("/accounts/login/", {"login": "nobody", "password": "x"}).content.decode()

    for page in (wrong, nobody):
        assert "are not correct" in page
        assert 'role="alert"' in page


def test_guessing_is_stopped(client, yan):
    for _ in range(6):
        client.post("/accounts/login/", {"login": "yan", "password": "x"})

    page = client.post("/accounts/login/", {"login": "yan", "password": PASSWORD})
    assert page.status_code != 302
    assert "Too many" in page.content.decode()


def test_it_does_not_redirect_to_another_site(client, yan):
    page = client.post(
        "/accounts/login/", {"login": "yan", "password": PASSWORD, "next": "https://evil.example"}
    )
    assert page["Location"].startswith("/")


def test_signing_out_takes_a_post(client, yan):
    client.force_login(yan)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert client.get("/workspaces/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/workspaces/").status_code == 302


def test_a_password_is_changed(client, yan):
    client.force_login(yan)
    new = {"oldpassword": PASSWORD, "password1": "over the lazy dog", "password2": "over the lazy dog"}
    client.post("/accounts/password/change/", new)

    yan.refresh_from_db()
    assert yan.check_password("over the lazy dog")
    assert client.get("/workspaces/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "logout/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-set-password/",
        "password/reset/key/done/",
        "email/",
        "confirm-email/",
        "inactive/",
        "reauthenticate/",
    ],
)
def test_every_page_of_allauth_has_our_frame_and_nothing_inline(client, yan, path):
    browser_pages = [client.get(f"/accounts/{path}", follow=True)]
    client.force_login(yan)
    browser_pages.append(client.get(f"/accounts/{path}", follow=True))
    for response in browser_pages:
        page = response.content.decode()
        assert response.status_code == 200
        assert 'id="main"' in page
        assert "<style" not in page
        assert "style=" not in page
        assert "onclick=" not in page
