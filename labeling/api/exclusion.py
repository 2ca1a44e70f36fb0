"""Excluding answers from everything that is counted, with a preview, and restoring them; for reviewers and up."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions import exclusion as actions
from labeling.actions.exclusion import Effect, Preview, Scope
from labeling.api.validators import storable
from labeling.errors import NeverPassed
from labeling.models import Exclusion
from labeling.queries.exclusion import exclusions, people
from projects.models import Project, Record
from projects.rules import records_reviewed_by, reviewed_by


class ScopeSerializer(serializers.Serializer[Any]):
    """Whose answers, or those to which record, or both; and of when, by the server's clock."""

    annotator = serializers.CharField(required=False, help_text="A user name.")
    record = serializers.CharField(required=False, help_text="The record's external id.")
    record_id = serializers.IntegerField(required=False, help_text="Or its number here.")
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(
        required=False, help_text="Now, if left out; unless all of somebody is excluded, who then is barred."
    )
    since_last_passed_control = serializers.BooleanField(
        default=False, help_text="Since the annotator last answered a control rightly."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["since_last_passed_control"] and ("since" in attrs or "annotator" not in attrs):
            raise ValidationError(
                {"since_last_passed_control": "Asks for an annotator, and for no other time."}
            )
        return attrs


class NewExclusionSerializer(ScopeSerializer):
    reason = serializers.CharField(max_length=2000, validators=[storable])


class FlipSerializer(serializers.Serializer[Any]):
    record_id = serializers.IntegerField(source="record")
    external_id = serializers.CharField(allow_null=True)
    question = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class AlphaSerializer(serializers.Serializer[Any]):
    before = serializers.FloatField(allow_null=True)
    after = serializers.FloatField(allow_null=True)


class LiftedSerializer(serializers.Serializer[Any]):
    annotator = serializers.CharField(source="annotator.username")
    kind = serializers.CharField()


class EffectSerializer(serializers.Serializer[Effect]):
    """The record is a control: what suspending it would do, which is the way to exclude it."""

    answered = serializers.IntegerField()
    failed = serializers.SerializerMethodField()
    lifted = LiftedSerializer(many=True, help_text="What the gate made of people by it.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_failed(self, effect: Effect) -> list[str]:
        return [user.username for user in effect.failed]


class FiguresSerializer(serializers.Serializer[Any]):
    answers = serializers.IntegerField()
    records = serializers.IntegerField()
    reopened = serializers.IntegerField(help_text="Records that want answers again.")
    people = serializers.IntegerField(help_text="Whose answers they are.")
    others = serializers.IntegerField(help_text="People who answered the same records.")
    flipped = serializers.IntegerField(help_text="Records whose consensus becomes another one, or none.")
    revoked = serializers.IntegerField(help_text="Assignments taken from somebody who is barred.")
    alpha = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=AlphaSerializer()))
    def get_alpha(self, found: Any) -> dict[str, dict[str, float | None]]:
        pairs = found.alpha if isinstance(found, Preview) else found.get("alpha", {})
        return {name: {"before": before, "after": after} for name, (before, after) in pairs.items()}


class PreviewSerializer(FiguresSerializer):
    flips = FlipSerializer(many=True, help_text="The first of what flips.")
    control = EffectSerializer(allow_null=True)


class ExclusionSerializer(serializers.ModelSerializer[Exclusion]):
    annotator = serializers.CharField(source="annotator.username", allow_null=True)
    external_id = serializers.CharField(source="record.external_id", allow_null=True)
    answers = serializers.IntegerField(help_text="How many answers it holds now.")
    summary = serializers.SerializerMethodField(help_text="What the preview said.")
    made_by = serializers.CharField(source="made_by.username")
    restored_by = serializers.CharField(source="restored_by.username", allow_null=True)

    class Meta:
        model = Exclusion
        fields = [
            "id", "annotator", "record_id", "external_id", "since", "until", "whole", "reason", "answers", "summary",
            "made_at", "made_by", "restored_at", "restored_by",
        ]  # fmt: skip

    @extend_schema_field(FiguresSerializer)
    def get_summary(self, exclusion: Exclusion) -> dict[str, Any] | None:
        return dict(FiguresSerializer(exclusion.summary).data) if "answers" in exclusion.summary else None


class PreviewView(APIView):
    @extend_schema(request=ScopeSerializer, responses=PreviewSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """What excluding these answers would change. Changes nothing."""
        project = _project(request, project_id)
        body = _valid(ScopeSerializer, request)
        return Response(PreviewSerializer(actions.preview(project, _scope(request, project, body))).data)


class ExclusionListView(generics.ListAPIView[Exclusion]):
    """What has been excluded, what is in force first."""

    request: SignedInAPI
    serializer_class = ExclusionSerializer
    queryset = Exclusion.objects.none()
    pagination_class = None

    def get_queryset(self) -> QuerySet[Exclusion]:
        return exclusions(_project(self.request, self.kwargs["project_id"]))

    @extend_schema(request=NewExclusionSerializer, responses=ExclusionSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Take these answers out of everything that is counted; nothing is deleted. The same again is the same.

        Whoever is excluded without a period or a record is barred: dealt nothing more, and what they hold is revoked.
        """
        project = _project(request, project_id)
        body = _valid(NewExclusionSerializer, request)
        scope = _scope(request, project, body)
        figures = actions.preview(project, scope).figures
        made = actions.exclude(project, scope, by=request.user, reason=body["reason"], summary=figures)
        return Response(_told(project, made))


class RestoreView(APIView):
    @extend_schema(request=None, responses=ExclusionSerializer)
    def post(self, request: SignedInAPI, project_id: int, exclusion_id: int) -> Response:
        """Count these answers again. The same again changes nothing."""
        project = _project(request, project_id)
        found = get_object_or_404(exclusions(project), pk=exclusion_id)
        return Response(_told(project, actions.restore(found, by=request.user)))


def _project(request: SignedInAPI, pk: int) -> Project:
    return get_object_or_404(reviewed_by(request.user).select_related("policy"), pk=pk)


def _valid(serializer: type[serializers.Serializer[Any]], request: SignedInAPI) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    found: dict[str, Any] = body.validated_data
    return found


def _scope(request: SignedInAPI, project: Project, asked: dict[str, Any]) -> Scope:
    annotator = None
    if "annotator" in asked:
        annotator = get_object_or_404(people(project), username__iexact=asked["annotator"])
    since = asked.get("since")
    if annotator and asked["since_last_passed_control"]:
        since = actions.since_last_passed(project, annotator)
        if since is None:
            raise NeverPassed(annotator=annotator.username)
    return Scope(annotator, _record(request, project, asked), since, asked.get("until"))


def _record(request: SignedInAPI, project: Project, asked: dict[str, Any]) -> Record | None:
    mine = records_reviewed_by(request.user).filter(project=project)
    if "record_id" in asked:
        return get_object_or_404(mine, pk=asked["record_id"])
    return get_object_or_404(mine, external_id=asked["record"]) if "record" in asked else None


def _told(project: Project, made: Exclusion) -> dict[str, Any]:
    return dict(ExclusionSerializer(exclusions(project).get(pk=made.pk)).data)
