"""An open page catches up by itself after Redis was emptied: the pokes that it lost are not all it lives on."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect
from redis import Redis

from tests.stack import Stack

PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the worker shares two cores with the suite


def test_an_open_overview_catches_up(stack: Stack, browser: Browser):
    from accounts.actions import token as tokens
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.projects import make_project

    with stack.database():
        owner = make_user("redis-owner", password=PASSWORD)
        workspace = make_workspace("redis", owner=owner)
        person = make_user("redis-person")
        join(workspace, person, Role.ANNOTATOR)
        project = make_project(workspace, owner, records=6, overlap=1)
        _, token = tokens.create(person, name="journey")
    context = browser.new_context(base_url=stack.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("redis-owner")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My campaigns")).to_be_visible()
    page.goto(f"/projects/{project.pk}/")
    answers = page.locator("[data-live=progress] .stat").filter(has_text="Answers").first
    expect(answers).to_have_text(re.compile(r"0\s+of 6"), timeout=PATIENCE)

    with stack.client(token) as client:
        for done, assignment in enumerate(client.project(project.pk).work(wait=0.2)):
            if done == 3:
                Redis.from_url(stack.redis_url).flushall()
            assignment.submit({"mood": "good"})

    expect(answers).to_have_text(re.compile(r"6\s+of 6"), timeout=2 * PATIENCE)
    context.close()
