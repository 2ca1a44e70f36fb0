"""A client whose other end is written in the test."""

import pytest

from labeling.client import Client
from tests.scripted import Server


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def client(server: Server) -> Client:
    return server.client()
