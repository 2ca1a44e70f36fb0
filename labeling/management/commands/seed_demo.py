"""Fill a new installation with people and two running campaigns of real records; done once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.errors import NameTaken
from labeling.demo.seed import seed

LOGINS = "demo-logins.txt"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        logins = settings.DATA / LOGINS
        logins.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            made = seed(logins)
        except NameTaken as error:
            raise CommandError(f"The demo is for a new installation: {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"The logins are in {logins}" if made else "The demo is there already")
