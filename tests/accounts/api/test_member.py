import pytest

from accounts.models import Member, Role


def url(workspace, user=None):
    base = f"/api/v1/workspaces/{workspace.slug}/members"
    return f"{base}/{Member.objects.get(workspace=workspace, user=user).pk}" if user else base


@pytest.mark.parametrize("who", ["olga", "otto", "rita"])
def test_reviewers_see_who_is_there(request, api, acme, rita, ann, zoo, who):
    results = api(request.getfixturevalue(who)).get(url(acme)).json()["results"]

    names = {member["username"]: member["role"] for member in results}
    assert names == {"olga": "owner", "rita": "reviewer", "ann": "annotator"} | (
        {"otto": "organizer"} if who == "otto" else {}
    )


def test_a_member_is_told_of_in_full(api, acme, olga):
    [member] = api(olga).get(url(acme)).json()["results"]
    found = Member.objects.get()

    assert member == {
        "id": found.pk,
        "user_id": olga.pk,
        "username": "olga",
        "handle": "olga",
        "role": "owner",
        "groups": [],
        "joined_at": found.joined_at.isoformat().replace("+00:00", "Z"),
    }


def test_annotators_do_not_see_who_else_labels(api, acme, ann, ben):
    assert api(ann).get(url(acme)).status_code == 403
    assert api(ann).patch(url(acme, ben), {"role": "annotator"}, format="json").status_code == 404


def test_a_role_changes(api, acme, otto, ann):
    response = api(otto).patch(url(acme, ann), {"role": "reviewer"}, format="json")

    assert response.status_code == 200
    assert response.json()["role"] == "reviewer"
    assert Member.objects.get(user=ann).role == Role.REVIEWER


def test_refusals_are_named(api, acme, olga, otto, ann):
    response = api(otto).patch(url(acme, ann), {"role": "owner"}, format="json")
    assert (response.status_code, response.json()["type"]) == (403, "urn:quorum:not-allowed")

    response = api(olga).patch(url(acme, olga), {"role": "annotator"}, format="json")
    assert (response.status_code, response.json()["type"]) == (409, "urn:quorum:last-owner")

    response = api(olga).patch(url(acme, ann), {"role": "emperor"}, format="json")
    assert (response.status_code, response.json()["type"]) == (400, "urn:quorum:invalid")


def test_who_is_removed_sees_nothing_any_more(api, acme, olga, ann):
    hers = api(ann)
    assert api(olga).delete(url(acme, ann)).status_code == 204

    assert hers.get("/api/v1/workspaces/acme").status_code == 401


def test_an_annotator_may_leave(api, acme, ann):
    assert api(ann).delete(url(acme, ann)).status_code == 204
    assert not Member.objects.filter(user=ann).exists()


def test_a_list_of_members_costs_the_same_for_two_and_for_five(
    api, acme, olga, django_assert_num_queries, otto, rita, ann, ben
):
    client = api(olga)
    with django_assert_num_queries(3):  # token, workspace, members
        assert len(client.get(url(acme)).json()["results"]) == 5


def test_groups_are_set_beside_the_role(api, acme, otto, ann):
    answer = api(otto).patch(url(acme, ann), {"groups": ["native", "expert"]}, format="json")
    assert (answer.status_code, answer.json()["groups"]) == (200, ["expert", "native"])
    both = api(otto).patch(url(acme, ann), {"groups": [], "role": "reviewer"}, format="json").json()
    assert (both["groups"], both["role"]) == ([], "reviewer")


@pytest.mark.parametrize(
    "sent", [{}, {"groups": ["a,b"]}, {"groups": ["x" * 41]}, {"groups": ["g"] * 21}, {"groups": "g"}]
)
def test_groups_that_cannot_be_are_refused(api, acme, otto, ann, sent):
    assert api(otto).patch(url(acme, ann), sent, format="json").status_code == 400
    assert Member.objects.get(user=ann).groups == []


def test_what_may_not_be_granted_undoes_the_groups_too(api, acme, otto, ann):
    refused = api(otto).patch(url(acme, ann), {"groups": ["native"], "role": "owner"}, format="json")
    assert refused.status_code == 403
    assert Member.objects.get(user=ann).groups == []
