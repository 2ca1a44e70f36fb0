"""A campaign's rules, and what they would have done so far."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from accounts.rules import MANAGE
from labeling.actions.rule import define, parse
from labeling.models import policy_of
from labeling.quality.rules import COLLECTORS, Rule
from labeling.queries.backtest import backtest
from labeling.queries.sanction import figures, rule_figure, sanctions
from projects.errors import BadSettings
from projects.models import Project
from projects.pages.access import reviewed

SHOWN = 200


@login_required
@require_http_methods(["GET", "POST"])
def project_rules(request: SignedIn, pk: int) -> HttpResponse:
    """The rules and their back-test; posted ones are tried, or kept where the button says so."""
    project = reviewed(request, pk)
    if request.method == "GET":
        return _page(request, project, policy_of(project).rules)
    text = request.POST.get("rules", "")
    try:
        rules = parse(_json(text))
    except (BadSettings, ValueError) as error:
        return _page(request, project, (), text=text, problem=str(error), status=422)
    if "keep" not in request.POST:
        return _page(request, project, rules, text=text)
    if getattr(project, "role", None) not in MANAGE:
        raise PermissionDenied
    define(project, rules=rules, by=request.user)
    messages.success(request, "These are the rules from now on.")
    return redirect("project_rules", pk)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("This is not JSON: a list of rules is wanted.") from error


def _page(
    request: SignedIn,
    project: Project,
    rules: tuple[Rule, ...],
    *,
    text: str | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    fired = backtest(project, rules)
    context = {
        "project": project,
        "tab": "people",
        "manages": getattr(project, "role", None) in MANAGE,
        "rules": [(rule, _conditions(rule)) for rule in rules],
        "tried": text is not None,
        "text": _written(rules) if text is None else text,
        "problem": problem,
        "fired": [(one, _figures(one.rule, one.figures)) for one in fired[:SHOWN]],
        "total": len(fired),
        "on_trial": [(one, figures(one)) for one in sanctions(project, state="trial")[:SHOWN]],
        "people": len({one.annotator.pk for one in fired}),
        "collectors": [
            (kind, (collector.__doc__ or "").strip(), collector.figures)
            for kind, collector in COLLECTORS.items()
        ],
    }
    return render(request, "labeling/rules.html", context, status=status)


def _written(rules: tuple[Rule, ...]) -> str:
    return json.dumps([rule.model_dump(mode="json") for rule in rules], indent=2, ensure_ascii=False)


def _conditions(rule: Rule) -> str:
    words = rule.collector.figures
    return " and ".join(
        f"{words[one.figure]} {one.operator} {rule_figure(one.figure, one.number)}" for one in rule.conditions
    )


def _figures(rule: Rule, figures: Any) -> str:
    words = rule.collector.figures
    return ", ".join(f"{words[name]}: {rule_figure(name, value)}" for name, value in figures.items())
