"""Controls: records whose answers are known. For reviewers and up; organizers load and change them."""

import dataclasses
import io
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import NotAllowed
from accounts.pagination import CursorPagination
from accounts.parsers import JSONParser
from accounts.requests import SignedInAPI
from accounts.rules import MANAGE
from labeling.actions import control as actions
from labeling.api.validators import storable
from labeling.models import Control
from labeling.queries.control import controls
from labeling.rules import controls_reviewed_by
from projects import sources
from projects.actions.record import numbered
from projects.api.parsers import NDJSONParser
from projects.api.record import ProblemSerializer
from projects.models import Project
from projects.rules import reviewed_by, with_role
from projects.sources import BadRow, Row


@dataclasses.dataclass(frozen=True)
class Table:
    """What no JSON can pass for."""

    rows: Iterable[Row | BadRow]


class CSVParser(BaseParser):
    """A table as `labeling.actions.control.rows` describes it."""

    media_type = "text/csv"

    def parse(  # type: ignore[override]  # for the view that names this parser
        self, stream: Any, media_type: Any = None, parser_context: Any = None
    ) -> Table:
        # Not from the stream, which has no limit.
        return Table(sources.read(io.BytesIO((parser_context or {})["request"].body), "csv"))


class ControlSerializer(serializers.ModelSerializer[Control]):
    record = serializers.IntegerField(source="record_id", help_text="The record's number.")
    external_id = serializers.CharField(source="record.external_id", allow_null=True)
    answers = serializers.DictField(source="accepted", help_text="By question, the answers that are right.")
    counted = serializers.IntegerField(
        help_text="Answers given as work, before it was a control: they count."
    )
    live = serializers.IntegerField(help_text="People who still have it as work; theirs will count too.")

    class Meta:
        model = Control
        fields = [
            "record", "external_id", "answers", "tolerance", "explanation", "state", "reason", "exposures", "answered",
            "passed", "discrimination", "counted", "live", "created_at", "updated_at",
        ]  # fmt: skip


class NewControlSerializer(serializers.Serializer[Any]):
    external_id = serializers.CharField(
        required=False, help_text="Of a record that is here, or of a new one."
    )
    record_id = serializers.IntegerField(required=False, help_text="Or its number here.")
    answers = serializers.DictField(help_text="By question, what is right: one answer, or a list of several.")
    tolerance = serializers.DictField(required=False, help_text="By question, how far an answer may be off.")
    explanation = serializers.CharField(required=False, help_text="Told to those who qualify.")
    fields = serializers.DictField(required=False, help_text="What a new record shows.")  # type: ignore[assignment]
    metadata = serializers.DictField(required=False, help_text="Never shown to annotators.")


class LoadedSerializer(serializers.Serializer[actions.Outcome]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    bad = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


class EditSerializer(serializers.Serializer[Any]):
    answers = serializers.DictField(required=False, validators=[storable])
    tolerance = serializers.DictField(required=False, validators=[storable])
    explanation = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, validators=[storable], trim_whitespace=False
    )


class ProposeSerializer(serializers.Serializer[Any]):
    """When a record is settled, and how many to propose at most."""

    answers = serializers.IntegerField(min_value=2, max_value=1000, default=5)
    posterior = serializers.FloatField(min_value=0.5, max_value=1, default=0.99)
    share = serializers.FloatField(min_value=0.5, max_value=1, default=1.0)
    most = serializers.IntegerField(min_value=1, max_value=1000, default=50)


class ProposedSerializer(serializers.Serializer[Any]):
    proposed = serializers.ListField(child=serializers.IntegerField(), help_text="The records' numbers.")


class ByRecord(CursorPagination):
    ordering = "record_id"


@extend_schema_view(
    get=extend_schema(parameters=[OpenApiParameter("state", str, enum=list(Control.State.values))])
)
class ControlListView(generics.ListAPIView[Control]):
    """The project's controls with what they have shown so far, for owners, organizers and reviewers."""

    request: SignedInAPI
    queryset = Control.objects.none()
    serializer_class = ControlSerializer
    pagination_class = ByRecord
    parser_classes = [JSONParser, NDJSONParser, CSVParser]

    def get_queryset(self) -> QuerySet[Control]:
        project = get_object_or_404(reviewed_by(self.request.user), pk=self.kwargs["project_id"])
        state = self.request.query_params.get("state", "")
        return controls(project, state=state if state in Control.State else "")

    @extend_schema(
        parameters=[OpenApiParameter("skip_bad_rows", bool, description="Load the good rows all the same.")],
        request={
            "application/json": NewControlSerializer(many=True),
            "application/x-ndjson": NewControlSerializer,
            "text/csv": NewControlSerializer,
        },
        responses=LoadedSerializer,
    )
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Load controls: a list, {"controls": [...]}, one per line as NDJSON, or CSV. All or nothing by default.

        A row names a record that is here, or brings the fields of a new one. In CSV the answers stand in columns called
        `answers.<question>`, likewise `tolerance.<question>`. One that is loaded again is what the row says now.
        """
        project = _project(request, project_id, manages=True)
        sent: Any = request.data
        table = isinstance(sent, Table)
        rows = sent.rows if table else _sent(sent)
        skip = request.query_params.get("skip_bad_rows", "").lower() in {"true", "1", "yes"}
        outcome = actions.load(project, rows, by=request.user, cells=table, skip_bad_rows=skip)
        return Response(dataclasses.asdict(outcome))


class ControlView(APIView):
    @extend_schema(responses=ControlSerializer)
    def get(self, request: SignedInAPI, project_id: int, record_id: int) -> Response:
        """A control with what it has shown so far."""
        return _answer(_control(request, project_id, record_id))

    @extend_schema(request=EditSerializer, responses=ControlSerializer)
    def patch(self, request: SignedInAPI, project_id: int, record_id: int) -> Response:
        """Change what it accepts: what people answered to it is graded anew."""
        control = _control(request, project_id, record_id, manages=True)
        asked = EditSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return _answer(actions.edit(control, **asked.validated_data))

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, project_id: int, record_id: int) -> Response:
        """Make it an ordinary record again, unless somebody was graded by it: then retire it instead."""
        actions.unmark(_control(request, project_id, record_id, manages=True))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ControlStateView(APIView):
    """Approve, suspend, resume or retire one."""

    moves: ClassVar[dict[str, Callable[[Control], Control]]] = {
        "approve": actions.activate,
        "suspend": actions.suspend,
        "resume": actions.activate,
        "retire": actions.retire,
    }
    move = ""

    @extend_schema(request=None, responses=ControlSerializer)
    def post(self, request: SignedInAPI, project_id: int, record_id: int) -> Response:
        """Approve one that is proposed, suspend it, resume it, or retire it for good."""
        return _answer(self.moves[self.move](_control(request, project_id, record_id)))


class ProposeView(APIView):
    @extend_schema(request=ProposeSerializer, responses=ProposedSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Propose settled records as controls; they stay work until somebody approves."""
        project = _project(request, project_id)
        asked = ProposeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        body = dict(asked.validated_data)
        most = body.pop("most")
        found = actions.propose(project, by=request.user, settled=actions.Settled(**body), most=most)
        return Response({"proposed": [control.pk for control in found]})


def _project(request: SignedInAPI, project_id: int, *, manages: bool = False) -> Project:
    """404 for those who label, 403 for reviewers where organizers alone may."""
    found: Any = get_object_or_404(with_role(reviewed_by(request.user), user=request.user), pk=project_id)
    if manages and found.role not in MANAGE:
        raise NotAllowed
    project: Project = found
    return project


def _control(request: SignedInAPI, project_id: int, record_id: int, *, manages: bool = False) -> Control:
    project = _project(request, project_id, manages=manages)
    return get_object_or_404(controls_reviewed_by(request.user), project=project, pk=record_id)


def _answer(control: Control) -> Response:
    return Response(ControlSerializer(controls(control.project).get(pk=control.pk)).data)


def _sent(data: Any) -> Iterable[Row | BadRow]:
    if isinstance(data, dict):
        data = data.get("controls")
    if isinstance(data, str | bytes) or not isinstance(data, Iterable):
        raise ValidationError("Send a list of controls.")
    return numbered(data) if isinstance(data, list) else data
