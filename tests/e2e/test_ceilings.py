# SPDX-License-Identifier: MIT
"""What needs too much memory is refused, and the program goes on with all other work."""

import json
import sqlite3

import bodies
import person as people
from audiobookshelf import BOBS_KEY, JSON, TEMPFAIL, says

BODY_MAX = 2 << 20
MANY = 220
SERVERS = 3000


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
    told = {one["user"]: one for one in home.yank_json(status=TEMPFAIL)}
    assert not told["alice"]["ok"], told
    assert told["bob"]["ok"], told
    assert home.account(number).failures == 1


def test_metrics_do_not_read_what_servers_said(own_server):
    """ETags of 300 MB together, more than a round may take."""
    alice = own_server.person()
    database = sqlite3.connect(own_server.database)
    with database:
        numbers = ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                   f" WHERE i < {SERVERS})")
        database.execute(
            "INSERT INTO integration (id, user_id, provider, name, slug, enabled,"
            " start_limit, complete_limit, created_ms)"
            f" {numbers} SELECT i, ?, 'audiobookshelf', 'Books', 'slug' || i, 1, 200, 9500, 0"
            " FROM n", (alice.id,))
        database.execute(
            "INSERT INTO account (integration_id, url, credential, etag, failures)"
            f" {numbers} SELECT i, 'https://192.0.2.7', x'00', hex(zeroblob(49000)), i % 2 FROM n")
    database.close()
    answer = own_server.request("GET", "/metrics/hooks")
    assert answer.status == 200
    assert f'ryot_yank_servers{{state="failing"}} {SERVERS // 2}\n' in answer.body.decode()
    assert own_server.request("GET", "/healthz").status == 200
