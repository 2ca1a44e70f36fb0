"""Where projects stand, from their derived rows."""

from labeling.models import Progress
from projects.models import Project


def progress_of(project: Project) -> Progress:
    """The project's progress; all zeros, unsaved, before the first event was delivered."""
    return Progress.objects.filter(project=project).first() or Progress(project=project)
