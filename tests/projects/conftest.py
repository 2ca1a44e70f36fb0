import pytest


@pytest.fixture
def media(settings, tmp_path):
    """Uploaded files go here."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
