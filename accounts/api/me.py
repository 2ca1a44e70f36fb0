"""Who am I?"""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.workspace import WorkspaceSerializer
from accounts.models import User
from accounts.requests import SignedInAPI
from accounts.rules import workspaces_of


class MeSerializer(serializers.ModelSerializer[User]):
    handle = serializers.CharField(source="__str__", read_only=True)
    workspaces = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "handle", "email", "workspaces"]

    @extend_schema_field(WorkspaceSerializer(many=True))
    def get_workspaces(self, user: User) -> Any:
        return WorkspaceSerializer(workspaces_of(user), many=True).data


class MeView(APIView):
    @extend_schema(responses=MeSerializer)
    def get(self, request: SignedInAPI) -> Response:
        """The person whose token or session this is, and the workspaces that they are in."""
        return Response(MeSerializer(request.user).data)
