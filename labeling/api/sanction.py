"""Warnings and pauses: one's own, with the appeal; and for reviewers everybody's, with the verdict, and suspicions."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions import sanction as actions
from labeling.api.validators import storable
from labeling.errors import AlreadyPaused, NothingToAppeal
from labeling.models import Sanction, Suspicion
from labeling.queries.sanction import STATES, figures, people, sanctions, shown, suspicions, told_figures, why
from labeling.rules import sanctions_of, sanctions_reviewed_by
from projects.models import Project
from projects.rules import labelled_by, reviewed_by

TEXT: dict[str, Any] = {"max_length": 5000, "validators": [storable]}


class FigureSerializer(serializers.Serializer[Any]):
    what = serializers.CharField()
    value = serializers.CharField()


class OwnSanctionSerializer(serializers.ModelSerializer[Sanction]):
    """`figures` are those that the campaign lets annotators see."""

    why = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()

    class Meta:
        model = Sanction
        fields = [
            "kind", "why", "figures", "made_at", "seen_at", "appeal", "appealed_at", "verdict", "note", "decided_at",
        ]  # fmt: skip

    def get_why(self, sanction: Sanction) -> str:
        return why(sanction)

    @extend_schema(responses=FigureSerializer(many=True))
    def get_figures(self, sanction: Sanction) -> list[dict[str, str]]:
        return [figure._asdict() for figure in told_figures(sanction)]


class SanctionSerializer(OwnSanctionSerializer):
    annotator = serializers.CharField(source="annotator.username")
    made_by = serializers.CharField(source="made_by.username", default=None, allow_null=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)
    evidence = serializers.JSONField()

    class Meta:
        model = Sanction
        fields = [
            "id", "annotator", "cause", "rule", "trial", "evidence", "made_by", "decided_by",
            *OwnSanctionSerializer.Meta.fields,
        ]  # fmt: skip

    def get_figures(self, sanction: Sanction) -> list[dict[str, str]]:
        return [figure._asdict() for figure in figures(sanction)]


class OwnSerializer(serializers.Serializer[Any]):
    sanction = OwnSanctionSerializer(allow_null=True)


class AppealSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(**TEXT)


class NoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(**TEXT, required=False, allow_blank=True, default="")


class NewSanctionSerializer(serializers.Serializer[Any]):
    annotator = serializers.CharField(help_text="A user name.")
    kind = serializers.ChoiceField(choices=["warning", "pause"])
    reason = serializers.CharField(**TEXT, help_text="The annotator reads it.")


class SuspicionSerializer(serializers.ModelSerializer[Suspicion]):
    annotator = serializers.CharField(source="annotator.username")
    other = serializers.CharField(source="other.username", default=None, allow_null=True)

    class Meta:
        model = Suspicion
        fields = ["kind", "annotator", "other", "weight", "figures", "sentence", "found_at"]


class Pages(LimitOffsetPagination):
    default_limit = 100
    max_limit = 500


class OwnSanctionView(APIView):
    @extend_schema(responses=OwnSerializer)
    def get(self, request: SignedInAPI, project_id: int) -> Response:
        """What holds you back, or else your latest warning or verdict that you have not dismissed."""
        return Response(_told(_mine(request, _labelled(request, project_id))))


class AppealView(APIView):
    @extend_schema(request=AppealSerializer, responses=OwnSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Say once why your pause or warning is wrong; a reviewer decides."""
        project = _labelled(request, project_id)
        body = AppealSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        found = _mine(request, project)
        if found is None:
            raise NothingToAppeal
        return Response(_told(actions.appeal(found, text=body.validated_data["text"])))


class DismissView(APIView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """You have read it: a warning or verdict is shown no more."""
        if found := _mine(request, _labelled(request, project_id)):
            actions.dismiss(found)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(get=extend_schema(parameters=[OpenApiParameter("state", str, enum=list(STATES))]))
class SanctionListView(generics.ListAPIView[Sanction]):
    """What followed for people, appeals first: for reviewers and up."""

    request: SignedInAPI
    queryset = Sanction.objects.none()
    serializer_class = SanctionSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Sanction]:
        state = self.request.query_params.get("state", "")
        return sanctions(
            _reviewed(self.request, self.kwargs["project_id"]), state=state if state in STATES else ""
        )

    @extend_schema(request=NewSanctionSerializer, responses={201: SanctionSerializer})
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Warn or pause somebody."""
        project = _reviewed(request, project_id)
        body = NewSanctionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        annotator = get_object_or_404(people(project), username__iexact=asked["annotator"])
        made = actions.impose(
            project,
            annotator_id=annotator.pk,
            kind=asked["kind"],
            cause=Sanction.Cause.REVIEWER,
            evidence={"reason": asked["reason"]},
            by=request.user,
        )
        if made is None:
            raise AlreadyPaused(annotator=str(annotator))
        return Response(SanctionSerializer(made).data, status=status.HTTP_201_CREATED)


class LiftView(APIView):
    @extend_schema(request=NoteSerializer, responses=SanctionSerializer)
    def post(self, request: SignedInAPI, project_id: int, pk: int) -> Response:
        """Take it back; a paused person goes on. They read the note."""
        return _decided(request, project_id, pk, actions.lift)


class ConfirmView(APIView):
    @extend_schema(request=NoteSerializer, responses=SanctionSerializer)
    def post(self, request: SignedInAPI, project_id: int, pk: int) -> Response:
        """It stands. They read the note."""
        return _decided(request, project_id, pk, actions.confirm)


class SuspicionListView(generics.ListAPIView[Suspicion]):
    """Evidence that answers may not be an honest person's, by kind, the strangest first. Nothing follows from it."""

    request: SignedInAPI
    queryset = Suspicion.objects.none()
    serializer_class = SuspicionSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Suspicion]:
        return suspicions(_reviewed(self.request, self.kwargs["project_id"]))


def _decided(request: SignedInAPI, project_id: int, pk: int, decide: Callable[..., Sanction]) -> Response:
    found = get_object_or_404(sanctions_reviewed_by(request.user), project=project_id, pk=pk)
    body = NoteSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    return Response(SanctionSerializer(decide(found, by=request.user, note=body.validated_data["note"])).data)


def _mine(request: SignedInAPI, project: Project) -> Sanction | None:
    return shown(sanctions_of(request.user).filter(project=project))


def _told(found: Sanction | None) -> dict[str, Any]:
    return {"sanction": OwnSanctionSerializer(found).data if found else None}


def _labelled(request: SignedInAPI, project_id: int) -> Project:
    return get_object_or_404(labelled_by(request.user), pk=project_id)


def _reviewed(request: SignedInAPI, project_id: int) -> Project:
    return get_object_or_404(reviewed_by(request.user), pk=project_id)
