"""How a campaign watches over quality, for its organizers to set."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from labeling.actions.policy import change_policy
from labeling.forms.policy import PolicyForm
from labeling.models import policy_of
from labeling.queries.policy import outlook
from projects.errors import BadSettings
from projects.models import Project
from projects.pages.access import managed


@login_required
@require_http_methods(["GET", "POST"])
def project_policy(request: SignedIn, pk: int) -> HttpResponse:
    project = managed(request, pk)
    data = request.POST if request.method == "POST" else None
    policy = policy_of(project)
    form = PolicyForm(policy, data)
    if data is not None and form.is_valid() and _changed(request, project, form):
        messages.success(request, "Saved. It holds from now on; what is derived follows within moments.")
        return redirect("project_policy", pk)
    context = {
        "project": project,
        "manages": True,
        "tab": "quality",
        "form": form,
        "outlook": outlook(project),
        "rules": policy.rules,
        "failed": data is not None,
    }
    return render(request, "labeling/policy.html", context, status=422 if data else 200)


def _changed(request: SignedIn, project: Project, form: PolicyForm) -> bool:
    try:
        change_policy(project, form.raw(), by=request.user)
    except BadSettings as error:
        form.show(error)
        return False
    return True
