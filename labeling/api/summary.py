"""What is derived from the responses: progress, flags, consensus; and the responses."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import generics, serializers
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from accounts.models import User
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from labeling.models import Assignment, Consensus, Progress, Response
from labeling.queries.flags import flags
from labeling.queries.progress import progress_of
from labeling.rules import responses_reviewed_by
from projects.models import Project
from projects.rules import reviewed_by, seen_by


class ProgressSerializer(serializers.ModelSerializer[Progress]):
    class Meta:
        model = Progress
        fields = [
            "records", "complete", "wanted", "counted", "surplus", "live", "skipped", "flagged", "active",
            "stale", "updated_at",
        ]  # fmt: skip


class ShownProgressSerializer(serializers.ModelSerializer[Progress]):
    """What annotators see: as of the last batch of ranks, or one answer would be seen to count, or not."""

    complete = serializers.IntegerField(source="shown_complete")
    updated_at = serializers.DateTimeField(source="ranked_at", allow_null=True)

    class Meta:
        model = Progress
        fields = ["records", "complete", "updated_at"]


EITHER_PROGRESS = PolymorphicProxySerializer(
    "ShownOrWholeProgress",
    serializers=[ProgressSerializer, ShownProgressSerializer],
    resource_type_field_name=None,
)


class FlagSerializer(serializers.ModelSerializer[Assignment]):
    external_id = serializers.CharField(source="record.external_id", allow_null=True)
    annotator = serializers.CharField(source="annotator.username")
    flagged_at = serializers.DateTimeField(source="closed_at")

    class Meta:
        model = Assignment
        fields = ["record_id", "external_id", "annotator", "reason", "flagged_at"]


class ConsensusSerializer(serializers.ModelSerializer[Consensus]):
    external_id = serializers.CharField(source="record.external_id", allow_null=True)
    question = serializers.CharField(source="question.name")
    adjudicated = serializers.BooleanField()

    class Meta:
        model = Consensus
        fields = [
            "id", "record_id", "external_id", "question", "value", "tied", "share", "answers", "method", "posterior",
            "error", "similarity", "adjudicated", "updated_at",
        ]  # fmt: skip


class ResponseSerializer(serializers.ModelSerializer[Response]):
    external_id = serializers.CharField(source="record.external_id", allow_null=True)
    annotator = serializers.CharField(source="annotator.username")

    class Meta:
        model = Response
        fields = [
            "id", "record_id", "external_id", "annotator", "values", "counted", "opened_at", "submitted_at",
        ]  # fmt: skip


class ProgressView(APIView):
    @extend_schema(responses=EITHER_PROGRESS)
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """Where the project stands: to reviewers as it is, to annotators as of the last batch of ranks."""
        project = get_object_or_404(seen_by(request.user), pk=project_id)
        reviews = reviewed_by(request.user).filter(pk=project_id).exists()
        serializer = ProgressSerializer if reviews else ShownProgressSerializer
        return Answer(serializer(progress_of(project)).data)


class FlagsView(generics.ListAPIView[Assignment]):
    serializer_class = FlagSerializer
    queryset = Assignment.objects.none()
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Assignment]:
        return flags(_project(self, reviewed_by(_user(self))))


class ConsensusView(generics.ListAPIView[Consensus]):
    serializer_class = ConsensusSerializer
    queryset = Consensus.objects.none()
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Consensus]:
        project = _project(self, reviewed_by(_user(self)))
        return Consensus.objects.filter(question__project=project).select_related("record", "question")


class ResponsesView(generics.ListAPIView[Response]):
    serializer_class = ResponseSerializer
    queryset = Response.objects.none()
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Response]:
        project = _project(self, reviewed_by(_user(self)))
        return (
            responses_reviewed_by(_user(self)).filter(project=project).select_related("record", "annotator")
        )


def _user(view: generics.GenericAPIView[Any]) -> User:
    user = view.request.user
    assert isinstance(user, User)  # IsAuthenticated let nobody else in
    return user


def _project(view: generics.GenericAPIView[Any], projects: QuerySet[Project]) -> Project:
    return get_object_or_404(projects, pk=view.kwargs["project_id"])
