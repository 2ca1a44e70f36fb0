from datetime import timedelta

from django.utils import timezone

from accounts.actions import token as tokens
from accounts.models import Token


def valid(plain):
    return Token.objects.of(plain).get().is_valid(timezone.now())


def test_a_token_opens_until_it_is_revoked(olga):
    token, plain = tokens.create(olga, name="laptop")
    assert plain.startswith("qrm_")
    assert valid(plain)

    tokens.revoke(token)
    assert not valid(plain)


def test_a_token_is_not_kept_only_how_it_begins(olga):
    token, plain = tokens.create(olga, name="laptop")

    assert plain not in [str(value) for value in Token.objects.values().get(pk=token.pk).values()]
    assert plain.startswith(token.hint)
    assert len(plain) > 3 * len(token.hint)


def test_a_token_expires(olga):
    _, plain = tokens.create(olga, name="laptop", lifetime=timedelta(seconds=-1))
    assert not valid(plain)


def test_a_token_without_a_lifetime_lasts(olga):
    token, plain = tokens.create(olga, name="laptop", lifetime=None)
    assert token.expires_at is None
    assert valid(plain)


def test_the_tokens_of_somebody_deactivated_open_nothing(olga):
    _, plain = tokens.create(olga, name="laptop")
    olga.is_active = False
    olga.save()
    assert not valid(plain)
