import gzip

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection

from projects import tasks
from projects.actions import upload as uploads
from projects.errors import NotRefused, UnreadableUpload
from projects.models import Record, Upload
from tests.factories.projects import make_project

State = Upload.State
GOOD = b"id,text\n1,one\n2,two\n"
MIXED = b"id,text\n1,one\n2,\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga)


def keep(project, content, filename="records.csv", **options):
    return uploads.create(
        project, by=project.created_by, file=ContentFile(content), filename=filename, **options
    )


def read(upload):
    uploads.read(upload.pk)
    upload.refresh_from_db()
    return upload


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (GOOD, "records.csv"),
        (gzip.compress(GOOD, mtime=0), "records.csv.gz"),
        (GOOD.replace(b",", b";"), "odd name"),
        (b'{"id": 1, "text": "one"}\n{"id": "2", "fields": {"text": "two"}}\n', "records.jsonl"),
    ],
)
def test_a_file_is_read_by_its_format(project, content, filename):
    upload = read(keep(project, content, filename))

    assert (upload.state, upload.created, upload.rows, upload.bad) == (State.DONE, 2, 2, 0)
    assert set(Record.objects.values_list("external_id", "content__fields__text")) == {
        ("1", "one"),
        ("2", "two"),
    }


def test_a_file_is_read_once(project):
    upload = read(keep(project, b"text\none\n"))
    read(upload)

    assert Record.objects.count() == 1


def test_a_refused_file_can_be_read_again_without_its_bad_rows(project):
    upload = read(keep(project, MIXED))
    assert (upload.state, upload.bad, upload.rows) == (State.REFUSED, 1, 2)
    assert upload.problems == [{"row": 3, "column": "text", "reason": "Is required."}]
    assert not Record.objects.exists()

    uploads.retry(upload)
    upload = read(upload)
    assert (upload.state, upload.created, upload.bad) == (State.DONE, 1, 1)

    with pytest.raises(NotRefused):
        uploads.retry(upload)


def test_a_missing_column_is_said_once(project):
    upload = read(keep(project, b"id,txt\n1,one\n2,two\n"))

    assert [problem["reason"] for problem in upload.problems] == [
        "The file has no such column; it has “id”, “txt”. Nothing after this row was read."
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b'[{"text": 1}]', b"\x1f\x8bbroken"])
def test_what_is_no_file_of_records_is_not_kept(project, content):
    with pytest.raises(UnreadableUpload):
        keep(project, content, "records")
    assert not Upload.objects.exists()


def test_the_sender_does_not_choose_where_the_file_is_kept(project, tmp_path):
    upload = keep(project, GOOD, "../../evil\n.csv")

    assert tmp_path in (tmp_path / upload.file.name).resolve().parents
    assert "evil" not in upload.file.name
    assert upload.filename == "../../evil.csv"


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_done_is_not_kept(project, tmp_path):
    upload = keep(project, GOOD)
    assert [path for path in tmp_path.rglob("*") if path.is_file()]

    assert read(upload).state == State.DONE
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_reader_that_died_leaves_a_file_that_is_read_again(project):
    upload = keep(project, GOOD)
    Upload.objects.update(state=State.READING, attempts=1)

    tasks.read_waiting_uploads()

    upload.refresh_from_db()
    assert (upload.state, upload.created, upload.attempts) == (State.DONE, 2, 2)


def test_a_file_that_kills_its_readers_is_given_up(project):
    upload = keep(project, GOOD)
    Upload.objects.update(state=State.READING, attempts=3)

    upload = read(upload)

    assert upload.state == State.FAILED
    assert "three times" in upload.error
    assert not Record.objects.exists()


def test_what_goes_wrong_on_our_side_is_tried_three_times(project, tmp_path):
    upload = keep(project, GOOD)
    (tmp_path / upload.file.name).unlink()

    states = [read(upload).state for _ in range(3)]

    assert states == [State.READING, State.READING, State.FAILED]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_is_reading_is_left_alone(project):
    upload = keep(project, GOOD)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [uploads.LOCK_SPACE | upload.pk])
        assert read(upload).state == State.WAITING
        cursor.execute("SELECT pg_advisory_unlock(%s)", [uploads.LOCK_SPACE | upload.pk])
    other.close()

    assert read(upload).state == State.DONE


def test_the_rows_so_far_are_told_while_a_file_is_read(project):
    upload = read(keep(project, b"text\n" + b"x\n" * 2500))

    assert upload.rows == 2500
    assert uploads.rows_so_far(upload) == 2000
    cache.clear()
    assert uploads.rows_so_far(upload) == 0


def test_a_small_file_needs_no_worker(project):
    upload = keep(project, GOOD)
    tasks.start_reading(upload)
    upload.refresh_from_db()

    assert upload.state == State.DONE


def test_a_large_file_waits_where_there_is_no_broker_and_beat_reads_it(project, caplog):
    upload = keep(project, b"text\n" + (b"x" * 900_000 + b"\n") * 2 + b"y,\n" * 100_000)
    conf = tasks.read_upload.app.conf
    url = conf.broker_url
    conf.update(broker_url="redis+socket:///nowhere/redis.sock")
    try:
        tasks.start_reading(upload)
    finally:
        conf.update(broker_url=url)
    assert "waits for the next beat" in caplog.text

    upload.refresh_from_db()
    assert upload.state == State.WAITING
    tasks.read_waiting_uploads()
    upload.refresh_from_db()
    assert (upload.state, upload.bad) == (State.REFUSED, 100_002)


@pytest.mark.parametrize(("batch", "kept"), [("", "records.csv"), ("The first\n", "The first")])
def test_its_records_are_of_its_batch_or_called_by_its_name(project, batch, kept):
    read(keep(project, GOOD, batch=batch))
    assert set(Record.objects.values_list("content__batch", flat=True)) == {kept}


def test_a_refused_file_keeps_its_batch(project):
    upload = read(keep(project, MIXED, batch="Pilot"))
    uploads.retry(upload)
    read(upload)
    assert Record.objects.get().content.batch == "Pilot"
