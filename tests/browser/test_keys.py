# SPDX-License-Identifier: MIT
"""Keys: comfort for those who have one, and a dialog that lists them."""

import pytest


@pytest.fixture
def window(story, browser):
    browser.be(story.alice)
    browser.visit("/library")
    yield browser
    browser.run("localStorage.clear()")


def go(window, *keys):
    before = window.document
    window.press(*keys)
    window.wait_next(before)


def test_a_slash_searches_and_the_best_match_is_first(story, window):
    window.press("/")
    assert window.run("return document.activeElement.name") == "q"
    go(window, "dar", "ENTER")
    assert window.path == "/search?q=dar"
    assert [a.text for a in window.all(".list .what > a")] == ["Dark"]
    assert window.one(".find input").get_property("value") == "dar"
    window.visit("/search?q=a")
    names = [a.text for a in window.all(".list .what > a")]
    assert names == sorted(names, key=len) and "Alien" in names


@pytest.mark.parametrize("key, path", [
    ("h", "/"), ("l", "/library"), ("y", "/history"), ("s", "/statistics")])
def test_g_and_a_letter_go_to_a_place(window, key, path):
    go(window, "g", key)
    assert window.path == path


def test_letters_walk_through_a_list(window):
    names = [a.text for a in window.all(".grid .clamp")]
    focused = "return document.activeElement.querySelector('.clamp').textContent"
    window.press("j")
    assert window.run(focused) == names[0]
    window.press("j", "j", "k")
    assert window.run(focused) == names[1]
    go(window, "o")
    assert window.one("h1").text == names[1]


def test_a_dialog_lists_the_keys_and_switches_them_off(window):
    window.press("?")
    dialog = window.one("dialog[open]")
    assert [e.text for e in window.all("dialog dt")] == [
        "/", "?", "g h", "g l", "g y", "g s", "j", "k", "o", "x", "u"]
    dialog.find_element("css selector", "button").click()
    window.press("ESCAPE")
    assert window.all("dialog[open]") == []
    window.press("?", "/")
    assert window.all("dialog[open]") == []
    assert window.run("return document.activeElement.name") != "q"
    window.one("[data-keys]").click()
    assert window.all("dialog[open] button")[0].text == "Switch on"


def test_no_key_works_while_somebody_types(window):
    window.press("/", "gh?jx")
    assert window.path == "/library" and window.all("dialog") == []
    assert window.one(".find input").get_property("value") == "gh?jx"
