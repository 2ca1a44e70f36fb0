"""The organizer chooses who gets which record: by list, by filter, or by CSV."""

import csv
import dataclasses
import io
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.parsers import JSONParser
from accounts.requests import SignedInAPI
from labeling.actions.assignment import Wanted, assign
from labeling.api.validators import storable
from projects.models import Project, Record
from projects.rules import organized_by

LIMIT = 100_000


class CSVParser(BaseParser):
    """A table with the columns record and annotator."""

    media_type = "text/csv"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        try:
            # Not from the stream, which has no limit.
            text = parser_context["request"].body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("The file is not UTF-8.") from None
        table = csv.DictReader(io.StringIO(text, newline=""))
        try:
            rows = list(table)
        except csv.Error as error:
            raise ValidationError(f"Row {table.line_num} cannot be read: {error}.") from None
        if not {"record", "annotator"} <= set(table.fieldnames or ()):
            raise ValidationError("The table needs the columns record and annotator.")
        return {"assignments": rows}


class PairSerializer(serializers.Serializer[Any]):
    record = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, help_text="The record's external id."
    )
    record_id = serializers.IntegerField(required=False, help_text="Or its number here.")
    annotator = serializers.CharField(allow_blank=True, allow_null=True, help_text="A user name.")


class FilterSerializer(serializers.Serializer[Any]):
    metadata = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        validators=[storable],
        help_text="Equal in all of these.",
    )


class AssignSerializer(serializers.Serializer[Any]):
    """Either `assignments`, or `annotators` with a filter: each record found goes to `per_record` of them in turn."""

    assignments = serializers.ListField(child=PairSerializer(), required=False, max_length=LIMIT)
    annotators = serializers.ListField(child=serializers.CharField(), required=False, min_length=1)
    filter = FilterSerializer(required=False)
    per_record = serializers.IntegerField(min_value=1, default=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("assignments" in attrs) == ("annotators" in attrs):
            raise ValidationError("Give either assignments or annotators.")
        if attrs["per_record"] > len(attrs.get("annotators", [None] * attrs["per_record"])):
            raise ValidationError({"per_record": "There are fewer annotators than this."})
        return attrs


class AssignedSerializer(serializers.Serializer[Any]):
    assigned = serializers.IntegerField()
    already = serializers.IntegerField()
    bad = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.DictField())


class AssignView(APIView):
    parser_classes = [JSONParser, CSVParser]

    @extend_schema(
        request=AssignSerializer,
        responses=AssignedSerializer,
        parameters=[
            OpenApiParameter("skip_bad_rows", bool, description="Assign the good rows all the same.")
        ],
    )
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Put records into people's queues, ahead of what is dealt to them. All or nothing by default."""
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        body = AssignSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        skip = request.query_params.get("skip_bad_rows") in ("1", "true")
        outcome = assign(project, wanted=_wanted(project, body.validated_data), skip_bad_rows=skip)
        return Response(dataclasses.asdict(outcome))


def _wanted(project: Project, body: dict[str, Any]) -> Iterator[Wanted]:
    if "assignments" in body:
        for row, pair in enumerate(body["assignments"], start=1):
            record = pair["record_id"] if "record_id" in pair else pair.get("record") or ""
            yield Wanted(row, record, pair["annotator"] or "")
        return
    records = Record.objects.filter(project=project, retired=False)
    if chosen := body.get("filter"):
        records = records.filter(content__metadata__contains=chosen["metadata"])
    turn = cycle(body["annotators"])
    for row, record in enumerate(records.values_list("pk", flat=True)[:LIMIT], start=1):
        for _ in range(body["per_record"]):
            yield Wanted(row, record, next(turn))
