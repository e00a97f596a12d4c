# SPDX-License-Identifier: MIT
"""A thing is named in the browser, with and without script."""

import pytest

from access import audit
from driver import SCHEMES, SIZES


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def window(request, with_script, without_script):
    return with_script if request.param else without_script


def look_at_both(window):
    wrong = []
    for size in SIZES:
        for scheme in SCHEMES:
            window.shape(size, scheme)
            wrong += [f"{size} {scheme}: {line}" for line in audit(window)]
    return wrong


def enter(window, text):
    """Into the field for an id, with the button below it."""
    field = window.one("main input[name=id]")
    field.clear()
    field.send_keys(text)
    window.click(window.one("main form:has(input[name=id]) button"))


def test_a_thing_is_named_after_a_preview(story, window):
    thing = f"/settings/unmatched/{story.words['thing']}"
    window.be(story.alice)
    window.shape("desk")
    window.visit("/settings/unmatched")
    window.follow(thing[1:])
    enter(window, "https://example.org/tv/1396")
    assert "That is an address of another site." in window.text
    assert look_at_both(window) == []
    enter(window, "https://www.themoviedb.org/tv/900009")
    assert "Is that right?" in window.text and "S1 E7" in window.text
    assert look_at_both(window) == []
    window.click(window.one(f"main form[action='{thing[1:]}/name'] button"))
    assert "Recorded." in window.text
    window.submit(f"{thing[1:]}/undo")
    assert "Undone." in window.text and "What is it?" in window.text
