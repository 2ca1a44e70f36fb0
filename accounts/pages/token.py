from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import token as tokens
from accounts.forms import TokenForm
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from accounts.rules import tokens_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def token_list(request: SignedIn) -> HttpResponse:
    """One's tokens, and a form to make one; a new one is shown on this answer only."""
    form = TokenForm(request.POST or None)
    context = {"form": form, "now": timezone.now()}
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["expires_days"]
        lifetime = timedelta(days=days) if days else None
        made, plain = tokens.create(request.user, name=form.cleaned_data["name"], lifetime=lifetime)
        context |= {"made": made, "plain": plain, "form": TokenForm()}
    return render(request, "accounts/token_list.html", context | {"tokens": tokens_of(request.user)})


@login_required
@posted
def token_revoke(request: SignedIn, pk: int) -> HttpResponse:
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    with outcome(request, f"{token.name} is revoked: it opens nothing any more."):
        tokens.revoke(token)
    return redirect("token_list")
