"""Exports, streamed as they are read."""

from collections.abc import Callable, Iterator

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.queries import export
from labeling.queries.export import Which
from projects.models import Project
from projects.rules import reviewed_by


def _responses_jsonl(project: Project, which: Which) -> Iterator[bytes]:
    return export.as_jsonl(export.responses(project, which=which))


def _responses_csv(project: Project, which: Which) -> Iterator[bytes]:
    return export.responses_as_csv(project, export.responses(project, which=which), which=which)


def _consensus_jsonl(project: Project, which: Which) -> Iterator[bytes]:
    return export.as_jsonl(export.consensus(project))


def _consensus_csv(project: Project, which: Which) -> Iterator[bytes]:
    return export.consensus_as_csv(project, export.consensus(project))


EXPORTS: dict[tuple[str, str], Callable[[Project, Which], Iterator[bytes]]] = {
    ("responses", "jsonl"): _responses_jsonl,
    ("responses", "csv"): _responses_csv,
    ("consensus", "jsonl"): _consensus_jsonl,
    ("consensus", "csv"): _consensus_csv,
}
SORTS = ("surplus", "excluded", "controls")
TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


class ExportView(APIView):
    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("what", str, "path", enum=["responses", "consensus"]),
            OpenApiParameter("form", str, "path", enum=["jsonl", "csv"]),
            OpenApiParameter("surplus", bool, description="Also the responses that came too late to count."),
            OpenApiParameter(
                "excluded", bool, description="Also those that a reviewer excluded, and say so."
            ),
            OpenApiParameter("controls", bool, description="Also the answers to controls, and who passed."),
        ],
    )
    def get(self, request: SignedInAPI, project_id: int, what: str, form: str) -> HttpResponseBase:
        """All counted responses, and others on request, or the consensus of each record, as a file."""
        project = get_object_or_404(reviewed_by(request.user), pk=project_id)
        asked = {sort: request.query_params.get(sort) in ("1", "true") for sort in SORTS}
        content = EXPORTS[what, form](project, Which(**asked))
        name = f"{slugify(project.name) or project.pk}-{what}.{form}"
        return StreamingHttpResponse(
            content,
            content_type=TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
