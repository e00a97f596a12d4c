# SPDX-License-Identifier: MIT
"""Without a mouse: Tab, letters, Enter."""

import json

from conftest import PASSWORD


def test_sign_in_and_add_jellyfin(story, browser):
    keys = Keys(browser)
    browser.visit("/settings/integrations")
    keys.to("Name").type(story.alice.name)
    keys.to("Password").type(PASSWORD).enter()
    assert browser.path == "/settings/integrations"
    browser.visit("/")
    keys.to("Settings").enter()
    assert browser.path == "/settings/integrations"
