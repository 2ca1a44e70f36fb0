from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import workspace as workspaces
from accounts.errors import NameTaken
from accounts.models import User, Workspace


class Command(BaseCommand):
    help = (
        "Make a workspace for a user, who owns it. Prints its slug, which addresses and commands name it by."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, metavar="USERNAME")
        parser.add_argument("--slug", help="made from the name where it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(username__iexact=options["owner"]).first()
        if owner is None:
            raise CommandError(f"There is no user {options['owner']}: make one with create_user.")
        try:
            Workspace(name=options["name"], slug=options["slug"] or "any").clean_fields()
            workspace = workspaces.create(name=options["name"], owner=owner, slug=options["slug"])
        except ValidationError as error:
            problems = (f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
            raise CommandError(" ".join(problems).capitalize()) from error
        except NameTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(workspace.slug)
