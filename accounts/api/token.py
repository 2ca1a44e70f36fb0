from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.response import Response

from accounts.actions import token as tokens
from accounts.models import Token
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import tokens_of


class TokenSerializer(serializers.ModelSerializer[Token]):
    class Meta:
        model = Token
        fields = ["id", "name", "hint", "created_at", "expires_at"]


class TokenWithSecretSerializer(TokenSerializer):
    token = serializers.CharField(help_text="Shown this once.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class NewTokenSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    expires_days = serializers.IntegerField(
        min_value=1, max_value=3650, default=365, allow_null=True, help_text="null: until it is revoked."
    )


class TokenListView(generics.ListAPIView[Token]):
    """Your tokens, without their secrets."""

    request: SignedInAPI
    queryset = Token.objects.none()
    serializer_class = TokenSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Token]:
        return tokens_of(self.request.user)

    @extend_schema(request=NewTokenSerializer, responses={201: TokenWithSecretSerializer})
    def post(self, request: SignedInAPI) -> Response:
        """Make a token for yourself. Its secret is shown this once."""
        asked = NewTokenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        days = asked.validated_data["expires_days"]
        lifetime = timedelta(days=days) if days else None
        token, plain = tokens.create(request.user, name=asked.validated_data["name"], lifetime=lifetime)
        answer = TokenSerializer(token).data | {"token": plain}
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})


class TokenView(generics.DestroyAPIView[Token]):
    """Revoke a token of yours: it opens nothing any more."""

    request: SignedInAPI
    queryset = Token.objects.none()
    serializer_class = TokenSerializer

    def get_queryset(self) -> QuerySet[Token]:
        return tokens_of(self.request.user)

    def perform_destroy(self, instance: Token) -> None:
        tokens.revoke(instance)
