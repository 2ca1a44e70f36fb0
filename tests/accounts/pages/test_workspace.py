from accounts.models import Member, Role


def test_one_workspace_after_another(client, acme, ann, zoo):
    client.force_login(ann)
    page = client.get("/workspaces/").content.decode()

    assert "Acme" in page
    assert "Zoo" not in page


def test_who_is_in_none_is_told_what_to_do(client, zoe):
    client.force_login(zoe)
    assert "No workspace yet" in client.get("/workspaces/").content.decode()


def test_a_new_one_is_made_and_shown(client, zoe):
    client.force_login(zoe)
    page = client.post("/workspaces/", {"name": "Night shift"}, follow=True)

    assert page.redirect_chain == [("/workspaces/night-shift/members/", 302)]
    assert "You are alone here" in page.content.decode()
    assert Member.objects.get(user=zoe).role == Role.OWNER


def test_a_form_at_fault_says_so_to_every_reader(client, zoe):
    client.force_login(zoe)
    page = client.post("/workspaces/", {"name": ""}).content.decode()

    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page
