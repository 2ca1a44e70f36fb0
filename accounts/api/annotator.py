from datetime import timedelta
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import annotator as annotators
from accounts.requests import SignedInAPI
from accounts.rules import MANAGE, workspace_of


class NewAnnotatorsSerializer(serializers.Serializer[Any]):
    """Either `count` (and `prefix`), or `usernames`."""

    count = serializers.IntegerField(min_value=1, max_value=annotators.AT_A_TIME, required=False)
    prefix = serializers.RegexField(annotators.PREFIX_PATTERN, max_length=40, default=annotators.PREFIX)
    usernames = serializers.ListField(
        child=serializers.CharField(max_length=150, validators=[UnicodeUsernameValidator()]),
        min_length=1,
        max_length=annotators.AT_A_TIME,
        required=False,
    )
    expires_days = serializers.IntegerField(min_value=1, max_value=3650, default=365)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("count" in attrs) == ("usernames" in attrs):
            raise serializers.ValidationError("Say either how many (count) or who (usernames).")
        return attrs


class AnnotatorSerializer(serializers.Serializer[Any]):
    user_id = serializers.IntegerField(source="user.pk")
    username = serializers.CharField(source="user.username")
    token = serializers.CharField(help_text="Shown this once.")


class AnnotatorsView(APIView):
    @extend_schema(request=NewAnnotatorsSerializer, responses={201: AnnotatorSerializer(many=True)})
    def post(self, request: SignedInAPI, slug: str) -> Response:
        """Make pseudonymous annotators, up to 1,000 at a time, all or none. Their tokens are shown this once."""
        workspace = workspace_of(request.user, slug=slug, roles=MANAGE)
        asked = NewAnnotatorsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        lifetime = timedelta(days=asked.validated_data["expires_days"])
        if usernames := asked.validated_data.get("usernames"):
            made = annotators.create(workspace, usernames=usernames, lifetime=lifetime)
        else:
            count, prefix = asked.validated_data["count"], asked.validated_data["prefix"]
            made = annotators.create_numbered(workspace, count=count, prefix=prefix, lifetime=lifetime)
        answer = AnnotatorSerializer(made, many=True).data
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})
