import pytest

from projects.models import Record
from tests.factories.projects import add_records, make_project


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga)


def text(response):
    return response.content.decode()


def test_records_are_listed_page_by_page(client, project, rita):
    add_records(project, 60)
    client.force_login(rita)
    first = client.get(f"/projects/{project.pk}/records/")
    second = client.get(f"/projects/{project.pk}/records/?after={first.context['next']}")

    ids = [record.external_id for page in (first, second) for record, _ in page.context["rows"]]
    assert ids == [f"r{i}" for i in range(1, 61)]
    assert second.context["next"] is None


def test_the_cost_of_a_page_does_not_grow_with_the_records(
    client, project, rita, django_assert_max_num_queries
):
    add_records(project, 60)
    client.force_login(rita)
    with django_assert_max_num_queries(8):
        client.get(f"/projects/{project.pk}/records/")


@pytest.mark.parametrize(("q", "found"), [("r1", 2), ("r", 10), ("%", 0), ("r\0", 10), ("nope", 0)])
def test_records_are_found_by_how_their_id_begins(client, project, rita, q, found):
    add_records(project, 10)
    client.force_login(rita)

    assert len(client.get(f"/projects/{project.pk}/records/", {"q": q}).context["rows"]) == found


@pytest.mark.parametrize("after", ["x", "9" * 40, "-1", ""])
def test_an_odd_place_to_go_on_from_is_the_beginning(client, project, rita, after):
    add_records(project, 2)
    client.force_login(rita)

    assert len(client.get(f"/projects/{project.pk}/records/", {"after": after}).context["rows"]) == 2


def test_hostile_records_are_shown_as_text(client, project, olga):
    add_records(project, 1)
    Record.objects.update(external_id="<script>x</script>")
    client.force_login(olga)
    page = text(client.get(f"/projects/{project.pk}/records/"))

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_manager_retires_and_restores(client, project, otto):
    [record] = add_records(project, 1)
    client.force_login(otto)
    for act, retired in (("retire", True), ("restore", False)):
        client.post(f"/projects/{project.pk}/records/{record.pk}/{act}/")
        record.refresh_from_db()
        assert record.retired is retired


def test_a_reviewer_has_no_buttons(client, project, rita):
    add_records(project, 1)
    client.force_login(rita)

    assert "/retire/" not in text(client.get(f"/projects/{project.pk}/records/"))


def test_a_record_is_not_reached_through_another_project(client, acme, olga, project):
    [record] = add_records(project, 1)
    other = make_project(acme, olga)
    client.force_login(olga)

    assert client.post(f"/projects/{other.pk}/records/{record.pk}/retire/").status_code == 404
