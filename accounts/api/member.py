from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import member as members
from accounts.models import Member, Role
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import REVIEW, members_seen_by, workspace_of


class MemberSerializer(serializers.ModelSerializer[Member]):
    user_id = serializers.IntegerField()
    username = serializers.CharField(source="user.username")
    handle = serializers.CharField(source="user.__str__")

    class Meta:
        model = Member
        fields = ["id", "user_id", "username", "handle", "role", "joined_at"]


class RoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class MemberListView(generics.ListAPIView[Member]):
    """Who is in the workspace, for owners, organizers and reviewers."""

    request: SignedInAPI
    queryset = Member.objects.none()
    serializer_class = MemberSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Member]:
        workspace = workspace_of(self.request.user, slug=self.kwargs["slug"], roles=REVIEW)
        return members_seen_by(self.request.user).filter(workspace=workspace)


class MemberView(APIView):
    @extend_schema(request=RoleSerializer, responses=MemberSerializer)
    def patch(self, request: SignedInAPI, slug: str, pk: int) -> Response:
        """Change the role. An organizer can neither make owners nor change them; one owner always stays."""
        member = self._member(request, slug, pk)
        asked = RoleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        member = members.change_role(member, role=Role(asked.validated_data["role"]), by=request.user)
        return Response(MemberSerializer(member).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, slug: str, pk: int) -> Response:
        """Remove the person from the workspace, or leave it yourself. The answers stay."""
        members.remove(self._member(request, slug, pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _member(self, request: SignedInAPI, slug: str, pk: int) -> Member:
        return get_object_or_404(members_seen_by(request.user), workspace__slug=slug, pk=pk)
