from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import member as members
from accounts.models import Member, Role
from accounts.models.member import MOST_GROUPS, group_validator
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import REVIEW, members_seen_by, workspace_of


class MemberSerializer(serializers.ModelSerializer[Member]):
    user_id = serializers.IntegerField()
    username = serializers.CharField(source="user.username")
    handle = serializers.CharField(source="user.__str__")

    class Meta:
        model = Member
        fields = ["id", "user_id", "username", "handle", "role", "groups", "joined_at"]


class MemberChangesSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    groups = serializers.ListField(
        child=serializers.CharField(validators=[group_validator]),
        max_length=MOST_GROUPS,
        required=False,
        help_text="What this person is besides (“native”, “expert”): campaigns may want answers of certain groups.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given:
            raise serializers.ValidationError("Send a role, or groups.")
        return given


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
    @extend_schema(request=MemberChangesSerializer, responses=MemberSerializer)
    def patch(self, request: SignedInAPI, slug: str, pk: int) -> Response:
        """Change the role or the groups. An organizer can neither make owners nor change them; one owner always stays."""
        member = self._member(request, slug, pk)
        asked = MemberChangesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given: dict[str, Any] = asked.validated_data
        with transaction.atomic():
            if "groups" in given:
                member = members.set_groups(member, groups=given["groups"], by=request.user)
            if "role" in given:
                member = members.change_role(member, role=Role(given["role"]), by=request.user)
        return Response(MemberSerializer(member).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, slug: str, pk: int) -> Response:
        """Remove the person from the workspace, or leave it yourself. The answers stay."""
        members.remove(self._member(request, slug, pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _member(self, request: SignedInAPI, slug: str, pk: int) -> Member:
        return get_object_or_404(members_seen_by(request.user), workspace__slug=slug, pk=pk)
