"""Agreement over HTTP: on each question, by part, by pair, by person, and over time."""

import pytest

from tests.factories.labeling import api, assessed, give, settle
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=12, overlap=2)
    give(project, ann, **{f"r{n}": "good" for n in range(1, 13)})
    give(project, ben, **{f"r{n}": "good" if n > 3 else "bad" for n in range(1, 13)})
    settle(project)
    assessed(project)
    return project


def get(user, project, path, status=200):
    answer = api(user).get(f"/api/v1/projects/{project.pk}/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_what_is_beside_alpha(project, rita):
    [body] = get(rita, project, "agreement")
    assert body["percent"] == pytest.approx(9 / 12)
    assert body["similarity"] == pytest.approx(9 / 12)
    assert body["similarity_title"] is None
    assert body["measures"]["ac1"]["title"] == "Gwet’s AC1"
    assert body["alpha"] < body["measures"]["ac1"]["value"]


def test_slices(project, rita):
    body = get(rita, project, "agreement/slices")
    [only] = body.pop("slices")
    assert body == {"by": "batch", "left_out": 0, "left_out_records": 0}
    assert (only["value"], only["records"], only["answers"]) == ("", 12, 24)
    assert get(rita, project, "agreement/slices?by=%00nothing&question=mood")["slices"] == [only]


def test_pairs(project, rita):
    [body] = get(rita, project, "agreement/pairs")
    assert body == {"first": "ann", "second": "ben", "common": 12, "equal": 9, "share": 0.75}
    assert get(rita, project, "agreement/pairs?least=13") == []
    assert get(rita, project, "agreement/pairs?annotator=ben") == [body]
    assert get(rita, project, "agreement/pairs?annotator=cem") == []
    assert get(rita, project, "agreement/pairs?annotator=%00") == []
    for wrong in ("0", "x", "-1", "1" * 40):
        assert get(rita, project, f"agreement/pairs?least={wrong}", status=400)["errors"]["least"]


def test_people(project, rita):
    rows = get(rita, project, "agreement/people")
    assert rows[0] == {"annotator": "ann", "answers": 12, "agreed": 9, "compared": 12, "similarity": 0.75}


def test_history(project, rita):
    [reading] = get(rita, project, "agreement/history")
    [now] = get(rita, project, "agreement")
    assert (reading["alpha"], reading["records"]) == (now["alpha"], 12)


def test_which_question_must_be_said_where_there_are_several(acme, olga, rita):
    project = make_project(acme, olga, questions=[MOOD, WHY])
    for part in ("slices", "pairs", "people", "history"):
        assert get(rita, project, f"agreement/{part}", status=400)["errors"]["question"]
        get(rita, project, f"agreement/{part}?question=nothing", status=404)
        assert get(rita, project, f"agreement/{part}?question=why") in (
            [], {"by": "batch", "slices": [], "left_out": 0, "left_out_records": 0},
        )  # fmt: skip
