"""Assigning in the browser: by filter with a preview, by list, by file; and taking it back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import member as members
from accounts.models import Member
from labeling.models import Assignment
from projects.actions.record import import_records, numbered
from tests.factories.labeling import audited, make_annotators, opened
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, otto, ann, ben, cem):
    project = make_project(acme, olga, overlap=2)
    rows = [
        {"external_id": f"r{n}", "fields": {"text": "x"}, "metadata": {"lang": "en" if n < 4 else "<de>"}}
        for n in range(1, 7)
    ]
    import_records(project, numbered(rows))
    return project


@pytest.fixture
def signed_in(client, otto):
    client.force_login(otto)
    return client


@pytest.fixture
def page(signed_in, project):
    """Gets the page, or sends one of its forms."""

    def page(by="filter", **sent):
        address = f"/projects/{project.pk}/assign/?by={by}"
        return signed_in.post(address, sent, follow=True) if sent else signed_in.get(address)

    return page


@pytest.fixture
def preview(signed_in, project):
    def preview(**sent):
        answer = signed_in.post(f"/projects/{project.pk}/assign/preview/", {"per_record": 1, **sent})
        assert answer.status_code == 200
        return answer.content.decode()

    return preview


@pytest.fixture
def withdraw(signed_in, project):
    def withdraw(**sent):
        return text(signed_in.post(f"/projects/{project.pk}/assign/withdraw/", sent, follow=True))

    return withdraw


def text(answer):
    return answer.content.decode()


def mark(html):
    [found] = re.findall(r'name="shown" value="(\w*)"', html)
    return found


def given():
    queued = Assignment.objects.filter(state="queued")
    return sorted(queued.values_list("record__external_id", "annotator__username"))


BY_FILTER = {"annotators": ["ann", "ben"], "per_record": 1}
GERMAN = {"key": "lang", "of": "lang", "value": '"<de>"'}


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("otto", 200), ("rita", 403), ("ann", 403), ("zoe", 404)]
)
@pytest.mark.parametrize(("method", "part"), [("get", ""), ("post", "preview/"), ("post", "withdraw/")])
def test_is_for_organizers(client, request, project, who, status, method, part):
    client.force_login(request.getfixturevalue(who))
    answer = getattr(client, method)(f"/projects/{project.pk}/assign/{part}", follow=True)
    assert answer.status_code == status


def test_has_a_tab_for_organizers_only(client, project, olga, rita):
    tab = f'href="/projects/{project.pk}/assign/"'
    client.force_login(olga)
    assert tab in text(client.get(f"/projects/{project.pk}/"))
    client.force_login(rita)
    assert tab not in text(client.get(f"/projects/{project.pk}/"))


@pytest.mark.parametrize("by", ["filter", "list", "file", "nonsense"])
def test_keeps_to_the_policy(page, by):
    html = text(page(by))
    assert not re.search(r"<style|<script>| style=| on[a-z]+=", html)


def test_offers_what_there_is_to_choose_by(page):
    html = text(page())
    assert '<option value="lang">lang</option>' in html
    for name in ("ann", "ben", "cem", "olga"):
        assert f'name="annotators" value="{name}"' in html


def test_says_what_a_filter_comes_to(preview):
    html = preview(**BY_FILTER, **GERMAN)
    figures = re.findall(r"<dd>([\d,]+)</dd>", html)
    assert figures == ["3", "3", "2"]
    loads = re.findall(r'<th scope="row">(\w+)</th><td[^>]*>(\d+)</td><td[^>]*>\+(\d+)</td>', html)
    assert loads == [("ann", "0", "2"), ("ben", "0", "1")]
    assert given() == []


def test_counts_what_waits_already(page, preview):
    page("list", rows="r1,ann\nr2,ann")
    assert re.search(r"ann</th><td[^>]*>2</td><td[^>]*>\+3</td><td[^>]*>5</td>", preview(**BY_FILTER))


def test_another_key_brings_its_values_along(preview):
    assert 'hx-swap-oob="true"' not in preview(**BY_FILTER, **GERMAN)
    html = preview(**BY_FILTER, key="lang", of="", value="stale")
    assert 'hx-swap-oob="true"' in html
    assert "&lt;de&gt; (3)" in html
    assert "<de>" not in html


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose people"),
        ({"annotators": ["ann"], "per_record": 2}, "There are fewer people than this"),
        ({"annotators": ["ann"], "per_record": "x"}, "Enter a whole number"),
        ({"annotators": ["zoe"]}, "Choose people"),
        ({"annotators": ["ann"], "key": "n\0", "of": ""}, "Choose people"),
    ],
)
def test_says_what_is_missing(preview, sent, says):
    assert says in preview(**sent)


def test_warns_of_records_that_have_not_as_many_free_slots(page, preview):
    page("list", rows="r1,cem")
    assert "1 of these records has not that many free slots" in preview(**BY_FILTER | {"per_record": 2})


def test_assigns_what_was_shown(page, preview, project):
    answer = page(**BY_FILTER, **GERMAN, shown=mark(preview(**BY_FILTER, **GERMAN)))
    assert "3 assignments made." in text(answer)
    assert [record for record, _ in given()] == ["r4", "r5", "r6"]
    assert audited(project) == []


def test_shows_it_first_without_a_script(page):
    html = text(page(**BY_FILTER))
    assert "press Assign once more" in html
    assert given() == []
    assert "6 assignments made." in text(page(**BY_FILTER, shown=mark(html)))


@pytest.mark.parametrize(
    "change", [{"key": "lang"}, {"annotators": ["ann", "cem"]}, {"per_record": 2}, "records"]
)
def test_shows_it_again_where_something_else_would_be_done(page, preview, project, change):
    seen = mark(preview(**BY_FILTER))
    if change == "records":
        import_records(project, numbered([{"external_id": "r7", "fields": {"text": "x"}}]))
        change = {}
    assert "press Assign once more" in text(page(**BY_FILTER | change, shown=seen))
    assert given() == []


def test_a_filter_that_finds_what_cannot_be_assigned(page, preview):
    page("list", rows="r4,ann\nr4,cem")
    both = {**BY_FILTER, **GERMAN, "per_record": 2}
    answer = page(**both, shown=mark(preview(**both)))
    assert answer.status_code == 422
    assert "1 of 6 assignments cannot be made" in text(answer)
    assert "r4 has no free slot: raise its overlap first." in text(answer)
    assert len(given()) == 2
    answer = page(**both, shown=mark(preview(**both)), skip_bad_rows="on")
    assert "4 assigned, 1 there already, 1 bad and left out." in text(answer)


def test_too_many_at_once_are_said_and_not_made(page, preview, monkeypatch):
    for module in ("actions.assignment.wanted", "pages.assign"):
        monkeypatch.setattr(f"labeling.{module}.LIMIT", 5)
    html = preview(**BY_FILTER)
    assert "At most 5 assignments are made at once" in html
    answer = page(**BY_FILTER, shown=mark(html))
    assert answer.status_code == 422
    assert "these would be 6 assignments" in text(answer)
    assert given() == []


def test_a_typed_value_where_not_all_can_be_listed(page, preview, monkeypatch):
    monkeypatch.setattr("labeling.queries.matching.VALUES", 1)
    assert "Or another value" in preview(**BY_FILTER, key="lang", of="")
    typed = {**BY_FILTER, "key": "lang", "of": "lang", "other": " en "}
    page(**typed, shown=mark(preview(**typed)))
    assert [record for record, _ in given()] == ["r1", "r2", "r3"]


def test_a_list(page):
    assert "2 assignments made." in text(page("list", rows="r1,ann\nr2,ben"))
    assert given() == [("r1", "ann"), ("r2", "ben")]
    assert "1 assignment made, 2 there already." in text(page("list", rows="r1,ann\nr2,ben\nr3,ann"))
    assert "Nothing new to assign" in text(page("list", rows="r1,ann"))


def test_a_list_with_bad_rows_is_refused_as_a_whole(page):
    answer = page("list", rows="r1,ann\nr9,<b>\nr2,<b>")
    assert answer.status_code == 422
    html = text(answer)
    assert "Nothing was assigned: 2 of 3 rows are bad." in html
    rows = re.findall(r'<td class="number">(\d)</td><td class="mono fit">(\w+)</td><td>(.*?)</td>', html)
    assert rows == [
        ("2", "record", "There is no record “r9” in this project."),
        ("3", "annotator", "There is no annotator “&lt;b&gt;” in this project."),
    ]
    assert 'name="skip_bad_rows" value="on">Assign the 1 good ones only' in html
    assert "r1,ann\nr9" in html, "the rows are there to be corrected"
    assert given() == []


def test_or_without_its_bad_rows(page):
    answer = page("list", rows="r1,ann\nr9,ann", skip_bad_rows="on")
    assert answer.status_code == 200
    assert "1 assigned, 0 there already, 1 bad and left out." in text(answer)
    assert given() == [("r1", "ann")]


@pytest.mark.parametrize("rows", ["", " \n ", '"r1,ann', "record,who\nr1,ann"])
def test_a_list_that_cannot_be_read(page, rows):
    answer = page("list", rows=rows)
    assert answer.status_code == 422
    assert given() == []


def test_a_file(page):
    file = SimpleUploadedFile("x.csv", "\ufeffannotator;record\r\nann;r1\r\n".encode())
    assert "1 assignment made." in text(page("file", file=file))
    assert given() == [("r1", "ann")]


def test_a_file_with_bad_rows_is_numbered_as_a_spreadsheet_shows_it(page):
    file = SimpleUploadedFile("x.csv", b"record,annotator\nr1,ann\nr2,nobody\n")
    html = text(page("file", file=file))
    assert '<td class="number">3</td>' in html
    assert "choose it again" in html
    assert given() == []


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"record,person\nr1,ann\n", b"record,annotator\n"])
def test_a_file_that_is_none(page, content):
    answer = page("file", file=SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 422
    assert "The table cannot be read" in text(answer)


def test_shows_what_is_not_opened_and_takes_it_back(page, withdraw, project, ann):
    page("list", rows="r1,ann\nr2,ann\nr3,ben")
    opened(project, ann)
    assert re.search(r'ann</th><td class="number fit">1</td>', text(page()))
    assert "1 assignment withdrawn" in withdraw(annotator="ann")
    assert "nothing left to withdraw" in withdraw(annotator="ann")
    assert "1 assignment withdrawn" in withdraw()
    assert "Nothing that you assigned is waiting" in text(page())
    assert given() == []
    assert audited(project) == []


def test_takes_back_from_nobody_it_was_not_given_to(signed_in, project, zoe):
    answer = signed_in.post(f"/projects/{project.pk}/assign/withdraw/", {"annotator": "zoe"})
    assert answer.status_code == 404


def test_who_left_is_offered_no_more(page, project, olga, ann):
    members.remove(Member.objects.get(user=ann), by=olga)
    assert 'value="ann"' not in text(page())


def test_before_there_are_records(signed_in, acme, olga, ann):
    project = make_project(acme, olga)
    html = text(signed_in.get(f"/projects/{project.pk}/assign/"))
    assert "No records yet" in html
    assert f"/projects/{project.pk}/import/" in html


def test_before_there_are_people(client, zoo, zoe):
    project = make_project(zoo, zoe, records=1)
    client.force_login(zoe)
    html = text(client.get(f"/projects/{project.pk}/assign/"))
    assert "Nobody to assign to yet" in html
    assert "/workspaces/zoo/members/" in html


def test_asks_the_database_as_often_for_many_people_as_for_few(
    page, project, acme, django_assert_num_queries
):
    page("list", rows="r1,ann")
    with CaptureQueriesContext(connection) as asked:
        page()
    few = len(asked)
    crowd = make_annotators(acme, 30)
    project.records.update(overlap=40, open_slots=39)
    page("list", rows="\n".join(f"r2,{user.username}" for user in crowd))
    with django_assert_num_queries(few):
        page()
