"""A campaign's rules, and what they would have done."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from labeling.actions.rule import define, parse
from labeling.models import policy_of
from labeling.queries.backtest import Fired, backtest
from projects.rules import organized_by, reviewed_by


class RulesSerializer(serializers.Serializer[Any]):
    rules = serializers.ListField(child=serializers.DictField())


class AskedRulesSerializer(serializers.Serializer[Any]):
    rules = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Left out: the campaign's own."
    )


class FiredSerializer(serializers.Serializer[Fired]):
    annotator = serializers.CharField(source="annotator.username")
    rule = serializers.CharField(source="rule.name")
    action = serializers.CharField(source="rule.action")
    at = serializers.DateTimeField()
    figures = serializers.DictField(child=serializers.FloatField(allow_null=True))
    later = serializers.IntegerField(help_text="Answers of this annotator since then.")


class BacktestSerializer(serializers.Serializer[Any]):
    fired = FiredSerializer(many=True)


class RulesView(APIView):
    @extend_schema(responses=RulesSerializer)
    def get(self, request: SignedInAPI, project_id: int) -> Response:
        project = get_object_or_404(reviewed_by(request.user), pk=project_id)
        return Response({"rules": [rule.model_dump(mode="json") for rule in policy_of(project).rules]})

    @extend_schema(request=RulesSerializer, responses=RulesSerializer)
    def put(self, request: SignedInAPI, project_id: int) -> Response:
        """These are the rules from now on. They look at everything so far: try them on that first."""
        project = get_object_or_404(organized_by(request.user), pk=project_id)
        rules = parse(_sent(RulesSerializer, request)["rules"])
        define(project, rules=rules, by=request.user)
        return Response({"rules": [rule.model_dump(mode="json") for rule in rules]})


class BacktestView(APIView):
    @extend_schema(request=AskedRulesSerializer, responses=BacktestSerializer)
    def post(self, request: SignedInAPI, project_id: int) -> Response:
        """Replay rules on everything that has happened: who would have been warned or paused, when, and why."""
        project = get_object_or_404(reviewed_by(request.user), pk=project_id)
        sent = _sent(AskedRulesSerializer, request)
        rules = parse(sent["rules"]) if "rules" in sent else policy_of(project).rules
        return Response(BacktestSerializer({"fired": backtest(project, rules)}).data)


def _sent(serializer: type[serializers.Serializer[Any]], request: SignedInAPI) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    found: dict[str, Any] = body.validated_data
    return found
