"""Files to fill in: two records as this project would import them."""

import csv
import io
import json
from typing import Any

from projects.models import Field, Project


def example(project: Project, form: str) -> str:
    """The text of a CSV or JSONL file."""
    fields = {field.name: sample(field) for field in project.fields.all()}
    return _csv(fields) if form == "csv" else _jsonl(fields)


def sample(field: Field) -> Any:
    return field.type.sample(field.options)


def _csv(fields: dict[str, Any]) -> str:
    out = io.StringIO()
    cells = [value if isinstance(value, str) else json.dumps(value) for value in fields.values()]
    writer = csv.writer(out)
    writer.writerow(["external_id", *fields, "metadata.source"])
    for number in (1, 2):
        writer.writerow([f"record-{number}", *cells, "an example"])
    return out.getvalue()


def _jsonl(fields: dict[str, Any]) -> str:
    rows = (
        {"external_id": f"record-{number}", "fields": fields, "metadata": {"source": "an example"}}
        for number in (1, 2)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
