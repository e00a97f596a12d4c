# SPDX-License-Identifier: MIT
"""Adding a first integration without a mouse."""

import pytest

from keyboard import Keyboard
from server import HOOKS, PASSWORD


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_sign_in_and_add_jellyfin(server, story, browser, size):
    person, keys = server.person(), Keyboard(browser)
    browser.shape(size)
    browser.visit("/login")
    keys.to("Name").type(person.name)
    keys.to("Password").type(PASSWORD).enter()
    assert browser.path == "/"
    keys.to(f"Settings of {person.name}").enter()
    assert browser.path == "/settings/integrations"
    keys.to("Add Jellyfin").enter()
    assert browser.path == "/settings/integrations/new/jellyfin"
    keys.to("Name").type("Upstairs")
    keys.to("Add Jellyfin").enter()
    assert browser.one("h1").text == "Upstairs"
    address = browser.one(".copy input").get_property("value")
    assert address.startswith(f"{server.base_url}{HOOKS}/jellyfin/")
    keys.to("Sign out").enter()
    assert browser.path.startswith("/login")


def test_the_first_tab_skips_the_navigation(story, browser):
    browser.be(story.alice)
    browser.visit("/history")
    Keyboard(browser).to("Skip to content", most=1)
    browser.press("ENTER")
    assert browser.run("return document.activeElement.id") == "main"
    assert browser.path == "/history"
