import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.actions import upload as uploads
from projects.models import Record, Upload
from tests.factories.projects import TEXT, make_project

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, fields=[TEXT, {"name": "talk", "kind": "chat", "required": False}])


@pytest.fixture
def signed_in(client, olga):
    client.force_login(olga)
    return client


def text(response):
    return response.content.decode()


def send(client, project, content, **data):
    file = SimpleUploadedFile("re<b>cords.csv", content)
    return client.post(f"/projects/{project.pk}/import/", {"file": file, **data}, follow=True)


def test_a_file_is_imported_and_its_outcome_shown(signed_in, project):
    page = text(send(signed_in, project, b"id,text\n1,one\n2,two\n"))

    assert "<strong>2</strong> created" in page
    assert "re<b>cords" not in page


def test_a_refused_file_shows_its_rows_and_offers_the_good_ones(signed_in, project):
    page = text(send(signed_in, project, b"id,text,overlap\n1,one,\n2,,\n3,x,<i>\n"))
    assert "Nothing was imported: 2 of 3 rows are bad." in page
    assert "Is required." in page
    assert "Import the good rows only" in page
    assert not Record.objects.exists()

    upload = Upload.objects.get()
    again = text(signed_in.post(f"/projects/{project.pk}/import/{upload.pk}/retry/", follow=True))
    assert "<strong>1</strong> created" in again
    assert "<strong>2</strong> bad and left out" in again


@pytest.mark.parametrize(
    ("state", "polls", "says"),
    [
        ("waiting", True, "Waiting to be read"),
        ("reading", True, "Reading"),
        ("done", False, "created"),
        ("failed", False, "could not be imported"),
    ],
)
def test_the_fragment_asks_again_until_the_file_is_read(signed_in, project, olga, state, polls, says):
    upload = uploads.create(project, by=olga, file=ContentFile(b"text\nx\n"), filename="x.csv")
    Upload.objects.update(state=state)
    fragment = text(signed_in.get(f"/projects/{project.pk}/import/{upload.pk}/"))

    assert ("hx-get" in fragment) is polls
    assert says in fragment


def test_what_is_no_file_of_records_is_said_beside_the_field(signed_in, project):
    response = send(signed_in, project, b"PK\x03\x04")

    assert response.status_code == 422
    assert "This is a spreadsheet" in text(response)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_example_is_a_file_that_is_imported(signed_in, project, form):
    example = signed_in.get(f"/projects/{project.pk}/import/records.{form}")
    assert "attachment" in example["Content-Disposition"]

    signed_in.post(
        f"/projects/{project.pk}/import/", {"file": SimpleUploadedFile(f"x.{form}", example.content)}
    )
    upload = Upload.objects.get()
    assert (upload.state, upload.created) == ("done", 2)
    assert Record.objects.all()[0].content.metadata == {"source": "an example"}


def test_a_project_without_fields_asks_for_them_first(signed_in, acme, olga):
    project = make_project(acme, olga, fields=[])

    assert "Add a field" in text(signed_in.get(f"/projects/{project.pk}/import/"))
