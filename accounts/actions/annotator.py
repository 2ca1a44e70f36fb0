"""Making pseudonymous annotators: a username, a token, and a password where they are to work in a browser."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from accounts.actions import token as tokens
from accounts.actions.user import USERNAME_TAKEN
from accounts.constraints import violated
from accounts.errors import NameTaken
from accounts.models import Member, Role, Token, User, Workspace, secret

AT_A_TIME = 1000
PREFIX = "annotator"
PREFIX_PATTERN = r"^[A-Za-z][A-Za-z0-9_.-]*$"


@dataclass(frozen=True)
class NewAnnotator:
    """What is handed out, once."""

    user: User
    token: str
    password: str


def create_numbered(
    workspace: Workspace,
    *,
    count: int,
    prefix: str = PREFIX,
    lifetime: timedelta | None = tokens.LIFETIME,
    passwords: bool = False,
) -> list[NewAnnotator]:
    """As `create`, with names that nobody has: the prefix and a few random characters, which say nothing of others."""
    names: set[str] = set()
    while len(names) < count:
        wanted = {f"{prefix}-{secret.word(5)}" for _ in range(count - len(names))}
        names |= wanted - set(_clashing(sorted(wanted)))
    return create(workspace, usernames=sorted(names), lifetime=lifetime, passwords=passwords)


def create(
    workspace: Workspace,
    *,
    usernames: Sequence[str],
    lifetime: timedelta | None = tokens.LIFETIME,
    passwords: bool = False,
) -> list[NewAnnotator]:
    """New users with these names as annotators of the workspace, in order, all or none; names must be valid usernames.

    `password` is empty unless asked for. Raises NameTaken with the names that somebody has.
    """
    made = [_build(name, lifetime, passwords) for name in usernames]
    try:
        with transaction.atomic():
            User.objects.bulk_create(new.user for new, _ in made)
            Member.objects.bulk_create(
                Member(workspace=workspace, user=new.user, role=Role.ANNOTATOR) for new, _ in made
            )
            Token.objects.bulk_create(token for _, token in made)
    except IntegrityError as error:
        if violated(error) in USERNAME_TAKEN:
            raise NameTaken(name=", ".join(_clashing(usernames))) from error
        raise
    return [new for new, _ in made]


def _build(username: str, lifetime: timedelta | None, with_password: bool) -> tuple[NewAnnotator, Token]:
    password = secret.password() if with_password else ""
    user = User(username=username, password=_hashed(password) if password else make_password(None))
    token, plain = tokens.build(user, name="Made with the account", lifetime=lifetime)
    return NewAnnotator(user, plain, password), token


def _hashed(password: str) -> str:
    """The usual hash takes half a second against guessing, which 74 random bits do not need; a thousand would take
    minutes. Django replaces it by the usual one when its owner first signs in."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=1000)


def _clashing(usernames: Sequence[str]) -> list[str]:
    """Those of the names that are taken, or that stand in the list twice."""
    folded = Counter(name.lower() for name in usernames)
    taken = User.objects.annotate(folded=Lower("username")).filter(folded__in=folded)
    clashing = set(taken.values_list("folded", flat=True)) | {name for name, n in folded.items() if n > 1}
    return sorted({name for name in usernames if name.lower() in clashing})
