"""What the annotator's side of the API answers, described."""

from typing import Any

from rest_framework import serializers

from labeling.actions.assignment import Reason


class OpenedSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    record = serializers.CharField(help_text="The record's ref: the same for everybody, and not its number.")
    opened_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    draft = serializers.JSONField(allow_null=True)
    fields = serializers.JSONField()  # type: ignore[assignment]
    html = serializers.CharField(required=False)


class CampaignSerializer(serializers.Serializer[Any]):
    records = serializers.IntegerField()
    complete = serializers.IntegerField()
    wanted = serializers.IntegerField()


class OwnStandingSerializer(serializers.Serializer[Any]):
    counted = serializers.IntegerField()
    surplus = serializers.IntegerField()
    skipped = serializers.IntegerField()
    flagged = serializers.IntegerField()
    rank = serializers.IntegerField(allow_null=True)
    median_seconds = serializers.FloatField(allow_null=True)
    campaign = CampaignSerializer()


class NextSerializer(serializers.Serializer[Any]):
    assignment = OpenedSerializer(allow_null=True)
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason], allow_null=True)
    standing = OwnStandingSerializer()


class FeedbackSerializer(serializers.Serializer[Any]):
    passed = serializers.BooleanField()
    accepted = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    explanation = serializers.CharField()


class ReceiptSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    assignment_id = serializers.IntegerField()
    counted = serializers.BooleanField()
    submitted_at = serializers.DateTimeField()
    feedback = FeedbackSerializer(required=False)
