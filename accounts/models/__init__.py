from accounts.models.invitation import Invitation
from accounts.models.member import Member, Role
from accounts.models.token import Token
from accounts.models.user import User
from accounts.models.workspace import Workspace

__all__ = ["Invitation", "Member", "Role", "Token", "User", "Workspace"]
