# SPDX-License-Identifier: MIT
"""A server is added: a wrong address, a question, and the first sync, on one page."""

import pytest

from access import audit
from audiobookshelf import KEY, Audiobookshelf
from driver import SCHEMES, SIZES
from person import Person

FORM = "settings/integrations/new/audiobookshelf"


@pytest.fixture
def shelf():
    shelf = Audiobookshelf()
    shelf.show("me.json")
    yield shelf
    shelf.close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def browser(request, with_script, without_script, empty_server):
    """A window on a server where carol has signed in."""
    window = with_script if request.param else without_script
    usual, window.base_url = window.base_url, empty_server.base_url
    window.be(Person(empty_server, "carol").sign_up())
    window.shape("phone")
    yield window
    window.be(None)
    window.base_url = usual


def wait_for(browser, words):
    """By itself with the page's script, else by loading the page again."""
    def there():
        if words not in browser.text and not browser.script:
            browser.visit(browser.path)
        return words in browser.text

    browser.wait(there, words)
    for size in SIZES:
        for scheme in SCHEMES:
            browser.shape(size, scheme)
            assert audit(browser) == [], words
    browser.shape("phone")


def test_a_server_is_added_on_one_page(browser, shelf):
    browser.visit(f"/{FORM}")
    browser.submit(FORM, name="Shelf", server_url="http://127.0.0.1:9", server_key=KEY)
    document, path = browser.document, browser.path
    wait_for(browser, "Not added")
    assert "nobody answers at this address" in browser.one("#wrong-server_url").text.lower()
    field = browser.one("input[name=server_url]")
    assert field.get_attribute("aria-describedby") == "wrong-server_url"
    assert field.get_property("value") == "http://127.0.0.1:9"
    assert browser.one("input[name=server_key]").get_property("value") == ""
    assert browser.document == document or not browser.script

    browser.submit(FORM, server_url=shelf.url, server_key=KEY)
    document, path = browser.document, browser.path
    wait_for(browser, "This key is of the account alice there, and here you are carol.")
    assert browser.document == document or not browser.script
    browser.submit(f"{path[1:]}/confirm")
    document = browser.document
    assert browser.path == path
    wait_for(browser, "12 changes were imported")
    assert browser.document == document or not browser.script
    browser.click(browser.one("main section a"))
    assert "Shelf" in browser.one("h1").text
