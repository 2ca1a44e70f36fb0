"""What is derived from the responses: progress, agreement, leaderboard, flags, consensus; and the responses."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from accounts.models import User
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from labeling.models import Agreement, Assignment, Consensus, Progress, Response, Standing
from labeling.queries.agreement import agreement_of
from labeling.queries.flags import flags
from labeling.queries.leaderboard import leaderboard
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


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    question = serializers.CharField(source="question.name")

    class Meta:
        model = Agreement
        fields = ["question", "alpha", "low", "high", "percent", "reason", "records", "answers", "updated_at"]


class RankSerializer(serializers.ModelSerializer[Standing]):
    """What annotators see of each other. Not how often others confirm somebody: it would tell, answer by answer,
    what the others said.
    """

    handle = serializers.CharField(source="annotator")
    you = serializers.SerializerMethodField()

    class Meta:
        model = Standing
        fields = ["rank", "handle", "you", "counted"]

    def get_you(self, standing: Standing) -> bool:
        return bool(standing.annotator_id == self.context["request"].user.pk)


class StandingSerializer(RankSerializer):
    class Meta(RankSerializer.Meta):
        fields = [*RankSerializer.Meta.fields, "score", "agreed", "compared", "median_seconds", "last_at"]


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
    @extend_schema(responses=ProgressSerializer)
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        project = get_object_or_404(seen_by(request.user), pk=project_id)
        return Answer(ProgressSerializer(progress_of(project)).data)


class AgreementView(APIView):
    @extend_schema(responses=AgreementSerializer(many=True))
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """Krippendorff's alpha for each question, with a 95 % bootstrap interval over records."""
        project = get_object_or_404(reviewed_by(request.user), pk=project_id)
        return Answer(AgreementSerializer(agreement_of(project), many=True).data)


@extend_schema_view(get=extend_schema(responses=StandingSerializer(many=True)))
class LeaderboardView(generics.ListAPIView[Standing]):
    """The standings, best first; reviewers also see what each rests on."""

    serializer_class = StandingSerializer
    queryset = Standing.objects.none()
    pagination_class = None

    def get_queryset(self) -> QuerySet[Standing]:
        return leaderboard(_project(self, seen_by(_user(self))))

    def get_serializer_class(self) -> type[RankSerializer]:
        reviews = reviewed_by(_user(self)).filter(pk=self.kwargs["project_id"]).exists()
        return StandingSerializer if reviews else RankSerializer


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
