from django.core.exceptions import PermissionDenied

from accounts.errors import NotAllowed
from accounts.models import Role
from accounts.requests import SignedIn
from accounts.rules import MANAGE, REVIEW
from projects.models import Project
from projects.rules import project_of


def managed(request: SignedIn, pk: int) -> Project:
    """The project, for who may change it: others get 403, and 404 where they may not know of it."""
    return _project(request, pk, MANAGE)


def reviewed(request: SignedIn, pk: int) -> Project:
    """The project, for who may see its records."""
    return _project(request, pk, REVIEW)


def _project(request: SignedIn, pk: int, roles: tuple[Role, ...]) -> Project:
    try:
        return project_of(request.user, pk=pk, roles=roles)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
