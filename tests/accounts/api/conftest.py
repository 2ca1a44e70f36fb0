import pytest

# Imports that read the settings are inside: pytest reads this file before Django is set up.


@pytest.fixture
def api():
    """A client of the API for a person, by a token of theirs, or for nobody."""
    from rest_framework.test import APIClient

    from accounts.actions import token as tokens

    def client_of(user=None):
        client = APIClient()
        if user:
            _, plain = tokens.create(user, name="test")
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return client

    return client_of
