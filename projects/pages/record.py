import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import MANAGE
from projects.actions import record as records
from projects.pages.access import managed, reviewed
from projects.rules import records_reviewed_by

PAGE_SIZE = 50
COLUMNS = 3
EXCERPT = 140


@login_required
@require_GET
def project_records(request: SignedIn, pk: int) -> HttpResponse:
    """Records in the order in which they came; `?q=` finds external ids by their beginning, `?after=` goes on."""
    project = reviewed(request, pk)
    q = request.GET.get("q", "").replace("\0", "").strip()
    after = request.GET.get("after", "")
    found = records_reviewed_by(request.user).filter(project=project).order_by("id")
    if q:
        found = found.filter(external_id__startswith=q)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(id__gt=int(after))
    shown = list(found[: PAGE_SIZE + 1])
    fields = list(project.fields.all())[:COLUMNS]
    context = {
        "project": project,
        "manages": project.role in MANAGE,  # type: ignore[attr-defined]  # annotated
        "tab": "records",
        "fields": fields,
        "rows": [
            (record, [_excerpt(record.content.fields.get(field.name)) for field in fields])
            for record in shown[:PAGE_SIZE]
        ],
        "next": shown[PAGE_SIZE - 1].pk if len(shown) > PAGE_SIZE else None,
        "q": q,
        "after": after,
    }
    return render(request, "projects/project_records.html", context)


@login_required
@posted
def record_retire(request: SignedIn, pk: int, record: int) -> HttpResponse:
    found = get_object_or_404(records_reviewed_by(request.user), project=managed(request, pk), pk=record)
    with outcome(request, f"{found} is retired: it is dealt to nobody any more."):
        records.retire(found)
    return redirect("project_records", pk)


@login_required
@posted
def record_restore(request: SignedIn, pk: int, record: int) -> HttpResponse:
    found = get_object_or_404(records_reviewed_by(request.user), project=managed(request, pk), pk=record)
    with outcome(request, f"{found} is back in the queue."):
        records.restore(found)
    return redirect("project_records", pk)


def _excerpt(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
