from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import invitation as invitations
from accounts.models import Invitation, Role
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import MANAGE, workspace_of


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    created_by = serializers.CharField(help_text="Their handle.")

    class Meta:
        model = Invitation
        fields = [
            "id",
            "role",
            "email",
            "capacity",
            "uses",
            "created_by",
            "created_at",
            "expires_at",
            "revoked_at",
        ]


class InvitationWithLinkSerializer(InvitationSerializer):
    url = serializers.CharField(help_text="Where to accept it. Shown this once.")

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "url"]


class NewInvitationSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)
    email = serializers.EmailField(default="", allow_blank=True, help_text="A note of whom it is for.")
    capacity = serializers.IntegerField(min_value=1, max_value=10_000, default=1)
    expires_days = serializers.IntegerField(min_value=1, max_value=365, default=14)


class InvitationListView(generics.ListAPIView[Invitation]):
    """The workspace's invitations, for owners and organizers."""

    request: SignedInAPI
    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Invitation]:
        workspace = workspace_of(self.request.user, slug=self.kwargs["slug"], roles=MANAGE)
        return Invitation.objects.filter(workspace=workspace).select_related("created_by")

    @extend_schema(request=NewInvitationSerializer, responses={201: InvitationWithLinkSerializer})
    def post(self, request: SignedInAPI, slug: str) -> Response:
        """Make a link by which `capacity` people can join with this role. It is shown this once."""
        workspace = workspace_of(request.user, slug=slug, roles=MANAGE)
        asked = NewInvitationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        invitation, code = invitations.create(
            workspace,
            by=request.user,
            role=Role(asked.validated_data["role"]),
            email=asked.validated_data["email"],
            capacity=asked.validated_data["capacity"],
            lifetime=timedelta(days=asked.validated_data["expires_days"]),
        )
        url = request.build_absolute_uri(reverse("invitation", args=[code]))
        answer = InvitationSerializer(invitation).data | {"url": url}
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})


class InvitationView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, slug: str, pk: int) -> Response:
        """Revoke it: nobody joins by it any more."""
        workspace = workspace_of(request.user, slug=slug, roles=MANAGE)
        invitations.revoke(get_object_or_404(Invitation, workspace=workspace, pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
