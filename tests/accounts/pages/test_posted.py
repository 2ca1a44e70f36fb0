def test_the_address_of_a_button_opened_by_get_says_that_nothing_was_done(client, olga):
    """As when the session had ended, and signing in leads back to it."""
    client.force_login(olga)
    page = client.get("/tokens/1/revoke/")

    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "Nothing was done" in page.content.decode()
