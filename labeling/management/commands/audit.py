import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeling.queries.audit import Difference, audit
from projects.models import Project


class Command(BaseCommand):
    help = "Recount campaigns from their raw responses; exits with 1 on any difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--project", type=int, help="Only this project's number; all of them otherwise.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        projects = Project.objects.order_by("pk")
        if options["project"]:
            projects = projects.filter(pk=options["project"])
            if not projects:
                raise CommandError(f"There is no project {options['project']}.")
        found = {project: audit(project) for project in projects}
        self.stdout.write(self._json(found) if options["json"] else self._text(found))
        if any(found.values()):
            raise SystemExit(1)

    def _json(self, found: dict[Project, list[Difference]]) -> str:
        return json.dumps(
            {project.pk: [vars(one) for one in differences] for project, differences in found.items()}
        )

    def _text(self, found: dict[Project, list[Difference]]) -> str:
        lines = []
        for project, differences in found.items():
            lines.append(f"{project.pk} {project.name}: {len(differences) or 'no'} differences")
            lines += [f"  {difference}" for difference in differences]
        return "\n".join(lines)
