# SPDX-License-Identifier: MIT
"""Quotas: a sender fills no more than its part."""

import pytest

import bodies
from api import Api
from conftest import run
from person import newcomer
from server import Server, wait_until

MB = 1_000_000
SENT = 40


@pytest.fixture(scope="module")
def small_server():
    server = Server()
    server.env["RYOT_QUOTA_BODIES"] = "1"
    yield from run(server, pages=True)


def kept(server, hook):
    return server.value(
        "SELECT coalesce(sum(length(b.body)), 0) FROM delivery_body b"
        " JOIN delivery d ON d.id = b.delivery_id WHERE d.integration_id = ?", hook.id)


def large(number):
    """A film of 100 kB; each one is a delivery."""
    return bodies.movie(number) | {"padding": "x" * 100_000}


def test_a_flood_of_bodies_drops_the_oldest_and_says_so(small_server):
    server = small_server
    alice, bob = newcomer(server), newcomer(server)
    hook, other = alice.hook(), bob.hook()
    assert other.post(large(1)).status == 200
    before = kept(server, other)
    for number in range(1, SENT + 1):
        assert hook.post(large(number)).status == 200
    # An eighth of the quota may have come since the last look.
    assert server.request("GET", "/healthz").status == 200  # read after the last look
    assert kept(server, hook) <= MB * 9 // 8
    rows = hook.deliveries()
    assert len(rows) == SENT and all(row["outcome"] == "tracked" for row in rows)
    has_body = [hook.delivery(row["id"])["is_body_kept"] for row in rows]
    assert has_body == sorted(has_body, reverse=True)  # newest first
    dropped = has_body.count(False)
    assert 0 < dropped < SENT
    assert kept(server, other) == before

    oldest, newest = rows[-1], rows[0]
    assert oldest["body_dropped_at"] and newest["body_dropped_at"] is None
    api = Api(alice)
    said = api.get("/integrations/{id}", hook.id)["bodies"]
    assert (said["dropped"], said["max_octets"]) == (dropped, MB)
    assert said["octets"] == kept(server, hook) and said["last_dropped_at"]
    shown = server.ctl("integration", "show", hook.id, "--quota-bodies", "1")["bodies"]
    assert shown == said
    assert api.get("/deliveries/{id}", oldest["id"])["body_dropped_at"]
    page = alice.get(f"/settings/integrations/{hook.id}").text
    assert "of at most 1.0 MB" in page and f"the {dropped} oldest bodies" in page
    reason = "was dropped to make room for newer ones"
    assert reason in alice.get(f"/settings/deliveries/{oldest['id']}").text
    for command in (("delivery", "replay", oldest["id"]), ("delivery", "show", oldest["id"], "--body")):
        refused = server.run_ctl(*command)
        assert refused.returncode != 0 and reason in refused.stderr.decode()
    assert f"quota integration={hook.id} bodies-dropped=" in server.cgi_log.read_text()


def test_bodies_from_before_the_quota_go_at_the_start(server):
    hook = server.person().hook()
    for number in range(1, 15):
        assert hook.post(large(number)).status == 200
    assert kept(server, hook) > MB
    assert server.end_cgi() == 0
    server.env["RYOT_QUOTA_BODIES"] = "1"
    server.start_cgi()
    wait_until(lambda: kept(server, hook) <= MB, "the oldest bodies to be dropped")
    assert len(hook.deliveries()) == 14
