import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api():
    """A client of the API for a person, or for nobody."""

    def client_of(user=None):
        client = APIClient()
        if user:
            client.force_authenticate(user)
        return client

    return client_of
