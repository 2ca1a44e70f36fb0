import pytest


@pytest.fixture
def api():
    """A client of the API for a person, or for nobody."""
    from rest_framework.test import APIClient  # reads the settings, which are there only when a test runs

    def client_of(user=None):
        client = APIClient()
        if user:
            client.force_authenticate(user)
        return client

    return client_of
