"""The standings: to reviewers all of them with what they rest on, to annotators what the policy shows."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.models import Standing
from labeling.queries.leaderboard import Place, board, leaderboard, naming
from projects.rules import reviewed_by, seen_by


class PlaceSerializer(serializers.Serializer[Place]):
    """What annotators see: as of the last batch, except for their own number of answers."""

    rank = serializers.IntegerField(allow_null=True)
    handle = serializers.CharField()
    you = serializers.BooleanField()
    counted = serializers.IntegerField(source="answers")
    points = serializers.IntegerField(required=False, help_text="Where the policy shows them.")

    def to_representation(self, instance: Place) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if instance.points is None:
            del shown["points"]
        return shown


class StandingSerializer(serializers.ModelSerializer[Standing]):
    """What reviewers see. `handle` is what annotators are told; `parts` has what the points are made of."""

    handle = serializers.SerializerMethodField()
    annotator = serializers.CharField(source="annotator.username")
    you = serializers.SerializerMethodField()

    class Meta:
        model = Standing
        fields = [
            "rank", "handle", "annotator", "you", "counted", "score", "points", "parts", "ranked_at", "surplus",
            "skipped", "flagged", "graded", "passed", "excluded", "agreed", "compared", "median_seconds", "last_at",
        ]  # fmt: skip

    def get_handle(self, standing: Standing) -> str:
        name: str = self.context["naming"](standing.annotator)
        return name

    def get_you(self, standing: Standing) -> bool:
        return bool(standing.annotator_id == self.context["user"].pk)


EITHER = PolymorphicProxySerializer(
    "Leaderboard", serializers=[StandingSerializer, PlaceSerializer], resource_type_field_name=None, many=True
)


class LeaderboardView(APIView):
    @extend_schema(responses=EITHER, operation_id="project_leaderboard")
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """The standings, best first. Points and ranks are those of the last batch; reviewers also see what each rests
        on, annotators what the project's policy shows them of each other."""
        found = seen_by(request.user).select_related("policy")
        project = get_object_or_404(found, pk=project_id)
        if not reviewed_by(request.user).filter(pk=project.pk).exists():
            places: Any = board(project, user=request.user)
            return Answer(PlaceSerializer(places, many=True).data)
        context = {"user": request.user, "naming": naming(project)}
        return Answer(StandingSerializer(leaderboard(project), many=True, context=context).data)
