"""A recorded crowd under an overlap that adapts: assigned as slots open, answered, followed up and assessed."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

import labeling
from accounts.models import Member, Role, User
from labeling.models import Consensus, Response
from projects.actions.record import import_records, numbered
from tests.factories.labeling import assessed, audited, give, settle
from tests.factories.overlap import set_overlap
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

RTE = Path(labeling.__file__).parent / "demo" / "rte"
RECORDS = 30


@pytest.fixture(scope="module")
def recorded():
    """By item, who said what, of the first items."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    with gzip.open(RTE / "labels.csv.gz", "rt", encoding="utf-8") as lines:
        for found in csv.DictReader(lines):
            answers[found["item"]][found["worker"]] = "good" if found["label"] == "1" else "bad"
    return {item: answers[item] for item in sorted(answers)[:RECORDS]}


@pytest.fixture
def crowd(acme, recorded):
    names = sorted({worker for answers in recorded.values() for worker in answers})
    users = User.objects.bulk_create(User(username=name) for name in names)
    Member.objects.bulk_create(Member(workspace=acme, user=user, role=Role.ANNOTATOR) for user in users)
    return users


@pytest.fixture
def project(acme, olga, recorded):
    made = make_project(acme, olga, overlap=5, queue_depth=1)
    import_records(
        made, numbered({"external_id": item, "fields": {"text": item}} for item in recorded), random=Random(1)
    )
    made = set_overlap(made, mode="adaptive", minimum=2, maximum=10, threshold=0.75)
    settle(made)
    return made


def test_contested_records_get_the_answers_that_clear_ones_save(project, recorded, crowd):
    orders = {item: Random(item).sample(sorted(answers), len(answers)) for item, answers in recorded.items()}
    people = {user.username: user for user in crowd}
    for _ in range(10):
        wanting = list(project.records.filter(is_open=True).values_list("external_id", flat=True))
        for item in wanting:
            annotator = orders[item].pop()
            give(project, people[annotator], **{item: recorded[item][annotator]})
        settle(project)
        assessed(project)

    assert audited(project) == []
    assert not project.records.filter(is_open=True).exists()
    found = Consensus.objects.filter(question__project=project).values_list("record__external_id", "answers")
    numbers = dict(found)
    assert len(numbers) == RECORDS
    assert min(numbers.values()) == 2
    assert max(numbers.values()) > 4
    assert sum(numbers.values()) < 0.5 * sum(len(answers) for answers in recorded.values())
    assert _contest(recorded, numbers, most=2) < _contest(recorded, numbers, least=5)
    assert not Response.objects.filter(project=project, counted=False).exists()


def _contest(recorded, numbers, *, least=0, most=100):
    """How large the minority is among all recorded answers, on average, of records that got so many."""
    shares = []
    for item, answers in recorded.items():
        if least <= numbers[item] <= most:
            good = sum(answer == "good" for answer in answers.values())
            shares.append(min(good, len(answers) - good) / len(answers))
    return sum(shares) / len(shares)
