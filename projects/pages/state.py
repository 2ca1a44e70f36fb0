"""The buttons that move a project from state to state."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from projects.actions import state
from projects.models import Project
from projects.pages.access import managed


def _button(move: Callable[[Project], Project], success: str) -> Callable[..., HttpResponse]:
    @login_required
    @posted
    def button(request: SignedIn, pk: int) -> HttpResponse:
        project = managed(request, pk)
        with outcome(request, success.format(project.name)):
            move(project)
        return redirect("project_overview", pk)

    return button


project_start = _button(state.start, "{} runs: annotators can begin.")
project_pause = _button(state.pause, "{} is paused: nothing more is dealt.")
project_resume = _button(state.resume, "{} runs again.")
project_finish = _button(state.finish, "{} is finished.")
project_reopen = _button(state.reopen, "{} runs again.")
