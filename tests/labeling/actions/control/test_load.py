"""Loading controls: which rows are good, what is said of the others, and what becomes of records."""

import io
import json

import pytest

from labeling.actions import control as controls
from labeling.errors import BadControls
from labeling.models import Control, Event, Response
from projects import sources
from projects.models import Record
from tests.factories.controls import add_controls, control, load, make_check
from tests.factories.labeling import audited, opened, submit
from tests.factories.projects import MOOD, TEXT, make_project

pytestmark = pytest.mark.django_db

RATING = {"name": "stars", "title": "Stars", "kind": "rating"}
TAGS = {"name": "tags", "title": "Tags", "kind": "multi_label", "settings": {"options": ["a", "b", "c"]}}
WORDS = {"name": "words", "title": "Words", "kind": "text", "required": False}
PARTS = {
    "name": "parts", "title": "Parts", "kind": "span", "required": False,
    "settings": {"field": "text", "labels": ["name"]},
}  # fmt: skip


@pytest.fixture
def rich(acme, olga):
    return make_project(acme, olga, records=3, questions=[MOOD, RATING, TAGS, WORDS, PARTS])


def from_csv(project, text, **options):
    rows = sources.read(io.BytesIO(text.encode()), "csv")
    return controls.load(project, rows, by=project.created_by, cells=True, **options)


def refused(project, *rows, **options):
    with pytest.raises(BadControls) as error:
        load(project, *rows, **options)
    return [tuple(problem.values()) for problem in error.value.context["problems"]]


def figures(outcome):
    return outcome.created, outcome.updated, outcome.unchanged, outcome.bad


def test_a_row_names_a_record_or_brings_one(project):
    number = project.records.get(external_id="r2").pk
    outcome = load(
        project,
        {"external_id": "r1", "answers": {"mood": "good"}, "explanation": " Because. "},
        {"record_id": number, "answers": {"mood": ["bad", "good"]}},
        {"external_id": "new", "fields": {"text": "fresh"}, "answers": {"mood": "bad"}, "metadata": {"n": 1}},
        {"text": "nameless", "answers": {"mood": "bad"}},
    )
    assert figures(outcome) == (4, 0, 0, 0)
    assert control(project, "r1").accepted == {"mood": ["good"]}
    assert control(project, "r1").explanation == "Because."
    assert control(project, "r2").accepted == {"mood": ["bad", "good"]}
    new = control(project, "new").record
    assert (new.withheld, new.is_open, new.content.fields, new.content.metadata) == (
        True,
        False,
        {"text": "fresh"},
        {"n": 1},
    )
    nameless = Record.objects.get(external_id=None)
    assert (nameless.content.fields, nameless.control.accepted) == ({"text": "nameless"}, {"mood": ["bad"]})
    assert audited(project) == []


def test_several_nameless_rows_keep_their_answers(project):
    load(project, *({"text": f"n{i}", "answers": {"mood": "good" if i % 2 else "bad"}} for i in range(6)))
    found = Control.objects.values_list("record__content__fields__text", "accepted__mood")
    assert dict(found) == {f"n{i}": ["good" if i % 2 else "bad"] for i in range(6)}


def test_new_records_come_from_the_same_numbers_as_others(project):
    before = max(project.records.values_list("pk", flat=True))
    add_controls(project, 2)
    assert sorted(Control.objects.values_list("pk", flat=True)) == [before + 1, before + 2]


def test_every_kind_takes_one_answer_or_several(rich):
    load(
        rich,
        {
            "external_id": "r1",
            "answers": {
                "mood": ["good", "bad"], "stars": [4, 5], "tags": ["b", "a"], "words": ["one", "Two words"],
                "parts": [{"start": 0, "end": 4, "label": "name"}],
            },
            "tolerance": {"stars": 1, "tags": 0.5},
        },
        {"external_id": "r2", "answers": {"tags": [["a"], ["b", "c"]], "words": "only"}},
    )  # fmt: skip
    assert control(rich, "r1").accepted == {
        "mood": ["good", "bad"],
        "stars": [4, 5],
        "tags": [["a", "b"]],
        "words": ["one", "Two words"],
        "parts": [{"length": 6, "spans": [{"start": 0, "end": 4, "label": "name"}]}],
    }
    assert control(rich, "r1").tolerance == {"stars": 1.0, "tags": 0.5}
    assert control(rich, "r2").accepted == {"tags": [["a"], ["b", "c"]], "words": ["only"]}


def test_what_is_stored_can_be_loaded_again(rich):
    load(rich, {"external_id": "r1", "answers": {"tags": [["a"], []], "words": ["x\ny"], "mood": "good"}})
    kept = control(rich, "r1").accepted
    assert figures(load(rich, {"external_id": "r1", "answers": kept})) == (0, 0, 1, 0)


def test_the_same_again_is_what_the_row_says_now(project, ann):
    load(project, {"external_id": "r1", "answers": {"mood": "good"}, "explanation": "so"})
    assert figures(load(project, {"external_id": "r1", "answers": {"mood": "good"}})) == (0, 1, 0, 0)
    assert control(project, "r1").explanation == ""
    submit(project, make_check(control(project, "r1"), ann), "good")
    assert figures(load(project, {"external_id": "r1", "answers": {"mood": "bad"}})) == (0, 1, 0, 0)
    assert Response.objects.get().passed is False
    assert Event.objects.filter(kind="judged", annotator=ann).exists()
    assert audited(project) == []


def test_a_suspended_one_that_is_loaded_again_stays_suspended(project):
    [one] = add_controls(project, 1)
    controls.suspend(one)
    add_controls(project, 1, mood="bad")
    assert control(project, "c1").state == Control.State.SUSPENDED
    assert control(project, "c1").accepted == {"mood": ["bad"]}


def test_each_fault_has_its_row_column_and_reason(rich):
    assert refused(
        rich,
        {"external_id": "r1", "answers": {"mood": "fine"}},
        {"external_id": "r1", "answers": {"weather": "fine"}},
        {"external_id": "r9", "answers": {"mood": "good"}},
        {"answers": {"mood": "good"}},
        {"external_id": "r2", "answers": {}},
        {"external_id": "r2"},
        {"external_id": "r2", "answers": "good"},
        {"external_id": "r2", "answers": {"stars": 3}, "tolerance": {"stars": -1}},
        {"external_id": "r2", "answers": {"stars": 3}, "tolerance": {"mood": 0}},
        {"external_id": "r2", "answers": {"stars": [3, 9]}},
        {"external_id": "r2", "answers": {"stars": []}},
        {"external_id": "r2", "answers": {"stars": 3}, "explanation": 7},
        {"external_id": "new", "fields": {"wrong": "x"}, "answers": {"stars": 3}},
        {"record_id": 0, "answers": {"stars": 3}},
        "no object",
    ) == [
        (1, "answers.mood", "Choose one of the options."),
        (2, "answers.weather", "There is no such question."),
        (
            3,
            "external_id",
            "There is no such record in this project, and the row has no fields for a new one.",
        ),
        (4, "external_id", "Name a record by its external id, or give the fields of a new one."),
        (5, "answers", "Give the right answer to at least one question."),
        (6, "answers", "Give the right answer to at least one question."),
        (7, "answers", "Must be an object: the right answers by question."),
        (8, "tolerance.stars", "The tolerance must be a number from 0 to 100."),
        (9, "tolerance.mood", "There is no accepted answer that this could be the tolerance of."),
        (10, "answers.stars", "Accepted answer 2: Choose a whole number from 1 to 5."),
        (11, "answers.stars", "The list is empty: give at least one accepted answer."),
        (12, "explanation", "Must be a text of at most 5,000 characters."),
        (13, "wrong", "Is not a field of this project."),
        (14, "record_id", "Must be the number of a record."),
        (15, None, "The record is not an object."),
    ]
    assert not Control.objects.exists()
    assert rich.records.count() == 3
    assert not rich.records.filter(withheld=True).exists()


def test_a_record_is_named_once(project):
    assert refused(
        project,
        {"external_id": "r1", "answers": {"mood": "good"}},
        {"record_id": project.records.get(external_id="r1").pk, "answers": {"mood": "good"}},
        {"external_id": "n", "text": "x", "answers": {"mood": "good"}},
        {"external_id": "n", "text": "y", "answers": {"mood": "good"}},
    ) == [
        (2, "record_id", "Repeats the record of row 1."),
        (4, "external_id", "Repeats the record of row 3."),
    ]


def test_anothers_record_is_not_to_be_named(project, zoo, zoe):
    other = make_project(zoo, zoe, records=1)
    assert [column for _, column, _ in refused(
        project, {"record_id": other.records.get().pk, "answers": {"mood": "good"}}
    )] == ["record_id"]  # fmt: skip


def test_good_rows_alone_if_so_wished(project):
    outcome = load(
        project,
        {"external_id": "r1", "answers": {"mood": "good"}},
        {"external_id": "bad", "text": "x", "answers": {"mood": "fine"}},
        {"text": "nameless", "answers": {"mood": "good"}},
        skip_bad_rows=True,
    )
    assert figures(outcome) == (2, 0, 0, 1)
    assert not Record.objects.filter(external_id="bad").exists()
    assert Control.objects.count() == 2


def test_fields_that_people_have_seen_stay_as_they_are(project, ann):
    got = opened(project, ann)
    name = Record.objects.get(pk=got.record_id).external_id
    [(row, column, reason)] = refused(
        project,
        {"external_id": "c", "text": "x", "answers": {"mood": "good"}},
        {"external_id": name, "text": "changed", "answers": {"mood": "good"}},
    )
    assert (row, column) == (2, "text")
    assert "frozen" in reason
    assert not Control.objects.exists()
    assert not Record.objects.filter(external_id="c").exists()


def test_a_retired_record_is_no_control(project):
    project.records.filter(external_id="r1").update(retired=True)
    assert refused(project, {"external_id": "r1", "answers": {"mood": "good"}}) == [
        (1, "external_id", "r1 is retired: restore it first.")
    ]


def test_csv_has_answers_in_columns(rich):
    outcome = from_csv(
        rich,
        "external_id,text,answers.mood,answers.stars,answers.tags,answers.words,tolerance.stars,explanation\n"
        'c1,one,good,4,"[""a"",""b""]",5,1,why\n'
        'c2,two,"[""good"",""bad""]",,,"[""x"",""y""]",,\n'
        "r1,,bad,,,,,\n",
    )
    assert figures(outcome) == (3, 0, 0, 0)
    assert control(rich, "c1").accepted == {
        "mood": ["good"],
        "stars": [4],
        "tags": [["a", "b"]],
        "words": ["5"],
    }
    assert (control(rich, "c1").tolerance, control(rich, "c1").explanation) == ({"stars": 1.0}, "why")
    assert control(rich, "c2").accepted == {"mood": ["good", "bad"], "words": ["x", "y"]}
    assert control(rich, "r1").accepted == {"mood": ["bad"]}
    assert rich.records.get(external_id="r1").content.fields == {"text": "text 1"}


def test_csv_rows_are_numbered_as_a_spreadsheet_does(rich):
    with pytest.raises(BadControls) as error:
        from_csv(rich, "external_id,answers.mood,tolerance.mood\nr1,fine,\nr2,good,much\n")
    assert [(p["row"], p["column"]) for p in error.value.context["problems"]] == [
        (2, "answers.mood"),
        (3, "tolerance.mood"),
    ]


def test_a_field_may_be_called_like_a_part_of_a_control(acme, olga):
    project = make_project(acme, olga, fields=[TEXT, {"name": "explanation", "title": "E", "kind": "text"}])
    load(project, {"text": "x", "explanation": "shown", "answers": {"mood": "good"}})
    assert Record.objects.get().content.fields == {"text": "x", "explanation": "shown"}
    fields = {"text": "y", "explanation": "shown"}
    load(project, {"external_id": "n", "fields": fields, "explanation": "told", "answers": {"mood": "good"}})
    assert control(project, "n").explanation == "told"


@pytest.mark.parametrize("odd", ["\ud800", "\0", float("nan"), {"\ud800": 1}])
def test_hostile_values_are_bad_rows(project, odd):
    problems = refused(
        project,
        {"external_id": "r1", "answers": {"mood": odd}},
        {"external_id": "r1", "answers": {"mood": "good"}, "explanation": odd},
        {"external_id": "r1", f"answers.{odd}": "good"},
    )
    json.dumps(problems, allow_nan=False).encode()
    assert [row for row, *_ in problems] == [1, 2, 3]
