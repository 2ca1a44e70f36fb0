from playwright.sync_api import Browser


def test_the_browser_shows_a_page(browser: Browser):
    page = browser.new_page()
    page.set_content("<h1>Quorum</h1>")
    assert page.get_by_role("heading").inner_text() == "Quorum"
    page.close()
