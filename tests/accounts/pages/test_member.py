import pytest

from accounts.models import Member, Role
from tests.factories.accounts import join, make_user


def member(user):
    return Member.objects.get(user=user)


def text(response):
    return response.content.decode()


def test_an_owner_sees_and_may_change_everybody(client, acme, olga, otto, ann):
    client.force_login(olga)
    page = text(client.get("/workspaces/acme/members/"))

    for user in (olga, otto, ann):
        assert f'id="role-{member(user).pk}"' in page
    assert ">Owner</option>" in page


def test_an_organizer_may_change_all_but_owners(client, acme, olga, otto, ann):
    client.force_login(otto)
    page = text(client.get("/workspaces/acme/members/"))

    assert f'id="role-{member(ann).pk}"' in page
    assert f'id="role-{member(olga).pk}"' not in page
    assert ">Owner</option>" not in page


def test_a_reviewer_only_looks(client, acme, rita, ann):
    client.force_login(rita)
    page = text(client.get("/workspaces/acme/members/"))

    assert "ann" in page
    assert "<select" not in page
    assert "/remove/" not in page


def test_a_role_is_changed(client, acme, olga, ann):
    client.force_login(olga)
    url = f"/workspaces/acme/members/{member(ann).pk}/role/"
    page = client.post(url, {"role": "reviewer"}, follow=True)

    assert member(ann).role == Role.REVIEWER
    assert "ann is now reviewer." in text(page)


def test_the_last_owner_is_told_why_not(client, acme, olga):
    client.force_login(olga)
    url = f"/workspaces/acme/members/{member(olga).pk}"

    assert "keeps at least one owner" in text(client.post(f"{url}/role/", {"role": "annotator"}, follow=True))
    assert "keeps at least one owner" in text(client.post(f"{url}/remove/", follow=True))
    assert member(olga).role == Role.OWNER


def test_removing_asks_first(client, acme, olga, ann):
    client.force_login(olga)
    url = f"/workspaces/acme/members/{member(ann).pk}/remove/"

    assert "Remove ann from Acme?" in text(client.get(url))
    assert Member.objects.filter(user=ann).exists()
    assert "ann is removed." in text(client.post(url, follow=True))
    assert not Member.objects.filter(user=ann).exists()


def test_a_reviewer_removes_nobody(client, acme, rita, ann):
    client.force_login(rita)
    page = client.post(f"/workspaces/acme/members/{member(ann).pk}/remove/", follow=True)

    assert "Your role does not allow this." in text(page)
    assert Member.objects.filter(user=ann).exists()


def test_an_annotator_leaves_from_the_list_of_workspaces(client, acme, ann):
    client.force_login(ann)
    url = f"/workspaces/acme/members/{member(ann).pk}/remove/"

    assert url in text(client.get("/workspaces/"))
    assert "You have left Acme." in text(client.post(url, follow=True))
    assert not Member.objects.filter(user=ann).exists()


def test_many_come_in_pages_and_are_found_by_name(client, acme, olga, ann, django_assert_max_num_queries):
    for n in range(150):
        join(acme, make_user(f"crowd-{n:03}"), Role.ANNOTATOR)
    client.force_login(olga)

    with django_assert_max_num_queries(8):
        first = text(client.get("/workspaces/acme/members/"))
    assert "152 members" in first
    assert "crowd-050" in first
    assert "crowd-149" not in first
    assert "crowd-149" in text(client.get("/workspaces/acme/members/?page=2"))
    found = text(client.get("/workspaces/acme/members/?q=D-149"))
    assert "crowd-149" in found
    assert "crowd-050" not in found
    assert "Nobody by that name" in text(client.get("/workspaces/acme/members/?q=xyz"))


@pytest.mark.parametrize("handle", ['<script>alert("x")</script>'])
def test_a_handle_is_only_text(client, acme, olga, ann, handle):
    ann.handle = handle
    ann.save()
    client.force_login(olga)

    assert handle not in text(client.get("/workspaces/acme/members/"))


def test_groups_are_written_between_commas(client, acme, otto, ann):
    client.force_login(otto)
    address = f"/workspaces/acme/members/{member(ann).pk}/groups/"
    client.post(address, {"groups": "native, expert ,"})
    assert member(ann).groups == ["expert", "native"]
    assert 'value="expert, native"' in text(client.get("/workspaces/acme/members/"))
    refused = client.post(address, {"groups": "x" * 41}, follow=True)
    assert "without commas" in text(refused)
    assert member(ann).groups == ["expert", "native"]


def test_groups_are_not_for_reviewers_to_change(client, acme, rita, ann):
    client.force_login(rita)
    assert (
        client.post(f"/workspaces/acme/members/{member(ann).pk}/groups/", {"groups": "x"}).status_code == 404
    )
    assert "/groups/" not in text(client.get("/workspaces/acme/members/"))
