import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import user as users
from accounts.errors import NameTaken


class Command(BaseCommand):
    help = "Make a user, who can sign in and make or join workspaces. Asks for the password unless told otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--email", default="", help="an address to sign in with and to reset the password by"
        )
        parser.add_argument("--superuser", action="store_true", help="may do everything in /admin/")
        passwords = parser.add_mutually_exclusive_group()
        passwords.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        passwords.add_argument(
            "--no-password", action="store_true", help="a user who can only be given tokens"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = users.create(
                username=options["username"],
                email=options["email"],
                password=self.password(options),
                superuser=options["superuser"],
            )
        except NameTaken as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"User {user.username} is made.")

    def password(self, options: dict[str, Any]) -> str | None:
        if options["no_password"]:
            return None
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\r\n")
        if not sys.stdin.isatty():
            raise CommandError("Nobody to ask for a password: add --password-stdin or --no-password.")
        password = getpass("Password: ")
        if getpass("Once more: ") != password:
            raise CommandError("These are two different passwords. Nobody was made.")
        return password
