"""What a campaign still takes: answers, hours, people, and when it ends."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.quality.forecast import Range
from labeling.queries.forecast import Assumptions, Outlook, forecast_of
from projects.rules import reviewed_by


class RangeSerializer(serializers.Serializer[Range]):
    """The median, and bounds meant to hold the value nine times in ten."""

    low = serializers.FloatField()
    expected = serializers.FloatField()
    high = serializers.FloatField()


class AssumptionsSerializer(serializers.Serializer[Assumptions]):
    seconds = serializers.FloatField(
        min_value=0.1, max_value=86_400, default=Assumptions.seconds, help_text="What an answer takes."
    )
    hours = serializers.FloatField(
        min_value=0.01, max_value=10_000, default=Assumptions.hours, help_text="What a person gives."
    )
    accuracy = serializers.FloatField(
        min_value=0,
        max_value=1,
        default=Assumptions.accuracy,
        help_text="How often people are right, 0 to 1.",
    )


class ForecastSerializer(serializers.Serializer[Outlook]):
    answers = RangeSerializer(source="forecast.answers")
    hours = RangeSerializer(source="forecast.hours", help_text="Of work.")
    people = RangeSerializer(
        source="forecast.people", help_text="How many it takes, each giving their hours."
    )
    finish = RangeSerializer(
        source="forecast.finish",
        allow_null=True,
        help_text="Hours by the clock; null where nothing can be said.",
    )
    notes = serializers.ListField(
        source="forecast.notes", child=serializers.CharField(), help_text="What it cannot know yet."
    )
    assumed = AssumptionsSerializer()
    counted_at = serializers.DateTimeField(
        allow_null=True, help_text="Of what was seen; null where the settings alone are known."
    )


class ForecastView(APIView):
    @extend_schema(parameters=[AssumptionsSerializer], responses=ForecastSerializer)
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """What the campaign still takes, with intervals; before the start, from what is assumed."""
        project = get_object_or_404(reviewed_by(request.user).select_related("policy"), pk=project_id)
        asked = AssumptionsSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        assumed: dict[str, Any] = asked.validated_data
        return Answer(ForecastSerializer(forecast_of(project, Assumptions(**assumed))).data)
