"""What new annotators are handed: a line each, to be cut up or merged into a letter."""

import csv
from collections.abc import Iterable
from io import StringIO

from accounts.actions.annotator import NewAnnotator


def as_csv(made: Iterable[NewAnnotator]) -> str:
    """`username,password,token`. For made names only, which begin with a letter: a spreadsheet could run others."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["username", "password", "token"])
    writer.writerows((new.user.username, new.password, new.token) for new in made)
    return file.getvalue()
