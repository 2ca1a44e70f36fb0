from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.response import Response

from accounts.actions import workspace as workspaces
from accounts.models import Role, Workspace
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import workspaces_of


class WorkspaceSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)


class NewWorkspaceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    slug = serializers.SlugField(max_length=60, required=False)


class WorkspaceListView(generics.ListAPIView[Workspace]):
    """The workspaces that you are in."""

    request: SignedInAPI
    queryset = Workspace.objects.none()
    serializer_class = WorkspaceSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Workspace]:
        return workspaces_of(self.request.user)

    @extend_schema(request=NewWorkspaceSerializer, responses={201: WorkspaceSerializer})
    def post(self, request: SignedInAPI) -> Response:
        """Make a workspace and own it."""
        asked = NewWorkspaceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = workspaces.create(owner=request.user, **asked.validated_data)
        workspace = workspaces_of(request.user).get(pk=made.pk)
        return Response(WorkspaceSerializer(workspace).data, status=status.HTTP_201_CREATED)


class WorkspaceView(generics.RetrieveAPIView[Workspace]):
    """A workspace that you are in, and your role in it."""

    request: SignedInAPI
    queryset = Workspace.objects.none()
    serializer_class = WorkspaceSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Workspace]:
        return workspaces_of(self.request.user)
