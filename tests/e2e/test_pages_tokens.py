# SPDX-License-Identifier: MIT
"""Settings, Tokens: shown once, last use, revocation."""

import re

import pytest

import bodies
from server import HOOKS

PAGE = "/settings/tokens"
TOKEN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOSTILE = "<script>alert(1)</script>\"'\u202e"


def generate(person, name="Kodi, bedroom"):
    view = person.submit(PAGE, "settings/tokens", name=name)
    assert view.status == 200, view
    token, = TOKEN.findall(view.html)
    return token


def use(person, token):
    return person.server.post(f"{HOOKS}/kodi", bodies.read("movie-progress.json", "kodi"),
                              {"Authorization": f"Bearer {token}"}).status


def revoke(person, view):
    action, = [form.action for form in view.forms if form.action.endswith("/revoke")]
    return person.submit(view, action)


def test_a_token_is_shown_once_with_copy_and_kept_as_a_hash(bob):
    assert "There are none yet." in bob.get(PAGE).text
    view = bob.submit(PAGE, "settings/tokens", name="Kodi, bedroom")
    token, = TOKEN.findall(view.html)
    assert f"readonly aria-label='The new token' value='{token}'" in view.html
    assert ">Copy</button>" in view.html and "shown only once" in view.text
    assert "no-store" in view.headers["Cache-Control"]
    later = bob.get(PAGE)
    assert not TOKEN.search(later.html) and "Kodi, bedroom" in later.text
    assert token.encode() not in bob.server.database.read_bytes()
    assert token not in bob.server.logs()


def test_the_list_says_when_and_from_where_it_was_used(bob):
    token = generate(bob)
    assert "never used" in bob.get(PAGE).text
    assert use(bob, token) == 200
    assert "last used just now from 127.0.0.1" in bob.get(PAGE).text


def test_a_revoked_token_is_refused(bob):
    token = generate(bob)
    assert use(bob, token) == 200
    view = revoke(bob, bob.get(PAGE))
    assert view.path == PAGE and "Revoked" in view.text
    assert not [form for form in view.forms if form.action.endswith("/revoke")]
    assert use(bob, token) == 401


@pytest.mark.parametrize("name", ["", "  ", "x" * 65])
def test_a_token_without_a_usable_name_is_not_created(bob, name):
    view = bob.submit(PAGE, "settings/tokens", name=name)
    assert view.status == 400 and "what the token is for" in view.text
    assert bob.server.value("SELECT count(*) FROM token WHERE user_id = ?", bob.id) == 0


def test_a_hostile_name_is_shown_harmlessly_and_the_page_stays_small(bob):
    for n in range(52):
        bob.server.ctl("token", "new", "--user", bob.name, "--name",
                       f"<b>\"'&{'&' * 50}{n:02}")
    view = bob.submit(PAGE, "settings/tokens", name=HOSTILE)
    assert "<script>" not in view.html and "<b>" not in view.html and HOSTILE in view.text
    assert len(view.body) <= 60_000 and "And 3 older ones." in view.text


def test_other_peoples_tokens_are_not_found(alice, bob):
    token = generate(bob)
    number = bob.server.value("SELECT max(id) FROM token WHERE user_id = ?", bob.id)
    for which in number, 99999, "x":
        assert alice.post(f"{PAGE}/{which}/revoke", {}).status == 404
    assert use(bob, token) == 200
    assert bob.post(f"{PAGE}/{number}/revoke", {"csrf": "0" * 32}).status == 403
    assert bob.post(PAGE, {"csrf": "0" * 32, "name": "x"}).status == 403
    assert "Kodi, bedroom" not in alice.get(PAGE).text
