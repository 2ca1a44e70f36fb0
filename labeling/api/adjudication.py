"""Deciding a record's answer, and where its consensus comes from; for reviewers and up."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions import consensus
from labeling.api.validators import storable
from labeling.models import Adjudication, Consensus
from labeling.queries.provenance import adjudications, provenance
from projects.models import Question, Record
from projects.rules import records_reviewed_by


class DecisionSerializer(serializers.Serializer[Any]):
    value = serializers.JSONField(validators=[storable])
    note = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=5000, validators=[storable]
    )


class AdjudicationSerializer(serializers.ModelSerializer[Adjudication]):
    question = serializers.CharField(source="question.name")
    made_by = serializers.CharField(source="made_by.username")

    class Meta:
        model = Adjudication
        fields = ["question", "value", "note", "made_by", "made_at"]


class AgreedSerializer(serializers.ModelSerializer[Consensus]):
    adjudicated = serializers.BooleanField()

    class Meta:
        model = Consensus
        fields = [
            "value", "tied", "share", "answers", "method", "posterior", "error", "similarity", "adjudicated", "basis",
            "updated_at",
        ]  # fmt: skip


class GivenSerializer(serializers.Serializer[Any]):
    response = serializers.IntegerField()
    annotator = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    state = serializers.ChoiceField(choices=["counted", "surplus", "excluded", "control"])
    passed = serializers.BooleanField(allow_null=True)
    exclusion = serializers.IntegerField(allow_null=True)
    weight = serializers.FloatField(
        allow_null=True, help_text="In the consensus; null where all weigh the same."
    )
    submitted_at = serializers.DateTimeField()


class ProvenanceSerializer(serializers.Serializer[Any]):
    question = serializers.CharField()
    consensus = AgreedSerializer(allow_null=True)
    fitted_at = serializers.DateTimeField(allow_null=True, help_text="When the model it used was fitted.")
    adjudication = AdjudicationSerializer(allow_null=True)
    responses = GivenSerializer(many=True)


class AdjudicationListView(APIView):
    @extend_schema(responses=AdjudicationSerializer(many=True))
    def get(self, request: SignedInAPI, record_id: int) -> Response:
        """What has been decided of this record."""
        return Response(AdjudicationSerializer(adjudications(_record(request, record_id)), many=True).data)


class AdjudicationView(APIView):
    @extend_schema(request=DecisionSerializer, responses=AdjudicationSerializer)
    def put(self, request: SignedInAPI, record_id: int, question: str) -> Response:
        """Decide the record's answer to the question, whatever its responses say."""
        record = _record(request, record_id)
        body = DecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        made = consensus.adjudicate(
            record, _question(record, question), value=asked["value"], by=request.user, note=asked["note"]
        )
        return Response(AdjudicationSerializer(made).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, record_id: int, question: str) -> Response:
        """Let the responses speak again. May be sent twice."""
        record = _record(request, record_id)
        consensus.retract(record, _question(record, question))
        return Response(status=204)


class ProvenanceView(APIView):
    @extend_schema(responses=ProvenanceSerializer(many=True))
    def get(self, request: SignedInAPI, record_id: int) -> Response:
        """By question: the consensus, its method and basis, who decided it, and every answer with what it counts for."""
        return Response(ProvenanceSerializer(provenance(_record(request, record_id)), many=True).data)


def _record(request: SignedInAPI, pk: int) -> Record:
    return get_object_or_404(records_reviewed_by(request.user).select_related("project"), pk=pk)


def _question(record: Record, name: str) -> Question:
    return get_object_or_404(Question.objects.filter(project=record.project_id), name=name)
