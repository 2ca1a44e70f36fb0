"""How far people agree: on each question, on parts of the project, with each other, and over time."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.models import Agreement, Confirmation, Pair, Reading
from labeling.queries.agreement import agreement_of, confirmations_of, history_of
from labeling.queries.matrix import LEAST, pairs_of
from labeling.queries.slices import BATCH, Slice, Slices, slices
from projects.models import Question
from projects.rules import reviewed_by

MOST_PAIRS = 1000

QUESTION = OpenApiParameter("question", description="Its name; not needed where there is one question only.")


class MeasureSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    reason = serializers.CharField()


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    question = serializers.CharField(source="question.name")
    similarity_title = serializers.CharField(source="question.type.similarity_title", allow_null=True)
    measures = serializers.DictField(child=MeasureSerializer())

    class Meta:
        model = Agreement
        fields = [
            "question", "alpha", "low", "high", "percent", "reason", "records", "answers", "similarity",
            "similarity_title", "measures", "updated_at",
        ]  # fmt: skip


class SliceSerializer(serializers.Serializer[Slice]):
    value = serializers.CharField(help_text="Empty where the records have none.")
    records = serializers.IntegerField()
    answers = serializers.IntegerField()
    alpha = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    reason = serializers.CharField()


class SlicesSerializer(serializers.Serializer[Slices]):
    by = serializers.CharField()
    slices = SliceSerializer(many=True)
    left_out = serializers.IntegerField(help_text="Slices with fewer records that are not listed.")
    left_out_records = serializers.IntegerField()


class PairSerializer(serializers.ModelSerializer[Pair]):
    first = serializers.CharField(source="first.username")
    second = serializers.CharField(source="second.username")
    share = serializers.SerializerMethodField()

    class Meta:
        model = Pair
        fields = ["first", "second", "common", "equal", "share"]

    def get_share(self, pair: Pair) -> float:
        return pair.equal / pair.common


class ConfirmationSerializer(serializers.ModelSerializer[Confirmation]):
    annotator = serializers.CharField(source="annotator.username")

    class Meta:
        model = Confirmation
        fields = ["annotator", "answers", "agreed", "compared", "similarity"]


class ReadingSerializer(serializers.ModelSerializer[Reading]):
    class Meta:
        model = Reading
        fields = ["at", "alpha", "low", "high", "records"]


class AgreementView(APIView):
    @extend_schema(responses=AgreementSerializer(many=True))
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """Krippendorff's alpha for each question, with a 95 % bootstrap interval over records, and what is beside it."""
        project = get_object_or_404(reviewed_by(request.user), pk=project_id)
        return Answer(AgreementSerializer(agreement_of(project), many=True).data)


class SlicesView(APIView):
    @extend_schema(
        parameters=[
            QUESTION,
            OpenApiParameter(
                "by",
                description="batch (the default), or a key of the metadata; metadata.batch is the key of that name.",
            ),
        ],
        responses=SlicesSerializer,
    )
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """The agreement within each batch, or for each value of a piece of metadata: the 50 with most records."""
        by = request.query_params.get("by", BATCH).replace("\0", "")
        return Answer(SlicesSerializer(slices(_question(request, project_id), by=by)).data)


class PairsView(APIView):
    @extend_schema(
        parameters=[
            QUESTION,
            OpenApiParameter("annotator", description="A user name: only the pairs with this person."),
            OpenApiParameter("least", int, description=f"Records in common, {LEAST} unless told otherwise."),
        ],
        responses=PairSerializer(many=True),
    )
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """How often two annotators gave the same answer, as of the last assessment: the 1,000 pairs that met most often."""
        question = _question(request, project_id)
        annotator = request.query_params.get("annotator")
        least = _number(request.query_params.get("least"), LEAST)
        name = None if annotator is None else annotator.replace("\0", "")
        found: QuerySet[Pair] = pairs_of(question, least=least, annotator=name)
        return Answer(PairSerializer(found[:MOST_PAIRS], many=True).data)


class ConfirmationsView(APIView):
    @extend_schema(parameters=[QUESTION], responses=ConfirmationSerializer(many=True))
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """How far the others confirm each annotator, who is measured by the others alone; as of the last assessment."""
        found = confirmations_of(_question(request, project_id))
        return Answer(ConfirmationSerializer(found, many=True).data)


class HistoryView(APIView):
    @extend_schema(parameters=[QUESTION], responses=ReadingSerializer(many=True))
    def get(self, request: SignedInAPI, project_id: int) -> Answer:
        """The agreement as it stood now and then, oldest first."""
        found = history_of(_question(request, project_id))
        return Answer(ReadingSerializer(found, many=True).data)


def _question(request: SignedInAPI, project_id: int) -> Question:
    project = get_object_or_404(reviewed_by(request.user), pk=project_id)
    questions = list(Question.objects.filter(project=project))
    name = request.query_params.get("question")
    if name is None and len(questions) == 1:
        return questions[0]
    if name is None:
        raise ValidationError({"question": ["Say which question is meant."]})
    found = next((question for question in questions if question.name == name), None)
    if found is None:
        raise Http404
    return found


def _number(given: str | None, otherwise: int) -> int:
    if given is None:
        return otherwise
    if not given.isdecimal() or len(given) > 9 or int(given) < 1:
        raise ValidationError({"least": ["A whole number from 1."]})
    return int(given)
