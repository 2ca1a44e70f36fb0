import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.projects import make_project

pytestmark = pytest.mark.usefixtures("media")


def send(client, project, content, **data):
    file = SimpleUploadedFile("records.csv", content)
    return client.post(f"/api/v1/projects/{project.pk}/uploads", {"file": file, **data})


def test_a_file_is_taken_and_its_fate_can_be_asked_for(api, acme, olga):
    project = make_project(acme, olga)
    taken = send(api(olga), project, b"id,text\n1,x\n2,\n")

    assert taken.status_code == 202
    assert (taken.json()["state"], taken.json()["bad"]) == ("refused", 1)
    assert api(olga).get(f"/api/v1/uploads/{taken.json()['id']}").json() == taken.json()


def test_bad_rows_are_left_out_if_so_wished(api, acme, olga):
    taken = send(api(olga), make_project(acme, olga), b"id,text\n1,x\n2,\n", skip_bad_rows="true")

    assert (taken.json()["state"], taken.json()["created"]) == ("done", 1)


def test_what_is_no_file_of_records_is_refused_at_once(api, acme, olga):
    answer = send(api(olga), make_project(acme, olga), b"PK\x03\x04")

    assert (answer.status_code, answer.json()["type"]) == (415, "urn:quorum:unreadable-upload")


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("ann", 403), ("zoe", 404)])
def test_only_managers_send_files(request, api, acme, olga, who, status):
    project = make_project(acme, olga)

    assert send(api(request.getfixturevalue(who)), project, b"text\nx\n").status_code == status
    assert not project.uploads.exists()


def test_a_batch_may_be_named(api, acme, olga):
    project = make_project(acme, olga)
    assert send(api(olga), project, b"id,text\n1,x\n", batch="Pilot").json()["batch"] == "Pilot"
    assert send(api(olga), project, b"id,text\n2,x\n").json()["batch"] == "records.csv"
    assert set(project.records.values_list("content__batch", flat=True)) == {"Pilot", "records.csv"}
    assert send(api(olga), project, b"id,text\n3,x\n", batch="x" * 101).status_code == 400
