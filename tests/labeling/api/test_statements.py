"""How many statements next and submit take: eight at most, whatever the size, wherever in the campaign."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labeling.actions import response as responses
from labeling.actions.assignment import Wanted, assign, expire, release
from labeling.actions.response import undo
from labeling.models import Assignment
from tests.factories.labeling import answer, api, drain, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 8
LATER = timezone.now() + timedelta(days=1)
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
SIZES = pytest.mark.parametrize("size", [10, 2000])


class Counted:
    """The answer to a request, with its statements and what frames them into transactions."""

    def __init__(self, client, url, **body):
        with CaptureQueriesContext(connection) as captured:
            self.answer = client.post(url, body, content_type="application/json")
        statements = [query["sql"] for query in captured.captured_queries]
        self.statements = [sql for sql in statements if not sql.startswith(FRAME)]
        self.frame = [sql for sql in statements if sql.startswith(FRAME)]
        assert self.answer.status_code == 200, self.answer.content
        self.body = self.answer.json()

    def within(self, most):
        assert len(self.statements) <= most, "\n\n".join(self.statements)
        assert len(self.frame) <= 4, self.frame
        return self


@pytest.fixture
def ann_api(ann):
    return api(ann)


@pytest.fixture
def project(acme, olga, size):
    return make_project(acme, olga, records=size, overlap=2)


def ask(client, project):
    return Counted(client, f"/api/v1/projects/{project.pk}/next")


def send(client, assignment):
    url = f"/api/v1/assignments/{assignment}/submit"
    return Counted(client, url, values={"mood": "good"}, key=f"k{assignment}", next=True)


def shorten_queue(project, annotator, to):
    """Close what was dealt, but for `to` of it, the open one first."""
    mine = Assignment.objects.filter(project=project, annotator=annotator, state__in=Assignment.LIVE)
    keep = list(mine.order_by("state", "id").values_list("pk", flat=True)[:to])
    for assignment in mine.exclude(pk__in=keep):
        assignment.state = Assignment.State.SKIPPED
        assignment.save()
        assignment.record.open_slots += 1
        assignment.record.save(update_fields=["open_slots"])


@SIZES
def test_the_first_call_deals_inline(ann_api, project):
    found = ask(ann_api, project).within(MOST)
    assert found.body["assignment"]


@SIZES
def test_next_again(ann_api, project):
    ask(ann_api, project)
    found = ask(ann_api, project).within(4)
    assert found.body["assignment"]


@SIZES
def test_the_first_answer_of_a_project(ann_api, project):
    assignment = ask(ann_api, project).body["assignment"]["id"]
    found = send(ann_api, assignment).within(6)
    assert found.body["next"]["assignment"]
    project.refresh_from_db()
    assert project.answered_at


@SIZES
def test_the_first_answer_of_a_project_at_the_end_of_the_queue(ann_api, ann, project):
    assignment = ask(ann_api, project).body["assignment"]["id"]
    shorten_queue(project, ann, to=1)
    found = send(ann_api, assignment).within(MOST)
    assert found.body["next"]["assignment"]


@SIZES
def test_in_the_middle_of_the_queue(ann_api, project):
    first = ask(ann_api, project).body["assignment"]["id"]
    second = send(ann_api, first).body["next"]["assignment"]["id"]
    found = send(ann_api, second).within(6)
    assert found.body["next"]["assignment"]


@SIZES
def test_at_the_end_of_the_queue_the_request_deals(ann_api, ann, project):
    first = ask(ann_api, project).body["assignment"]["id"]
    second = send(ann_api, first).body["next"]["assignment"]["id"]
    shorten_queue(project, ann, to=1)
    found = send(ann_api, second).within(MOST)
    assert found.body["next"]["assignment"]


@SIZES
def test_at_the_end_of_the_campaign(ann_api, ann, project):
    """She has done everything but the last one; others still have their half to do."""
    send(ann_api, ask(ann_api, project).body["assignment"]["id"])
    done = project.records.exclude(assignments__annotator=ann)
    Assignment.objects.bulk_create(
        Assignment(
            project=project, record=record, annotator=ann, state="skipped", position=0, dealt_at=record_time
        )
        for record, record_time in zip(done, [project.created_at] * size_of(project), strict=False)
    )
    shorten_queue(project, ann, to=1)
    last = opened(project, ann)
    assert row(last).state == "open"

    found = send(ann_api, last.id).within(MOST)

    assert found.body["next"] | {"standing": None} == {
        "assignment": None,
        "reason": "complete",
        "standing": None,
        "qualification": None,
    }
    again = ask(ann_api, project).within(MOST)
    assert again.body["assignment"] is None


@SIZES
@pytest.mark.parametrize("first", [True, False])
def test_late_with_a_free_slot(ann_api, ben, project, first):
    """All that was dealt with it has lapsed too, so the request deals."""
    assignment = ask(ann_api, project).body["assignment"]["id"]
    expire(now=LATER)
    if not first:
        answer(project, ben)
    found = send(ann_api, assignment).within(MOST)
    assert found.body["response"]["counted"]
    assert found.body["next"]["assignment"]


@SIZES
def test_late_with_the_slot_taken(ann_api, ben, cem, project):
    late = ask(ann_api, project).body["assignment"]
    expire(now=LATER)
    take_slots(project, late["id"], ben, cem)
    found = send(ann_api, late["id"]).within(MOST)
    assert not found.body["response"]["counted"]
    assert found.body["next"]["assignment"]


@SIZES
def test_late_in_the_middle_of_the_queue(ann_api, project):
    late = ask(ann_api, project).body["assignment"]["id"]
    release(Assignment.objects.get(pk=late))
    assert ask(ann_api, project).body["assignment"]["id"] != late
    found = send(ann_api, late).within(6)
    assert found.body["response"]["counted"]
    assert found.body["next"]["assignment"]


@pytest.mark.parametrize("taken", [True, False])
def test_late_at_the_end_of_the_campaign(acme, olga, ann_api, ben, taken):
    project = make_project(acme, olga, records=1, overlap=1)
    late = ask(ann_api, project).body["assignment"]
    expire(now=LATER)
    if taken:
        take_slots(project, late["id"], ben)
    found = send(ann_api, late["id"]).within(MOST)
    assert found.body["response"]["counted"] is not taken
    assert found.body["next"]["reason"] == "complete"


@SIZES
def test_sent_again(ann_api, ann, project):
    assignment = ask(ann_api, project).body["assignment"]["id"]
    first = send(ann_api, assignment)
    shorten_queue(project, ann, to=0)
    found = send(ann_api, assignment).within(MOST)
    assert found.body["response"] == first.body["response"]


# Of a request's eight, four are not the submission's own: token, assignment, and next's two.


@pytest.mark.parametrize("change", ["lapsed", "submitted", "undone"])
def test_the_state_changed_since_the_assignment_was_read(acme, olga, ann, change):
    project = make_project(acme, olga, records=10, overlap=2)
    got = opened(project, ann)
    if change == "undone":
        submit(project, got, key="k")
    read = row(got)
    if change == "lapsed":
        expire(now=LATER)
    elif change == "submitted":
        submit(project, got, key="k")
    else:
        undo(project, annotator=ann)
    project.refresh_from_db()
    with CaptureQueriesContext(connection) as captured:
        assert responses.submit(read, project, values={"mood": "good"}, key="k").counted
    statements = [query["sql"] for query in captured if not query["sql"].startswith(FRAME)]
    assert len(statements) <= MOST - 4, "\n\n".join(statements)


def take_slots(project, assignment, *annotators):
    """These people answer the assignment's record, given to them by hand."""
    record = Assignment.objects.get(pk=assignment).record_id
    assign(project, wanted=[Wanted(n, record, who.username) for n, who in enumerate(annotators)])
    for annotator in annotators:
        submit(project, Assignment.objects.get(record=record, annotator=annotator), "bad")


def size_of(project):
    return project.records.count()


@pytest.mark.parametrize("act", ["skip", "flag", "release"])
def test_closing_without_an_answer(acme, olga, ann, ann_api, act):
    project = make_project(acme, olga, records=10)
    got = opened(project, ann)
    body = {"reason": "no"} if act != "release" else {}
    Counted(ann_api, f"/api/v1/assignments/{got.id}/{act}", next=True, **body).within(10)


def test_a_leaderboard_of_many_costs_what_one_of_few_costs(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=3)
    counts = []
    for annotator in (ann, ben, cem):
        drain(project, annotator)
        with CaptureQueriesContext(connection) as captured:
            assert api(olga).get(f"/api/v1/projects/{project.pk}/responses").status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
