import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import NameTaken
from projects.actions import project as projects
from projects.errors import BadSettings, HasRecords, SchemaFrozen
from projects.models import Project, Record, State
from tests.factories.projects import MOOD, TEXT, add_records, make_project

OTHER = {"name": "sure", "title": "Sure?", "kind": "rating"}


def problems(error):
    return [(tuple(problem["path"]), problem["message"]) for problem in error.value.context["problems"]]


def slots(project):
    return list(
        Record.objects.filter(project=project).order_by("id").values_list("overlap", "open_slots", "excess")
    )


def test_a_new_project_is_a_draft_with_its_schema_in_canonical_form(acme, olga):
    project = projects.create(
        acme, by=olga, name="  Moods  of\ttweets ", fields=[TEXT], questions=[MOOD, OTHER]
    )

    assert (project.state, project.name, project.overlap) == (State.DRAFT, "Moods of tweets", 3)
    assert [question.name for question in project.questions.all()] == ["mood", "sure"]
    assert project.questions.get(name="sure").settings == {"min": 1, "max": 5, "anchors": {}}


def test_a_title_is_enough_for_a_name(acme, olga):
    project = projects.create(
        acme, by=olga, name="P", questions=[{"title": "How gööd, 1–5?", "kind": "rating"}]
    )

    assert project.questions.get().name == "how_good_1_5"


NAMES = {"name": "names", "kind": "span", "settings": {"field": "text", "labels": ["person"]}}


def test_a_question_about_a_field_needs_that_field_to_be_there_and_to_be_text(acme, olga):
    place = ("questions", 1, "settings", "field")
    for fields in ([], [TEXT | {"name": "other"}], [TEXT | {"kind": "chat"}]):
        with pytest.raises(BadSettings, match="there is no text field “text”") as error:
            projects.create(acme, by=olga, name="P", fields=fields, questions=[MOOD, NAMES])
        assert [path for path, _ in problems(error)] == [place]
    project = projects.create(acme, by=olga, name="P", fields=[TEXT], questions=[NAMES])
    with pytest.raises(BadSettings, match="there is no text field “text”"):
        projects.edit(project, fields=[TEXT | {"name": "other"}])
    with pytest.raises(BadSettings, match="there is no text field “title”"):
        projects.edit(project, questions=[NAMES | {"settings": {"field": "title", "labels": ["person"]}}])
    assert [field.name for field in project.fields.all()] == ["text"]


def test_every_problem_of_the_schema_is_placed(acme, olga):
    fields = [
        TEXT,
        TEXT,
        {"title": "", "kind": "text"},
        {"name": "id", "kind": "text"},
        {"name": "x", "kind": "nope"},
    ]
    with pytest.raises(BadSettings) as error:
        projects.create(acme, by=olga, name="P", fields=fields)

    assert [path for path, _ in problems(error)] == [
        ("fields", 1, "name"),
        ("fields", 2, "name"),
        ("fields", 2, "title"),
        ("fields", 4, "kind"),
    ]
    assert not Project.objects.exists()


def test_settings_of_a_kind_are_placed_too(acme, olga):
    bad = MOOD | {"settings": {"options": ["good"]}}
    with pytest.raises(BadSettings, match="questions 2 options: must have at least 2 entries") as error:
        projects.create(acme, by=olga, name="P", questions=[OTHER, bad])

    assert problems(error) == [(("questions", 1, "settings", "options"), "must have at least 2 entries")]


@pytest.mark.parametrize("name", ["external_id", "id", "overlap", "priority", "metadata", "fields"])
def test_a_field_cannot_take_the_name_of_a_column_with_a_meaning(acme, olga, name):
    with pytest.raises(BadSettings, match="meaning of its own"):
        projects.create(acme, by=olga, name="P", fields=[{"name": name, "kind": "text"}])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"overlap": 0}, "overlap"),
        ({"overlap": 1001}, "overlap"),
        ({"lease_minutes": "soon"}, "lease_minutes"),
        ({"queue_depth": None}, "queue_depth"),
        ({"fields": "text"}, "fields"),
        ({"questions": [MOOD] * 51}, "questions"),
    ],
)
def test_bad_settings_are_refused_and_placed(acme, olga, changes, path):
    project = make_project(acme, olga)
    with pytest.raises(BadSettings) as error:
        projects.edit(project, **changes)

    assert problems(error)[0][0] == (path,)
    project.refresh_from_db()
    assert project.overlap == 3


def test_a_name_is_taken_once_in_a_workspace(acme, zoo, olga, zoe):
    make_project(acme, olga, name="Moods")
    make_project(zoo, zoe, name="Moods")

    with pytest.raises(NameTaken):
        make_project(acme, olga, name="Moods")


def test_editing_replaces_whole_lists_and_keeps_the_rest(acme, olga):
    project = make_project(acme, olga, guidelines="Be kind.")
    mood = project.questions.get()

    project = projects.edit(project, questions=[OTHER, MOOD | {"title": "The mood"}])

    assert [(question.name, question.title) for question in project.questions.all()] == [
        ("sure", "Sure?"),
        ("mood", "The mood"),
    ]
    assert project.questions.get(name="mood").pk == mood.pk
    assert (project.guidelines, project.fields.count()) == ("Be kind.", 1)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [TEXT, {"name": "more", "kind": "text", "required": False}],
        [TEXT | {"kind": "chat"}],
        [TEXT | {"required": False}],
        [TEXT | {"name": "other"}],
    ],
)
def test_fields_are_frozen_once_there_are_records(acme, olga, fields):
    project = make_project(acme, olga, records=1)

    with pytest.raises(SchemaFrozen, match="The fields cannot change"):
        projects.edit(project, fields=fields)
    assert project.fields.get().name == "text"


def test_the_wording_of_frozen_fields_changes(acme, olga):
    project = make_project(acme, olga, records=1)

    projects.edit(project, fields=[TEXT | {"title": "Der Text", "settings": {"markdown": True}}])

    assert project.fields.get().title == "Der Text"


@pytest.mark.parametrize(
    "questions",
    [
        [],
        [MOOD, OTHER],
        [MOOD | {"required": False}],
        [MOOD | {"settings": {"options": ["good", "bad", "ugly"]}}],
        [MOOD | {"kind": "text", "settings": {}}],
    ],
)
def test_questions_are_frozen_once_somebody_has_answered(acme, olga, questions):
    project = make_project(acme, olga)
    Project.objects.filter(pk=project.pk).update(answered_at=timezone.now())

    with pytest.raises(SchemaFrozen, match="people have answered"):
        projects.edit(project, questions=questions, guidelines="new")
    project.refresh_from_db()
    assert project.guidelines == ""


def test_the_wording_of_frozen_questions_changes(acme, olga):
    project = make_project(acme, olga)
    Project.objects.filter(pk=project.pk).update(answered_at=timezone.now())
    worded = {"options": [{"value": "good", "text": "Gut"}, {"value": "bad", "text": "Schlecht"}]}

    projects.edit(project, questions=[MOOD | {"title": "Stimmung", "settings": worded}])

    assert project.questions.get().options.options[0].text == "Gut"


@pytest.mark.parametrize(
    ("before", "overlap", "after"),
    [
        ((3, 3, 0), 5, (5, 5, 0)),
        ((3, 1, 0), 5, (5, 3, 0)),
        ((3, 1, 0), 2, (2, 0, 0)),
        ((3, 1, 0), 1, (1, 0, 1)),
        ((3, 0, 2), 4, (4, 0, 1)),
        ((3, 0, 2), 6, (6, 1, 0)),
    ],
)
def test_changing_the_overlap_keeps_what_is_held(acme, olga, before, overlap, after):
    project = make_project(acme, olga, records=1)
    names = ("overlap", "open_slots", "excess")
    Record.objects.filter(project=project).update(**dict(zip(names, before, strict=True)))

    projects.edit(project, overlap=overlap)

    assert slots(project) == [after]


def test_records_with_an_overlap_of_their_own_keep_it(acme, olga):
    project = make_project(acme, olga, records=1)
    add_records(project, 1, start=2, overlap=3)

    projects.edit(project, overlap=7)

    assert slots(project) == [(7, 7, 0), (3, 3, 0)]


def test_the_overlap_of_many_records_changes_in_as_many_statements(acme, olga):
    counts = []
    for n in (2, 200):
        project = make_project(acme, olga, records=n)
        with CaptureQueriesContext(connection) as captured:
            projects.edit(project, overlap=9)
        counts.append(len(captured))
        assert slots(project) == [(9, 9, 0)] * n

    assert counts[0] == counts[1]


def test_a_draft_without_records_can_be_deleted(acme, olga):
    projects.delete(make_project(acme, olga, state=State.DRAFT))

    assert not Project.objects.exists()


@pytest.mark.parametrize(("state", "records"), [(State.DRAFT, 1), (State.RUNNING, 0)])
def test_nothing_else_can_be_deleted(acme, olga, state, records):
    project = make_project(acme, olga, state=state, records=records)

    with pytest.raises(HasRecords):
        projects.delete(project)
    assert Project.objects.filter(pk=project.pk).exists()
