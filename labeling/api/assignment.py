"""The annotator's side: next, submit, skip, flag, release, draft, undo; and the organizer's: assign."""

import dataclasses
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions import assignment as actions
from labeling.actions import response as responses
from labeling.actions.assignment import Opened, Reason
from labeling.api.answers import NextSerializer, ReceiptSerializer
from labeling.api.validators import storable
from labeling.fields import render_fields
from labeling.markdown import render
from labeling.models import Assignment
from labeling.queries.qualification import own_qualification
from labeling.queries.standing import own_place
from labeling.rules import assignments_of
from projects.models import Field, Project
from projects.refs import ref
from projects.rules import labelled_by

HTML = OpenApiParameter(
    "include", str, enum=["html"], description="Add the record's fields as a page fragment."
)


class AnswersSerializer(serializers.Serializer[Any]):
    values = serializers.DictField(child=serializers.JSONField(allow_null=True), validators=[storable])


class SubmitSerializer(AnswersSerializer):
    key = serializers.CharField(max_length=64, required=False, allow_null=True)
    next = serializers.BooleanField(default=False)


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)
    next = serializers.BooleanField(default=False)


class ReleaseSerializer(serializers.Serializer[Any]):
    next = serializers.BooleanField(default=False)


class SubmittedSerializer(serializers.Serializer[Any]):
    response = ReceiptSerializer()
    next = NextSerializer(allow_null=True)


class ClosedSerializer(serializers.Serializer[Any]):
    next = NextSerializer(allow_null=True)


class NextView(APIView):
    """The next record to label."""

    @extend_schema(request=None, responses=NextSerializer, parameters=[HTML], operation_id="project_next")
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Open the head of your queue. Asked again, it is the same assignment until you close it."""
        project = get_object_or_404(labelled_by(request.user).select_related("policy"), pk=project_id)
        return Response(next_of(request, project))


class UndoView(APIView):
    @extend_schema(request=None, responses=NextSerializer, parameters=[HTML], operation_id="project_undo")
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Take back your last response; its answers come back as the assignment's draft."""
        project = get_object_or_404(labelled_by(request.user).select_related("policy"), pk=project_id)
        return Response(_outcome(request, project, responses.undo(project, annotator=request.user)))


class SubmitView(APIView):
    @extend_schema(request=SubmitSerializer, responses=SubmittedSerializer, parameters=[HTML])
    def post(self, request: SignedInAPI, assignment_id: int) -> Response:
        """Store your answers, once: the same `key` (or Idempotency-Key header) again gives the same response.

        With `next` the answer holds the next assignment too. Late work is kept as surplus, never refused.
        """
        body = _valid(SubmitSerializer, request, key=request.headers.get("Idempotency-Key"))
        assignment = _own(request, assignment_id)
        receipt = responses.submit(assignment, assignment.project, values=body["values"], key=body.get("key"))
        told = dataclasses.asdict(receipt)
        if receipt.feedback is None:
            del told["feedback"]
        elif _with_html(request):
            told["feedback"]["html"] = render(receipt.feedback.explanation)
        return Response({"response": told, "next": _next(request, assignment.project, body)})


class SkipView(APIView):
    @extend_schema(request=ReasonSerializer, responses=ClosedSerializer, parameters=[HTML])
    def post(self, request: SignedInAPI, assignment_id: int) -> Response:
        """Pass the record to others; it does not come back to you."""
        body = _valid(ReasonSerializer, request)
        assignment = _own(request, assignment_id)
        actions.skip(assignment, reason=body["reason"])
        return Response({"next": _next(request, assignment.project, body)})


class FlagView(APIView):
    @extend_schema(request=ReasonSerializer, responses=ClosedSerializer, parameters=[HTML])
    def post(self, request: SignedInAPI, assignment_id: int) -> Response:
        """Report the record as broken, and pass it on."""
        body = _valid(ReasonSerializer, request)
        assignment = _own(request, assignment_id)
        actions.flag(assignment, reason=body["reason"])
        return Response({"next": _next(request, assignment.project, body)})


class ReleaseView(APIView):
    @extend_schema(request=ReleaseSerializer, responses=ClosedSerializer, parameters=[HTML])
    def post(self, request: SignedInAPI, assignment_id: int) -> Response:
        """Give the record back; it may come to you again."""
        body = _valid(ReleaseSerializer, request)
        assignment = _own(request, assignment_id)
        actions.release(assignment)
        return Response({"next": _next(request, assignment.project, body)})


class DraftView(APIView):
    @extend_schema(request=AnswersSerializer, responses={204: None})
    def put(self, request: SignedInAPI, assignment_id: int) -> Response:
        """Keep unfinished answers, unchecked, and renew the lease."""
        body = _valid(AnswersSerializer, request)
        assignment = _own(request, assignment_id)
        actions.save_draft(assignment, assignment.project, values=body["values"])
        return Response(status=204)


def next_of(request: SignedInAPI, project: Project) -> dict[str, Any]:
    return _outcome(request, project, actions.open_next(project, annotator=request.user))


def _outcome(request: SignedInAPI, project: Project, outcome: Opened | Reason) -> dict[str, Any]:
    standing, stage = own_place(project, user=request.user)
    opened = outcome.id if isinstance(outcome, Opened) else None
    qualification = own_qualification(project, user=request.user, stage=stage, assignment=opened)
    own = {"standing": standing, "qualification": qualification and dataclasses.asdict(qualification)}
    if isinstance(outcome, Reason):
        return {"assignment": None, "reason": outcome} | own
    assignment = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    assignment["record"] = ref(assignment.pop("record_id"))
    if _with_html(request):
        assignment["html"] = render_fields(list(Field.objects.filter(project=project)), outcome.fields)
    return {"assignment": assignment, "reason": None} | own


def _with_html(request: SignedInAPI) -> bool:
    return request.query_params.get("include") == "html"


def _next(request: SignedInAPI, project: Project, body: dict[str, Any]) -> dict[str, Any] | None:
    return next_of(request, project) if body["next"] else None


def _own(request: SignedInAPI, assignment_id: int) -> Assignment:
    return get_object_or_404(
        assignments_of(request.user).select_related("project__policy", "record__control"), pk=assignment_id
    )


def _valid(
    serializer: type[serializers.Serializer[Any]], request: SignedInAPI, **defaults: Any
) -> dict[str, Any]:
    sent = request.data
    checked = serializer(data=defaults | sent if isinstance(sent, dict) else sent)
    checked.is_valid(raise_exception=True)
    body: dict[str, Any] = checked.validated_data
    return body
