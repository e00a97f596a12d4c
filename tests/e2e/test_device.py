# SPDX-License-Identifier: MIT
"""A device without a keyboard is signed in by a short code."""

import json
import re

import pytest

from person import Person

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
START = 1_796_155_200_000


def begin(server, **members):
    answer = server.post("/oauth/device/code", json.dumps(members),
                         {"Content-Type": "application/json"})
    assert answer.status == 200, answer
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json


def ask(server, code, **more):
    fields = {"grant_type": GRANT, "device_code": code, "client_id": "tv", **more}
    return server.post("/oauth/device/token", json.dumps(fields))


def ask_client(server, code):
    return server.post("/trakt/oauth/device/token", json.dumps(
        {"code": code, "client_id": "c" * 64, "client_secret": "s"}))


def answer(person, code, how="allow", spelled=None):
    view = person.submit("/device", "device", code=spelled or code)
    assert view.status == 200, view
    return person.follow(person.post("/device/answer", {
        **view.form("device/answer").fields, "answer": how}))


def tokens(person):
    return person.server.ctl("token", "list", "--user", person.name)["tokens"]


def test_a_device_is_signed_in_and_out(bob):
    server = bob.server
    codes = begin(server, client_id="Living room TV")
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", codes["user_code"])
    assert codes["verification_uri"] == f"{server.base_url}/device"
    assert (codes["expires_in"], codes["interval"]) == (600, 5)
    assert ask(server, codes["device_code"]).json == {"error": "authorization_pending"}
    question = bob.submit(f"/device?code={codes['user_code']}", "device")
    assert "Living room TV" in question.text and "127.0.0.1" in question.text
    assert tokens(bob) == []
    done = answer(bob, codes["user_code"])
    assert done.path.startswith("/settings/tokens") and "signs itself in" in done.text
    got = ask(server, codes["device_code"])
    assert (got.status, got.json["token_type"]) == (200, "bearer")
    assert [t["name"] for t in tokens(bob)] == ["Living room TV"]
    report = {"kind": "movie", "ids": {"tmdb": 603}, "percent": 50}
    header = {"Authorization": f"Bearer {got.json['access_token']}"}
    assert server.post("/api/v1/scrobble", json.dumps(report), header).status == 200
    assert len(bob.plays()) == 1
    # Once only, and nothing of it is in the database or the logs.
    assert ask(server, codes["device_code"]).json == {"error": "invalid_grant"}
    for secret in (got.json["access_token"], codes["device_code"]):
        assert secret.encode() not in server.database.read_bytes()
        assert secret not in server.logs()
    page = bob.get("/settings/tokens")
    assert "Living room TV" in page.text
    revoke, = [form.action for form in page.forms if form.action.endswith("/revoke")]
    bob.submit(page, revoke)
    assert server.post("/api/v1/scrobble", json.dumps(report), header).status == 401


def test_the_other_api_answers_with_its_statuses(bob):
    server = bob.server
    started = server.post("/trakt/oauth/device/code", json.dumps({"client_id": "0" * 64}))
    codes = started.json
    assert codes["verification_url"] == f"{server.base_url}/device"
    assert ask_client(server, codes["device_code"]).status == 400
    assert ask_client(server, codes["device_code"]).status == 429
    assert ask_client(server, "0" * 64).status == 404
    answer(bob, codes["user_code"])
    got = ask_client(server, codes["device_code"])
    assert got.status == 200
    assert set(got.json) == {"access_token", "token_type", "expires_in", "refresh_token", "scope",
                             "created_at"}
    # Its id of a program is no name for people.
    assert [t["name"] for t in tokens(bob)] == ["A device, signed in by a code"]
    assert ask_client(server, codes["device_code"]).status == 409
    other = begin(server)
    answer(bob, other["user_code"], "deny")
    assert ask_client(server, other["device_code"]).status == 418
    assert ask(server, other["device_code"]).json == {"error": "access_denied"}
    assert len(tokens(bob)) == 1


@pytest.mark.parametrize("spell", [str.lower, lambda c: c.replace("-", ""),
                                   lambda c: f" {c.replace('-', ' ')} "])
def test_a_code_may_be_spelled_in_other_ways(bob, spell):
    codes = begin(bob.server, client_id="tv")
    answer(bob, codes["user_code"], "deny", spell(codes["user_code"]))
    assert ask(bob.server, codes["device_code"]).json == {"error": "access_denied"}


def test_a_form_of_the_rfc_works_as_well(bob):
    server, form = bob.server, {"Content-Type": "application/x-www-form-urlencoded"}
    codes = server.post("/oauth/device/code", b"client_id=Radio&scope=x", form).json
    body = f"grant_type={GRANT}&device_code={codes['device_code']}&client_id=Radio".encode()
    assert server.post("/oauth/device/token", body, form).json == {
        "error": "authorization_pending"}
    answer(bob, codes["user_code"])
    assert "access_token" in server.post("/oauth/device/token", body, form).json
    assert [t["name"] for t in tokens(bob)] == ["Radio"]


def test_wrong_requests_have_the_words_of_the_rfc(web):
    def said(raw):
        answer = web.post("/oauth/device/token", raw)
        return answer.status, answer.json.get("error")
    codes = begin(web)
    code = codes["device_code"]
    assert said(b"{}") == said(json.dumps({"grant_type": GRANT})) == (400, "invalid_request")
    assert said(json.dumps({"grant_type": "password", "device_code": code})) == (
        400, "unsupported_grant_type")
    for bad in ("x", codes["user_code"], "00000000-0000-4000-8000-000000000000", "\0", "x" * 300):
        status, error = said(json.dumps({"grant_type": GRANT, "device_code": bad}))
        assert status == 400 and error in ("invalid_grant", "invalid_request"), bad
    for address in ("/oauth/device/code", "/oauth/device/token", "/trakt/oauth/device/token"):
        assert web.post(address, b"{").status == 400
        assert web.post(address, b" " * 5000).status == 413
        assert web.request("GET", address).status == 405
    assert web.request("GET", "/oauth/nothing").json["reason"] == "not-found"


def test_guessing_a_code_is_slowed_down(bob, web):
    codes = begin(web, client_id="tv")
    for _ in range(6):
        view = bob.submit("/device", "device", code="BBBB-BBBB")
    assert view.status in (400, 429)
    view = bob.submit("/device", "device", code=codes["user_code"])
    assert view.status == 429 and "Try again in" in view.text
    late = bob.post("/device/answer", {"code": codes["user_code"], "answer": "allow"})
    assert late.status == 429
    assert ask(web, codes["device_code"]).json == {"error": "authorization_pending"}


def test_only_somebody_signed_in_with_the_right_form_answers(bob, web):
    codes = begin(web, client_id="<script>alert(1)</script>")
    stranger = Person(web, "nobody")
    assert stranger.get("/device").path == "/login?next=device"
    fields = {"code": codes["user_code"], "answer": "allow"}
    assert bob.post("/device/answer", {**fields, "csrf": "x"}).status == 403
    assert bob.post("/device/answer", fields, {"Sec-Fetch-Site": "cross-site"}).status == 403
    view = bob.post("/device", {"code": codes["user_code"]})
    assert "<script>alert" not in view.html and "&lt;script&gt;" in view.html
    assert ask(web, codes["device_code"]).json == {"error": "authorization_pending"}
    answer(bob, codes["user_code"], "deny")
    assert bob.post("/device", {"code": codes["user_code"]}).status == 400


def test_only_so_many_wait(own_web):
    for _ in range(10):
        begin(own_web)
    full = own_web.post("/oauth/device/code")
    assert (full.status, full.json["reason"]) == (429, "too-many")


def test_a_code_is_good_for_ten_minutes(clocked_server):
    server = clocked_server
    server.set_clock(START)
    server.start_web()
    person = Person(server, server.person().name).sign_in()
    early, late = begin(server), begin(server)
    server.set_clock(START + 599_000)
    answer(person, early["user_code"])
    server.set_clock(START + 600_000)
    assert person.submit("/device", "device", code=late["user_code"]).status == 400
    assert ask(server, late["device_code"]).json == {"error": "expired_token"}
    assert ask_client(server, late["device_code"]).status == 410
    assert ask(server, early["device_code"]).json == {"error": "expired_token"}
    assert tokens(person) == []
    server.set_clock(START + 3_700_000)
    begin(server)
    assert server.value("SELECT count(*) FROM device") == 1


def test_a_device_asks_no_more_often_than_it_was_told(clocked_server):
    server = clocked_server
    server.set_clock(START)
    codes = begin(server)
    for at, error in ((0, "authorization_pending"), (3, "slow_down"), (8, "authorization_pending"),
                      (13, "authorization_pending")):
        server.set_clock(START + at * 1000)
        assert ask(server, codes["device_code"]).json == {"error": error}, at
