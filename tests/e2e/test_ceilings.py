# SPDX-License-Identifier: MIT
"""What needs too much memory is refused, and the program goes on with all other work."""

import json

import bodies
import person as people
from audiobookshelf import BOBS_KEY, CONFIG, JSON, says

BODY_MAX = 2 << 20
MANY = 220


def test_many_replays_of_a_large_body_at_once(own_web):
    alice = people.Person(own_web, "alice").sign_up()
    made = own_web.ctl("integration", "add", "jellyfin", "--user", "alice")
    body = json.loads(json.dumps(bodies.movie(603)))
    body["Padding"] = "x" * (BODY_MAX - len(json.dumps(body)) - 100)
    path = made["url"][len(own_web.base_url):]
    number = own_web.post(path, json.dumps(body).encode()).json["delivery"]
    form = (alice, f"/settings/deliveries/{number}/replay", {"csrf": alice.csrf()})
    statuses = people.at_once(own_web, [form] * MANY)
    assert set(statuses) <= {303, 503} and 303 in statuses, statuses
    assert own_web.web.poll() is None
    assert alice.get("/").status == 200


def test_an_answer_of_many_small_values_is_an_error_of_that_server(home, shelf, other_shelf):
    number = home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", says(200, '{"mediaProgress": [%s0]}' % ("0," * 299_999), JSON))
    told = {one["user"]: one for one in home.yank_json(status=CONFIG)}
    assert not told["alice"]["ok"], told
    assert told["bob"]["ok"], told
    assert home.account(number).failures == 1
