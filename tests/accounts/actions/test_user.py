import pytest
from django.core.exceptions import ValidationError

from accounts.actions import user as users
from accounts.errors import NameTaken


@pytest.mark.django_db
def test_a_user_signs_in_with_the_password(client):
    users.create(username="yan", password="the quick brown")
    assert client.login(username="yan", password="the quick brown")


def test_a_name_is_taken_whatever_its_case(olga):
    with pytest.raises(NameTaken):
        users.create(username="Olga")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"username": "a b"},
        {"username": ""},
        {"username": "yan", "email": "x"},
        {"username": "yan", "password": "1234"},
    ],
)
def test_a_bad_value_is_refused(values):
    with pytest.raises(ValidationError):
        users.create(**values)
