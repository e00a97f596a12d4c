# SPDX-License-Identifier: MIT
"""What a token may do: every row of the route table with a token of every scope, and what
ends with a token."""

import pytest

import bodies
from api import Api
from person import Person
from routes import routes
from server import PASSWORD

SCOPES = ("report", "read", "all")
UNKNOWN = 10 ** 15
HOOK = "/webhooks/integrations/:provider"
# They ask for no token, whatever it may do.
OPEN = {"/healthz", "/readyz", "/metrics/hooks", "/metrics/web", "/login", "/setup",
        "/opensearch.xml",
        "/oauth/device/code", "/oauth/device/token",
        "/trakt/oauth/device/code", "/trakt/oauth/device/token"}
# They take one in a form of their own: test_kosync.py tries it.
OPEN |= {row.path for row in routes() if row.path.startswith("/kosync/")}
# They take reports, as webhooks do.
REPORTS = {"/api/v1/scrobble", "/trakt/scrobble/start", "/trakt/scrobble/pause",
           "/trakt/scrobble/stop", "/trakt/sync/history"}


# Of senders that know no other method; not of the one that is tried here.
GETS = ("GET", f"{HOOK}/:key")


def new_token(person, scope):
    option = ["--scope", scope] if scope else []
    return person.server.ctl("token", "new", "--user", person.name, *option)["token"]


@pytest.fixture(scope="module")
def holder(web, alice):
    """A person who has one token of each scope."""
    person = web.person()
    person.tokens = {scope: new_token(person, scope) for scope in SCOPES}
    person.hook("kodi")
    return person


def allowed(row, scope):
    if row.path.startswith(HOOK) or row.path in REPORTS:
        return scope != "read"
    return scope == "all" or (scope == "read" and row.method == "GET")


def rows_of(person):
    return [person.server.rows(f"SELECT * FROM {table} WHERE user_id = ?", person.id)
            for table in ("integration", "play")] + [
        person.server.rows("SELECT id, scope, revoked_ms FROM token WHERE user_id = ?", person.id)]


def send(person, row, token):
    path = row.path.replace(":provider", "kodi").replace(":key", token)
    headers = {"Content-Type": "application/json"}
    if ":key" not in row.path:
        headers["Authorization"] = f"Bearer {token}"
    is_get = row.method == "GET"
    body = bodies.read("movie-progress.json", "kodi") if row.path.startswith(HOOK) else b"{}"
    return person.server.request(row.method, path.replace(":id", str(UNKNOWN)),
                                 None if is_get else body, headers)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("row", [
    r for r in routes() if r.path not in OPEN and (r.method, r.path) != GETS], ids=str)
def test_every_route_with_every_scope(holder, row, scope):
    before = rows_of(holder)
    answer = send(holder, row, holder.tokens[scope])
    if row.who not in ("WHO_TOKEN", "WHO_SENDER"):
        # No token opens a page.
        assert answer.status == 303 and answer.headers["Location"].startswith("/login")
    elif allowed(row, scope):
        assert answer.status in (200, 201, 400, 404), answer
        if row.path.startswith(HOOK):
            assert answer.status == 200
    elif ":key" in row.path:
        # As if it were unknown: the path of a webhook says nothing about tokens.
        assert answer.status == 404
    else:
        assert (answer.status, answer.json["reason"]) == (403, "forbidden")
        assert "only" in answer.json["detail"]
    if not allowed(row, scope):
        assert rows_of(holder) == before


def test_a_token_may_report_unless_one_says_otherwise(web, alice, bob):
    api = Api(bob)
    new_token(bob, None)
    api.send("POST", "/tokens", body={"name": "by a program"})
    view = bob.get("/settings/tokens")
    assert bob.submit(view, "settings/tokens", name="by hand", scope="report").status == 200
    bob.post("/settings/tokens", {"name": "an old form"})
    assert web.rows("SELECT name, scope FROM token WHERE user_id = ? ORDER BY id", bob.id) == [
        ("test", "all"), ("unnamed", "report"), ("by a program", "report"),
        ("by hand", "report"), ("an old form", "report")]


def test_all_three_give_the_same_scopes_and_names_or_refuse_them_in_the_same_words(web, bob):
    api = Api(bob)
    words = "a token is for one of these: report (it sends reports), read, all"
    for scope in (*SCOPES, "write", "ALL", ""):
        page = bob.post("/settings/tokens", {"name": "N", "scope": scope})
        answer = api.call("POST", "/tokens", body={"name": "N", "scope": scope})
        done = web.run_ctl("token", "new", "--user", bob.name, f"--scope={scope}")
        statuses = (page.status, answer.status, done.returncode)
        if scope in SCOPES:
            assert statuses == (200, 201, 0)
            continue
        assert statuses == (400, 400, 65)
        assert words in page.text.replace("A token", "a token") and words in done.stderr.decode()
        assert (answer.json["field"], answer.json["detail"]) == ("scope", words)
    words = "without control characters, what the token is for"
    page = bob.post("/settings/tokens", {"name": "a\x07b"})
    answer = api.call("POST", "/tokens", body={"name": "a\x07b"})
    assert (page.status, answer.status) == (400, 400)
    assert words in page.text and words in answer.json["detail"]
    assert {row for row, in web.rows("SELECT scope FROM token WHERE user_id = ?", bob.id)} == {
        *SCOPES}


def test_a_token_that_may_read_sees_no_address_of_a_webhook(holder):
    number = holder.server.value("SELECT id FROM integration WHERE user_id = ?", holder.id)
    urls = [Api(holder, holder.tokens[scope]).get("/integrations/{id}", number)["url"]
            for scope in ("read", "all")]
    assert urls[0] is None and "/webhooks/integrations/kodi/" in urls[1]


def test_what_a_token_made_ends_with_it(web, bob):
    top = Api(bob)
    child = Api(bob, top.send("POST", "/tokens", body={"name": "2", "scope": "all"})["token"])
    made = child.send("POST", "/tokens", body={"name": "3", "scope": "read"})
    grandchild, other = Api(bob, made["token"]), Api(bob)
    listed = {row["id"]: row for row in top.get("/tokens")["items"]}
    child_id = listed[made["id"]]["parent"]
    top_id = listed[child_id]["parent"]
    assert listed[top_id]["parent"] is None
    assert top.raw("GET", "/me").status == grandchild.raw("GET", "/me").status == 200
    web.ctl("token", "revoke", top_id)
    assert {api.raw("GET", "/me").status for api in (top, child, grandchild)} == {401}
    assert other.raw("GET", "/me").status == 200


@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_new_password_offers_to_end_the_tokens(web, alice, bob, is_chosen):
    def end_by_page(person, page, action, **fields):
        view = person.get(page)
        assert "tokens" in view.form(action).names
        chosen = {"tokens": "yes"} if is_chosen else {}
        assert person.submit(view, action, **fields, **chosen).status == 200

    def end_by_ctl():
        assert web.run_ctl("user", "passwd", bob.name, "--password-stdin",
                           *(["--revoke-tokens"] if is_chosen else []),
                           stdin=f"{PASSWORD}\n".encode()).returncode == 0

    ways = [
        lambda: end_by_page(bob, "/settings/account", "settings/account/password",
                            old=PASSWORD, password=PASSWORD, again=PASSWORD),
        lambda: end_by_page(alice, f"/settings/people/{bob.id}",
                            f"settings/people/{bob.id}/password", password=PASSWORD),
        end_by_ctl]
    others = Api(Person(web, alice.name))
    for way in ways:
        api = Api(bob)
        way()
        assert api.raw("GET", "/me").status == (401 if is_chosen else 200)
    assert others.raw("GET", "/me").status == 200
