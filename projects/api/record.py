from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.pagination import CursorPagination
from accounts.parsers import JSONParser
from accounts.requests import SignedInAPI
from accounts.rules import MANAGE, REVIEW
from projects.actions import record as records
from projects.api.parsers import NDJSONParser
from projects.models import Record
from projects.refs import ref
from projects.rules import project_of, records_reviewed_by
from projects.sources import BadRow, Row


class RecordSerializer(serializers.ModelSerializer[Record]):
    ref = serializers.SerializerMethodField(help_text="What annotators know the record by.")
    priority = serializers.IntegerField()
    fields = serializers.DictField(source="content.fields")  # type: ignore[assignment]
    metadata = serializers.DictField(source="content.metadata")
    batch = serializers.CharField(source="content.batch")

    class Meta:
        model = Record
        fields = [
            "id", "ref", "external_id", "fields", "metadata", "batch", "overlap", "open_slots", "priority", "retired",
            "withheld",
        ]  # fmt: skip

    def get_ref(self, record: Record) -> str:
        return ref(record.pk)


class NewRecordSerializer(serializers.Serializer[Any]):
    external_id = serializers.CharField(required=False, help_text="Yours: sent again, the record is updated.")
    fields = serializers.DictField()  # type: ignore[assignment]
    metadata = serializers.DictField(required=False, help_text="Never shown to annotators.")
    overlap = serializers.IntegerField(required=False, help_text="Instead of the project's.")
    priority = serializers.IntegerField(required=False, help_text="-1000 to 1000; the largest comes first.")


class ProblemSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    column = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[records.Outcome]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    bad = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


@extend_schema_view(get=extend_schema(parameters=[OpenApiParameter("external_id")]))
class RecordListView(generics.ListAPIView[Record]):
    """The project's records, for owners, organizers and reviewers."""

    request: SignedInAPI
    queryset = Record.objects.none()
    serializer_class = RecordSerializer
    pagination_class = CursorPagination
    parser_classes = [JSONParser, NDJSONParser]

    def get_queryset(self) -> QuerySet[Record]:
        project = project_of(self.request.user, pk=self.kwargs["pk"], roles=REVIEW)
        found = records_reviewed_by(self.request.user).filter(project=project)
        external_id = self.request.query_params.get("external_id")
        return found.filter(external_id=external_id) if external_id else found

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "skip_bad_rows", bool, description="Import the good rows of a list with bad ones."
            ),
            OpenApiParameter("batch", description="What to call this import. Never shown to annotators."),
        ],
        request={
            "application/json": NewRecordSerializer(many=True),
            "application/x-ndjson": NewRecordSerializer,
        },
        responses=OutcomeSerializer,
    )
    def post(self, request: SignedInAPI, pk: int) -> Response:
        """Import records: a list, {"records": [...]}, or one per line as NDJSON. All or nothing by default."""
        project = project_of(request.user, pk=pk, roles=MANAGE)
        outcome = records.import_records(
            project,
            _sent(request.data),
            skip_bad_rows=_skip_bad_rows(request),
            batch=records.as_batch(request.query_params.get("batch", "")),
        )
        return Response(asdict(outcome))


class RecordView(APIView):
    @extend_schema(responses=RecordSerializer)
    def get(self, request: SignedInAPI, pk: int) -> Response:
        """A record with all that is known of it, for owners, organizers and reviewers."""
        return Response(RecordSerializer(_record(request, pk)).data)


class RetireView(APIView):
    @extend_schema(request=None, responses=RecordSerializer)
    def post(self, request: SignedInAPI, pk: int) -> Response:
        """Deal the record to nobody any more. Its answers stay."""
        record = _record(request, pk)
        project_of(request.user, pk=record.project_id, roles=MANAGE)
        records.retire(record)
        return Response(RecordSerializer(_record(request, pk)).data)


class RestoreView(APIView):
    @extend_schema(request=None, responses=RecordSerializer)
    def post(self, request: SignedInAPI, pk: int) -> Response:
        """Deal a retired record again."""
        record = _record(request, pk)
        project_of(request.user, pk=record.project_id, roles=MANAGE)
        records.restore(record)
        return Response(RecordSerializer(_record(request, pk)).data)


def _record(request: SignedInAPI, pk: int) -> Record:
    return get_object_or_404(records_reviewed_by(request.user), pk=pk)


def _sent(data: Any) -> Iterable[Row | BadRow]:
    if isinstance(data, dict):
        data = data.get("records")
    if isinstance(data, str | bytes) or not isinstance(data, Iterable):
        raise ValidationError("Send a list of records.")
    return records.numbered(data) if isinstance(data, list) else data


def _skip_bad_rows(request: SignedInAPI) -> bool:
    return request.query_params.get("skip_bad_rows", "").lower() in {"true", "1", "yes"}
