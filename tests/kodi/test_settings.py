# SPDX-License-Identifier: MIT
"""The settings as a person uses them, with the keys of a remote control."""

import sqlite3

import pytest

from rig import ADDON, ADDON_SETTINGS, YES_NO, wait_for_kodi
from server import wait_until
from test_away import waiting_events
from test_playing import wait_event

KEYBOARD, TEXT, MESSAGE = 10103, 10147, 12002


def said(kodi):
    """Heading and lines of the open dialog."""
    words = "Control.GetLabel(%d)" % (5 if kodi.gui()[0] == TEXT else 9)
    got = kodi.call("XBMC.GetInfoLabels", labels=["Control.GetLabel(1)", words])
    return got["Control.GetLabel(1)"] + "\n" + got[words]


def wait_said(kodi, *words):
    """A dialog shows its previous text, or none, until Kodi redraws it."""
    wait_for_kodi(lambda: all(w in said(kodi) for w in words),
                  lambda: f"{words}, not {said(kodi)}")


def press(kodi, what, window):
    """Presses a button of the settings directly."""
    kodi.call("Addons.ExecuteAddon", addonid=ADDON, params=[what], wait=False)
    kodi.wait_window(window)


@pytest.fixture
def closed(ready):
    """Closes any dialog, whatever happens."""
    yield ready
    for _ in range(3):
        if ready.gui()[0] != 10000:
            ready.call("Input.Back")
    ready.call("Input.Home")


def enter(kodi, label, text):
    kodi.choose(ADDON_SETTINGS, label)
    kodi.wait_window(KEYBOARD)
    kodi.call("Input.SendText", text=text, done=True)
    kodi.wait_window(ADDON_SETTINGS)


def test_setting_it_up_and_testing_it(closed, server, person, hook, token):
    closed.configure()
    closed.builtin(f"Addon.OpenSettings({ADDON})")
    closed.wait_window(ADDON_SETTINGS)
    enter(closed, "Address of your server", server.base_url)
    enter(closed, "Application token", token)
    # What was typed is not saved yet: the button does that.
    closed.choose(ADDON_SETTINGS, "Test connection")
    closed.wait_window(MESSAGE)
    wait_said(closed, "The connection works", server.base_url,
              f"knows you as {person.name}.")
    closed.call("Input.Select")
    closed.play(closed.movie("The Matrix"))
    wait_event(hook, "start")  # the service applied the new settings
    closed.stop()
    wait_event(hook, "stop")


@pytest.mark.parametrize("settings, words", [
    ({"address": ""}, "No address is set yet"),
    ({"token": ""}, "No token is set"),
    ({"token": "00000000-0000-4000-8000-000000000000"}, "does not know this token"),
    ({"address": "http://127.0.0.1:1"}, "does not answer"),
])
def test_a_test_says_what_is_wrong(closed, server, token, settings, words):
    closed.configure(**{"address": server.base_url, "token": token, **settings})
    press(closed, "test", MESSAGE)
    wait_said(closed, "The connection does not work", words)


def test_a_test_reports_a_switched_off_integration(closed, server, hook):
    server.ctl("integration", "set", hook.id, "--disable")
    press(closed, "test", MESSAGE)
    wait_said(closed, "The connection does not work", "switched off")


def test_waiting_reports_are_shown_sent_and_cleared(closed, server, hook, token):
    closed.configure(address="http://127.0.0.1:1", token=token)
    closed.play(closed.movie("The Matrix"))
    wait_until(lambda: waiting_events(closed) == ["start"], "the start in the queue")
    closed.stop()
    wait_until(lambda: waiting_events(closed) == ["start", "stop"], "the stop in the queue")
    wait_until(lambda: "unreachable: " in closed.log(), "a try")
    press(closed, "status", TEXT)
    wait_said(closed, "Reports that wait: 2", "The server does not answer")
    closed.call("Input.Back")

    press(closed, "clear", YES_NO)
    wait_for_kodi(lambda: closed.gui()[1] == "No", "the focus on No")
    closed.call("Input.Select")
    closed.wait_window(10000)
    assert waiting_events(closed) == ["start", "stop"]
    press(closed, "clear", YES_NO)
    closed.choose(YES_NO, "Yes", "Right")
    wait_until(lambda: not closed.waiting(), "an empty queue")
    press(closed, "status", TEXT)
    wait_said(closed, "Reports that wait: 0")


def test_send_now_skips_the_delay(closed, server, person, hook, token):
    """A refused report is retried, too."""
    server.ctl("token", "revoke", server.value(
        "SELECT id FROM token WHERE user_id = ?", person.id))
    closed.play(closed.movie("The Matrix"))
    wait_until(lambda: "token: " in closed.log(), "the refusal")
    closed.stop()
    wait_until(lambda: waiting_events(closed) == ["start", "stop"], "the stop in the queue")
    # As if it had never been revoked.
    with sqlite3.connect(server.database, timeout=120) as db:
        db.execute("UPDATE token SET revoked_ms = NULL WHERE user_id = ?", (person.id,))
    db.close()
    closed.call("Addons.ExecuteAddon", addonid=ADDON, params=["send"], wait=False)
    wait_event(hook, "stop")  # held, it would take an hour
    wait_until(lambda: not closed.waiting(), "an empty queue")
