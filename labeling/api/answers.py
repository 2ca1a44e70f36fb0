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
    complete = serializers.IntegerField(help_text="As of the last batch of ranks.")


class OwnStandingSerializer(serializers.Serializer[Any]):
    counted = serializers.IntegerField(help_text="All your answers that came in time.")
    surplus = serializers.IntegerField()
    skipped = serializers.IntegerField()
    flagged = serializers.IntegerField()
    median_seconds = serializers.FloatField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True, help_text="As of the last batch.")
    points = serializers.IntegerField(
        allow_null=True, help_text="As of the last batch, where they are shown."
    )
    campaign = CampaignSerializer()


class OwnQualificationSerializer(serializers.Serializer[Any]):
    answered = serializers.IntegerField(help_text="Answered or passed over.")
    controls = serializers.IntegerField(help_text="Records with known answers in this round.")
    needed = serializers.IntegerField(help_text="How many right of them qualify.")
    right = serializers.IntegerField(
        allow_null=True, help_text="How many are right so far; null where the campaign gives no feedback."
    )
    round = serializers.IntegerField(help_text="Counted from 1.")
    rounds = serializers.IntegerField(help_text="How often one may try.")


class NextSerializer(serializers.Serializer[Any]):
    assignment = OpenedSerializer(allow_null=True)
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason], allow_null=True)
    standing = OwnStandingSerializer()
    qualification = OwnQualificationSerializer(
        allow_null=True, help_text="For those who qualify, or did not; null for those who work."
    )


class FeedbackSerializer(serializers.Serializer[Any]):
    passed = serializers.BooleanField()
    accepted = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    explanation = serializers.CharField(help_text="Markdown.")
    html = serializers.CharField(required=False, help_text="The explanation, with include=html.")


class ReceiptSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    assignment_id = serializers.IntegerField()
    counted = serializers.BooleanField()
    submitted_at = serializers.DateTimeField()
    feedback = FeedbackSerializer(required=False)
