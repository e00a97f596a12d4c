# SPDX-License-Identifier: MIT
"""From the first run to a new address, as a person would do it."""

import sqlite3
from urllib.parse import urlsplit

import pytest

import bodies
from access import audit
from driver import SCHEMES, SIZES
from server import PASSWORD

DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def browser(request, with_script, without_script, empty_server):
    """A window on a server without people."""
    window = with_script if request.param else without_script
    usual, window.base_url = window.base_url, empty_server.base_url
    window.be(None)
    window.shape("phone")
    yield window
    window.base_url = usual


class Sender:
    """Jellyfin, configured with the given address."""

    def __init__(self, server, browser):
        self.server = server
        self.path = urlsplit(browser.one(".copy input").get_property("value")).path

    def says(self, name):
        return self.server.post(self.path, bodies.read(name))


def test_the_whole_story(empty_server, browser):
    sign_up(browser)
    add_jellyfin(browser)
    steps = urlsplit(browser.path).path
    sender = Sender(empty_server, browser)
    watch(browser, sender)
    complete(browser, sender)
    replay(browser, steps)
    rotate(empty_server, browser, steps, sender)


def sign_up(browser):
    browser.visit("/")
    assert browser.path == "/setup"
    assert "This is the only time" in browser.text
    for size in SIZES:
        for scheme in SCHEMES:
            browser.shape(size, scheme)
            assert audit(browser) == []
    browser.submit("setup", name="alice", password=PASSWORD, again=PASSWORD)
    assert browser.path == "/settings/integrations"


def add_jellyfin(browser):
    browser.follow("settings/integrations/new/jellyfin")
    browser.submit("settings/integrations/new/jellyfin", name="Living room")
    assert "Living room" in browser.one("h1").text


def watch(browser, sender):
    assert sender.says("movie-progress.json").json["reason"] == "started"
    browser.visit("/")
    assert "The Matrix" in browser.text and "Living room" in browser.text
    assert "47 min of 2 h 16 min" in browser.text, "the position"


def complete(browser, sender):
    browser.visit("/history")
    assert "Nothing completed yet" in browser.text
    assert sender.says("movie-progress-above-95.json").json["reason"] == "completed"
    browser.visit("/history")
    assert "The Matrix" in browser.text
    browser.visit("/statistics")
    assert "2 h 16 min watched" in " ".join(browser.text.split())


def replay(browser, steps):
    browser.visit(steps)
    browser.follow(steps[1:] + "/deliveries")
    browser.click(browser.all("td a")[0])
    assert "Completed" in browser.text or "completed" in browser.text
    assert "SessionPlaying" in browser.text or "Progress" in browser.text
    browser.submit(browser.path[1:] + "/replay")
    assert "read again" in browser.text
    browser.visit("/history")
    assert len(browser.all(".list > li")) == 1, "counted twice"


def rotate(server, browser, steps, sender):
    browser.visit(steps)
    browser.open("Make a new address")
    browser.submit(steps[1:] + "/rotate")
    assert "works until" in browser.text
    new = Sender(server, browser)
    assert new.path != sender.path
    assert [who.says("movie-pause.json").status for who in (sender, new)] == [200, 200]
    with sqlite3.connect(server.database, timeout=120) as db:
        db.execute("UPDATE integration SET old_slug_ends_ms = old_slug_ends_ms - ?", (DAY_MS,))
    db.close()
    assert [who.says("movie-pause.json").status for who in (sender, new)] == [404, 200]
    browser.visit(steps)
    assert "works until" not in browser.text
