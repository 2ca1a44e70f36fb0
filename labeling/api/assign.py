"""The organizer chooses who gets which record: by list, by filter, or by CSV."""

import dataclasses
import io
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.parsers import JSONParser
from accounts.requests import SignedInAPI
from labeling.actions.assignment import Wanted, assign, wanted, withdraw
from labeling.api.validators import storable
from projects.models import Project
from projects.rules import organized_by
from projects.sources import BadRow


class CSVParser(BaseParser):
    """A table with the columns record and annotator."""

    media_type = "text/csv"

    def parse(  # type: ignore[override]  # for the view that names this parser
        self, stream: Any, media_type: Any = None, parser_context: Any = None
    ) -> "Table":
        # Not from the stream, which has no limit.
        body = (parser_context or {})["request"].body
        return Table(wanted.table(io.BytesIO(body)))


@dataclasses.dataclass(frozen=True)
class Table:
    """What no JSON can pass for."""

    rows: list[Wanted | BadRow]


class WantedSerializer(serializers.Serializer[Any]):
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

    assignments = serializers.ListField(child=WantedSerializer(), required=False, max_length=wanted.LIMIT)
    annotators = serializers.ListField(child=serializers.CharField(), required=False, min_length=1)
    filter = FilterSerializer(required=False)
    per_record = serializers.IntegerField(min_value=1, default=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("assignments" in attrs) == ("annotators" in attrs):
            raise ValidationError("Give either assignments or annotators.")
        if "annotators" in attrs:
            attrs["annotators"] = list(dict.fromkeys(attrs["annotators"]))
            if attrs["per_record"] > len(attrs["annotators"]):
                raise ValidationError({"per_record": "There are fewer annotators than this."})
        return attrs


class AssignedSerializer(serializers.Serializer[Any]):
    assigned = serializers.IntegerField()
    already = serializers.IntegerField()
    bad = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.DictField())


class WithdrawSerializer(serializers.Serializer[Any]):
    annotator = serializers.CharField(required=False, help_text="A user name; everybody's if left out.")


class WithdrawnSerializer(serializers.Serializer[Any]):
    withdrawn = serializers.IntegerField()


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
        """Put records into people's queues, ahead of what is dealt to them. All or nothing by default.

        At most 100,000 assignments at once. Problems count the rows of a list from 1, those of a table as a
        spreadsheet does, and what a filter finds in queue order.
        """
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        rows = request.data.rows if isinstance(request.data, Table) else _wanted(project, request.data)
        skip = request.query_params.get("skip_bad_rows") in ("1", "true")
        return Response(dataclasses.asdict(assign(project, wanted=rows, skip_bad_rows=skip)))


class WithdrawView(APIView):
    @extend_schema(request=WithdrawSerializer, responses=WithdrawnSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Take back what was assigned by hand and is not opened yet: one person's, or everybody's."""
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        body = WithdrawSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        annotator = None
        if name := body.validated_data.get("annotator"):
            # Somebody who has left may still hold some.
            people = User.objects.filter(assignments__project=project).distinct()
            annotator = get_object_or_404(people, username__iexact=name)
        return Response({"withdrawn": withdraw(project, annotator=annotator)})


def _wanted(project: Project, data: Any) -> list[Wanted]:
    body = AssignSerializer(data=data)
    body.is_valid(raise_exception=True)
    asked = body.validated_data
    if "assignments" in asked:
        return wanted.pairs(asked["assignments"])
    metadata = asked.get("filter", {}).get("metadata")
    people, per_record = asked["annotators"], asked["per_record"]
    return wanted.in_turn(project, annotators=people, per_record=per_record, metadata=metadata)
