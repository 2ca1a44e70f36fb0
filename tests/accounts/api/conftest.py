import pytest
from rest_framework.test import APIClient

from accounts.actions import token as tokens


@pytest.fixture
def api():
    """A client of the API for a person, by a token of theirs, or for nobody."""

    def client_of(user=None):
        client = APIClient()
        if user:
            _, plain = tokens.create(user, name="test")
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return client

    return client_of
