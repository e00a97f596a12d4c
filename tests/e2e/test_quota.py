# SPDX-License-Identifier: MIT
"""Quotas: a sender, or a person, fills no more than their part."""

import pytest

import bodies
from api import Api
from conftest import run
from person import Person, newcomer
from server import Server, wait_until

MB = 1_000_000
SENT = 40


@pytest.fixture(scope="module")
def small_server():
    server = Server()
    server.env |= {"RYOT_QUOTA_BODIES": "1", "RYOT_QUOTA_TOKENS": "2",
                   "RYOT_QUOTA_SESSIONS": "2", "RYOT_QUOTA_INTEGRATIONS": "2"}
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
    used = server.ctl("user", "show", alice.name, "--quota-bodies", "1")
    assert used["quotas"] == {
        "integrations": {"count": 1, "max": 30}, "tokens": {"count": 1, "max": 100},
        "sessions": {"count": 1, "max": 1000}}
    assert [(row["id"], row["bodies"]) for row in used["integrations"]] == [(hook.id, said)]
    printed = server.run_ctl("user", "show", alice.name, "--quota-bodies", "1").stdout.decode()
    assert f"{said['octets']} of at most {MB} bytes" in printed
    assert "1 of at most 30" in printed and "1 of at most 100" in printed
    assert api.get("/deliveries/{id}", oldest["id"])["body_dropped_at"]
    page = alice.get(f"/settings/integrations/{hook.id}").text
    assert "of at most 1.0 MB" in page and f"the {dropped} oldest bodies" in page
    reason = "was dropped to make room for newer ones"
    assert reason in alice.get(f"/settings/deliveries/{oldest['id']}").text
    for command in (("delivery", "replay", oldest["id"]), ("delivery", "show", oldest["id"], "--body")):
        refused = server.run_ctl(*command)
        assert refused.returncode != 0 and reason in refused.stderr.decode()
    wait_until(lambda: f"quota integration={hook.id} bodies-dropped="
               in server.cgi_log.read_text(), "a line about it in the log")


def test_tokens_are_limited_on_every_way(small_server):
    alice = newcomer(small_server)
    api = Api(alice)  # its token is the first
    form = "settings/tokens"
    assert "shown only once" in alice.submit(f"/{form}", form, name="Second").text
    words = "2 tokens are the most that a person can have. Revoke one first."
    view = alice.submit(f"/{form}", form, name="Third")
    assert view.status == 400 and words in view.text and "2 of at most 2 are valid" in view.text
    refused = api.call("POST", "/tokens", body={"name": "Third"})
    assert refused.status == 400 and refused.json["detail"] == words
    refused = small_server.run_ctl("token", "new", "--user", alice.name, "--quota-tokens", "2")
    assert refused.returncode != 0 and words in refused.stderr.decode()
    assert api.get("/me")["quotas"]["tokens"] == {"count": 2, "max": 2}


def test_a_further_session_ends_the_one_used_longest_ago(small_server):
    alice = newcomer(small_server)
    others = [Person(small_server, alice.name).sign_in() for _ in range(2)]
    assert alice.get("/settings/account").path.startswith("/login")
    for person in others:
        page = person.get("/settings/account")
        assert page.path == "/settings/account" and "2 of at most 2" in page.text
    wait_until(lambda: "sessions-removed=1" in small_server.cgi_log.read_text(),
               "a line about it in the log")


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
