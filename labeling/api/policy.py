"""How a project watches over quality: its policy, and what that will do."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions.policy import change_policy, set_policy
from labeling.models import policy_of
from labeling.quality.policy import Policy
from labeling.queries.policy import Outlook, outlook
from projects.models import Project
from projects.rules import organized_by, reviewed_by


class OutlookSerializer(serializers.Serializer[Outlook]):
    chance = serializers.FloatField(help_text="How often somebody is right who answers at random.")
    false_flags = serializers.FloatField(
        help_text="How probably the gate flags somebody of accuracy .85 within 40 controls."
    )
    caught = serializers.IntegerField(
        allow_null=True, help_text="After how many controls half of those are flagged who answer at random."
    )
    qualifying = serializers.DictField(
        child=serializers.FloatField(), help_text="By accuracy, how probably somebody qualifies."
    )
    active = serializers.IntegerField(help_text="Controls that can be dealt.")
    wanted = serializers.IntegerField(help_text="Controls that would be wise.")
    warnings = serializers.ListField(child=serializers.CharField())


class PolicyView(APIView):
    @extend_schema(responses=Policy)
    def get(self, request: SignedInAPI, project_id: int) -> Response:
        """The whole policy, defaults included."""
        return Response(_plain(policy_of(_reviewed(request, project_id))))

    @extend_schema(request=Policy, responses=Policy)
    def put(self, request: SignedInAPI, project_id: int) -> Response:
        """Set the policy: every section that is left out takes its defaults. What is wrong is told by its path."""
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        return Response(_plain(set_policy(project, _object(request), by=request.user)))

    @extend_schema(request=Policy, responses=Policy)
    def patch(self, request: SignedInAPI, project_id: int) -> Response:
        """Replace the sections that are sent, each as a whole ({} for its defaults), and keep the others."""
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        return Response(_plain(change_policy(project, _object(request), by=request.user)))


class OutlookView(APIView):
    @extend_schema(responses=OutlookSerializer)
    def get(self, request: SignedInAPI, project_id: int) -> Response:
        """What the policy will do, before anybody is judged by it, and what it lacks."""
        return Response(OutlookSerializer(outlook(_reviewed(request, project_id))).data)


def _reviewed(request: SignedInAPI, project_id: int) -> Project:
    found = reviewed_by(request.user).select_related("policy", "progress")
    return get_object_or_404(found, pk=project_id)


def _object(request: SignedInAPI) -> dict[str, Any]:
    if not isinstance(request.data, dict):
        raise ValidationError({"detail": ["A policy is an object with a section for each concern."]})
    return request.data


def _plain(policy: Policy) -> dict[str, Any]:
    return policy.model_dump(mode="json")
