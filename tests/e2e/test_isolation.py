# SPDX-License-Identifier: MIT
"""Nobody sees or changes other people's data: every row of the route table is tried. A row
unknown to this file fails the test."""

import re
import sqlite3

import pytest

import bodies
from api import Api
from person import Person, multipart, newcomer
from routes import routes
from server import PASSWORD, wait_until

UNKNOWN = 10 ** 15
SHARED = 771_000  # a film that everybody has seen
# For players and probes; test_tokens, test_bad_input and test_device cover
# their access.
SENDERS = {"/healthz", "/readyz", "/metrics/hooks", "/metrics/web",
           "/webhooks/integrations/:provider", "/webhooks/integrations/:provider/:key",
           "/webhooks/integrations/:provider/", "/webhooks/integrations/:provider/:key/",
           "/oauth/device/code", "/oauth/device/token",
           "/trakt/oauth/device/code", "/trakt/oauth/device/token",
           *(row.path for row in routes() if row.path.startswith("/kosync/"))}
# Routes without a person; the first run has separate tests.
ANYBODY = {("GET", "/login"), ("POST", "/login"), ("GET", "/opensearch.xml"), ("GET", "/setup"),
           ("POST", "/setup")}
# The fields that make a form valid; :provider is a word, not a number.
FIELDS = {
    "/settings/account/looks": {"clock": "12", "theme": "dark"},
    "/settings/account/password": {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD},
    "/settings/account/zone": {"zone": "Europe/Berlin"},
    "/settings/integrations/:id": {"name": "N", "start": "3", "complete": "90", "only_user": ""},
    "/settings/integrations/:id/past": {"wish": "look"},
    "/settings/integrations/:id/person": {"person": ""},
    "/settings/integrations/:id/policy": {"minutes_left": "3"},
    "/settings/accounts/:id/give": {"person": "nobody"},
    "/settings/integrations/:id/accounts": {"account": "N", "person": "nobody"},
    "/settings/integrations/:id/server": {"server_url": "http://127.0.0.1:9", "server_key": "k"},
    "/settings/integrations/new/:provider": {"name": "N"},
    "/settings/people": {"name": "mallory", "password": PASSWORD, "admin": "on"},
    "/settings/people/:id/password": {"password": PASSWORD},
    "/settings/tokens": {"name": "N"},
    "/settings/unmatched/:id/name": {"id": "tmdb:779998"},
    "/settings/unmatched/:id/preview": {"id": "tmdb:779997"},
    "/add": {"kind": "movie", "title": "Added by hand"},
    "/lists": {"name": "N"},
    "/plays/:id/date": {"at": "2020-02-02T20:20"},
    "/lists/:id/raise": {"work": "1"},
    "/lists/:id/rename": {"name": "N"},
    "/works/:id/complete": {},
    "/works/:id/list": {"list": "0", "on": "1"},
    "/works/:id/note": {"note": "N"},
    "/works/:id/rate": {"rating": "7"},
    "/works/:id/ids": {"source": "tmdb", "value": "779999"},
    "/works/:id/mark": {"one": "1x1"},
}
BODIES = {"POST /api/v1/accounts/:id/give": {"person": "nobody"},
          "POST /api/v1/integrations/:id/accounts": {"name": "N", "person": "nobody"},
          "POST /api/v1/integrations": {"provider": "kodi"}, "POST /api/v1/tokens": {"name": "N"},
          "PATCH /api/v1/integrations/:id": {"name": "N"},
          "PATCH /api/v1/plays/:id": {"at": "2020-02-02"},
          "POST /api/v1/works": {"kind": "movie", "title": "Added by a program"},
          "POST /api/v1/works/:id/complete": {"at": "2020-02-03"},
          "PATCH /api/v1/integrations/:id/policy": {"minutes_left": 3},
          "POST /api/v1/lists": {"name": "N"}, "PATCH /api/v1/lists/:id": {"name": "N"},
          "PATCH /api/v1/works/:id": {"rating": 7, "note": "N", "is_on_watchlist": True},
          "POST /api/v1/unmatched/:id/name": {"id": "tmdb:779996"},
          **{f"POST /trakt/scrobble/{action}": {
              "movie": {"ids": {"tmdb": SHARED}}, "progress": 50}
             for action in ("start", "pause", "stop")},
          "POST /trakt/sync/history": {},
          "POST /api/v1/scrobble": {"kind": "movie", "ids": {"tmdb": SHARED}, "percent": 50}}
EXPORT, IMPORT = "/settings/account/export.jsonl", "/settings/account/import"

ROWS = [row for row in routes() if row.path not in SENDERS]
WITH_ID = [row for row in ROWS if ":id" in row.path]
WITHOUT_ID = [row for row in ROWS if ":id" not in row.path]


def each(rows):
    return pytest.mark.parametrize("row", rows, ids=map(str, rows))


def noun(row):
    """The kind of object that its ":id" names."""
    return re.search(r"/(\w+)/:id", row.path)[1]


class Household:
    """A person who owns one of everything, and the traces of it that others might see."""

    def __init__(self, web, number):
        self.web = web
        self.person = newcomer(web)
        self.second = Person(web, self.person.name).sign_in()
        self.word = f"Geheimnis{number}"
        self.api = Api(self.person)
        self.kodi = self.person.hook("kodi", "--name", f"{self.word} Kodi")
        self.hook = self.person.hook("jellyfin", "--name", f"{self.word} Jellyfin")
        for n in range(6):
            self.watch(number * 100 + n)
        self.hook.post(bodies.movie(SHARED, 40))
        self.hook.post(b'{"Event": "%s"' % self.word.encode())
        spare = [self.shared_hook() for _ in range(8)]
        self.asked = self.api.send("POST", "/integrations", body={
            "provider": "audiobookshelf", "server_url": f"http://{self.word}.example",
            "server_key": f"{self.word}-key", "is_unchecked": True})["id"]
        self.watched = self.person.hook("jellyfin", "--name", self.word).id
        web.ctl("integration", "set", self.watched, "--url", f"http://{self.word}.example",
                "--key-stdin", "--unchecked", stdin=f"{self.word}-key\n".encode())
        self.checks = [self.check() for _ in range(4)]
        self.wait_for_worker()
        tokens = [self.api.send("POST", "/tokens", body={"name": self.word}) for _ in range(4)]
        every = self.api.get("/plays")["items"]
        plays = [p for p in every if p["ids"]["tmdb"] != str(SHARED)]
        edits = [self.api.send("POST", "/plays/{id}/complete", p["id"])["edit"]
                 for p in plays[:3]]
        self.done = plays[0]["id"]
        self.numbers = {
            "plays": [p["id"] for p in plays[3:]],
            "works": [p["work"] for p in every],
            "edits": edits,
            "deliveries": [d["id"] for d in self.api.get("/deliveries")["items"]
                           if d["outcome"] == "tracked"],
            "integrations": [hook.id for hook in spare],
            "checks": self.checks,
            "accounts": self.accounts(),
            "unmatched": self.things(number),
            "tokens": [token["id"] for token in tokens],
            "sessions": [id for id, in web.rows(
                "SELECT id FROM session WHERE user_id = ? ORDER BY id DESC", self.id)],
            "people": [self.id],
            "imports": [self.bring(n) for n in (1, 2)],
            "lists": [self.api.send("POST", "/lists", body={"name": self.word})["id"]
                      for _ in range(12)],
        }
        self.person.api = self.api
        self.signs = [self.word, self.person.name, self.hook.slug, self.kodi.slug,
                      *(token["token"] for token in tokens)]

    @property
    def id(self):
        return self.person.id

    def watch(self, number):
        body = bodies.movie(number, 40)
        body["Item"]["Name"] = f"{self.word} {number}"
        assert self.hook.post(body).json["reason"] == "started"

    def things(self, number):
        """Six without an id; the second and the fifth have a name, to be undone."""
        for n in range(6):
            body = bodies.movie(number * 100 + 50 + n, 40)
            body["Item"] |= {"Name": f"{self.word} bare {n}", "ProviderIds": {}}
            assert self.hook.post(body).json["reason"] == "no-identifier"
        ids = sorted(row["id"] for row in self.api.get("/unmatched")["items"])
        for n in 1, 4:
            self.api.send("POST", "/unmatched/{id}/name", ids[n], {"id": f"tmdb:{number}9{n}"})
        return ids

    def accounts(self):
        """Six of a shared hook; the first and the fourth are ignored, to be taken back."""
        hook = self.shared_hook()
        for n in range(6):
            body = bodies.movie(SHARED, 40)
            body["User"] = {"Name": f"{self.word} {n}", "Id": f"{n}"}
            assert hook.post(body).json["reason"] == "stranger"
        ids = sorted(row["id"] for row in
                     self.api.get("/integrations/{id}/accounts", hook.id)["items"])
        for n in 0, 3:
            self.api.send("POST", "/accounts/{id}/ignore", ids[n])
        return ids

    def shared_hook(self):
        hook = self.person.hook("jellyfin", "--name", self.word)
        self.api.send("PATCH", "/integrations/{id}", hook.id, {"is_shared": True})
        return hook

    def bring(self, number):
        """A file of another tracker."""
        text = f"Title,WatchedDate,tmdbID\n{self.word},2020-01-0{number},77\n{self.word},,\n"
        return self.web.ctl("import", "--user", self.person.name, "-",
                            stdin=text.encode())["import"]

    def check(self):
        return self.api.call("POST", "/integrations", body={
            "provider": "audiobookshelf", "server_url": f"http://{self.word}.example",
            "server_key": f"{self.word}-key"}).json["check"]

    def wait_for_worker(self):
        """Nothing of this person changes by itself any more; each check has a question."""
        wait_until(lambda: not self.web.rows(
            "SELECT id FROM candidate WHERE user_id = ? AND ended_ms IS NULL", self.id),
            "the end of the checks")
        wait_until(lambda: self.web.rows(
            "SELECT 1 FROM account WHERE integration_id = ? AND tested_ms >= test_asked_ms",
            self.asked), "the end of the test")
        with sqlite3.connect(self.web.database) as db:
            db.execute("UPDATE account SET person = ?, person_name = ? WHERE integration_id = ?",
                       (self.word, self.word, self.watched))
            db.execute("UPDATE candidate SET error = NULL, error_field = NULL, question = ?"
                       " WHERE user_id = ?", (f"{self.word}?", self.id))
        db.close()

    def dump(self):
        """Every row of that person, in every table."""
        web, found = self.web, {}
        mine = "(SELECT id FROM integration WHERE user_id = ?1)"
        works = "(SELECT id FROM work WHERE person_id = ?1)"
        ways = {
            "user_id": "user_id = ?1", "person_id": "person_id = ?1", "integration_id": f"integration_id IN {mine}",
            "delivery_id": "delivery_id IN (SELECT d.id FROM delivery d WHERE "
                           f"d.integration_id IN {mine})",
            "work_id": f"work_id IN {works}",
            "thing_id": f"thing_id IN (SELECT id FROM thing WHERE integration_id IN {mine})",
            "import_id": "import_id IN (SELECT id FROM import WHERE user_id = ?1)",
        }
        tables = [name for name, in web.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        for table in tables:
            columns = [name for _, name, *_ in web.rows(f"PRAGMA table_info({table})")]
            way = next((ways[c] for c in ways if c in columns), None)
            if table == "person":
                way = "id = ?1"
            assert way or table in ("attempt", "awake"), f"whose are the rows of {table}?"
            # Access updates the time of last use.
            kept = [c for c in columns if not c.startswith("last_used")]
            if way:
                found[table] = web.rows(
                    f"SELECT {', '.join(kept)} FROM {table} WHERE {way}"
                    f" ORDER BY {', '.join(kept[:2])}", self.id)
        return found


@pytest.fixture(scope="module")
def ann(web, alice):
    return Household(web, 7721)


@pytest.fixture(scope="module")
def carl(web, alice):
    """The same requests for his own data, which must succeed."""
    return Household(web, 7722)


def somebody(web):
    """Somebody who has seen the shared film, too."""
    person = newcomer(web)
    person.hook("jellyfin").post(bodies.movie(SHARED, 60))
    person.api = Api(person)
    return person


@pytest.fixture(scope="module")
def eve(web, alice):
    """Requests for Ann's data."""
    return somebody(web)


@pytest.fixture
def newcomer_eve(web, alice):
    """Requests that end her own session."""
    return somebody(web)


def ask(person, row, number=None):
    """A valid request for that route, in their name."""
    path = row.path.replace(":id", str(number)).replace(":provider", "jellyfin")
    if row.path in ("/lists/:id/drop", "/api/v1/lists/:id/works"):
        mine = person.server.value("SELECT max(id) FROM work WHERE person_id = ?", person.id)
        if row.who == "WHO_TOKEN":
            return person.api.at(row.method, path, {"work": mine})
        return person.post(path, {"work": mine})
    if row.who == "WHO_TOKEN":
        body = BODIES.get(str(row))
        if body and "person" in body:
            body = {**body, "person": person.name}
        return person.api.at(row.method, path, body)
    if row.method == "GET":
        return person.request("GET", path)
    if row.path == IMPORT:
        file = ("mine.jsonl", person.request("GET", EXPORT).body)
        return person.post(path, {"file": file}, encode=multipart)
    fields = FIELDS.get(row.path, {})
    if fields.get("person") == "nobody":
        fields = {**fields, "person": person.name}
    if row.path in ("/device", "/device/answer"):
        code = person.server.post("/oauth/device/code").json["user_code"]
        fields = {"code": code, "answer": "deny"}
    return person.post(path, fields)


def assert_says_nothing(answer, household, but=()):
    text = answer.body.decode().lower() + str(answer.headers).lower()
    for sign in household.signs:
        found = re.search(rf"\b{re.escape(sign.lower())}\b", text)
        assert not found or sign in but, (sign, answer)


@each(ROWS)
def test_nobody_gets_in(web, ann, row):
    before = ann.dump()
    number = ann.numbers[noun(row)][0] if row in WITH_ID else None
    stranger = Person(web, "nobody")
    path = row.path.replace(":id", str(number)).replace(":provider", "jellyfin")
    fields = b"" if row.method == "GET" else b"csrf=x"
    view = stranger.request(row.method, path, fields or None, {
        "Content-Type": "application/x-www-form-urlencoded"} if fields else {})
    if (row.method, row.path) in ANYBODY:
        assert view.status in (200, 303, 403)
    elif row.who == "WHO_TOKEN":
        assert view.status == 401
    else:
        assert view.status == 303
        assert re.match(r"/(login|setup)(\?|$)", view.headers["Location"])
    assert_says_nothing(view, ann)
    assert ann.dump() == before


@each(WITH_ID)
def test_others_cannot_find_anns_data(ann, eve, row):
    before = ann.dump()
    unknown = ask(eve, row, UNKNOWN)
    assert unknown.status == 404
    for number in ann.numbers[noun(row)]:
        answer = ask(eve, row, number)
        assert answer.status == 404
        # The same answer as for an id that does not exist.
        assert answer.body.replace(str(number).encode(), b"N") == \
            unknown.body.replace(str(UNKNOWN).encode(), b"N").replace(str(number).encode(), b"N")
        assert_says_nothing(answer, ann)
    assert ann.dump() == before


@each([row for row in WITH_ID if row.who != "WHO_ADMIN"])
def test_the_same_requests_work_for_ones_own_data(carl, row):
    """Otherwise the test above would prove nothing."""
    numbers = carl.numbers[noun(row)]
    of_one = "/integrations/:id/" in row.path
    if of_one and re.search(r"/(asks|past|person)$", row.path):
        number = carl.watched
    elif of_one and re.search(r"/(yank|server|test|asking)$", row.path):
        number = carl.asked
    elif str(row) in ("POST /plays/:id/date", "PATCH /api/v1/plays/:id"):
        number = carl.done
    else:
        number = numbers[0] if row.method == "GET" else numbers[-1]
    answer = ask(carl.person, row, number)
    assert answer.status in (200, 201, 303), answer
    if row.method != "GET" and len(numbers) > 1 and number == numbers[-1]:
        if noun(row) not in ("works", "deliveries"):
            numbers.pop()


@each([row for row in WITH_ID if row.who == "WHO_ADMIN" and row.method == "GET"])
def test_an_administrator_has_those_pages(ann, alice, row):
    answer = ask(alice, row, ann.numbers[noun(row)][0])
    assert answer.status == 200
    # Data about a person, but not their history or connections.
    assert_says_nothing(answer, ann, but=[ann.person.name])


@each(WITHOUT_ID)
def test_lists_and_new_objects_belong_to_oneself(ann, newcomer_eve, row):
    before = ann.dump()
    answer = ask(newcomer_eve, row)
    if row.who == "WHO_ADMIN" or row.path == "/art/:hash":  # nobody's picture
        assert answer.status == 404
    elif (row.method, row.path) not in ANYBODY:
        assert answer.status in (200, 201, 303), answer
    assert_says_nothing(answer, ann)
    assert ann.dump() == before


@pytest.mark.parametrize("query", [
    "/api/v1/deliveries?integration={integrations}", "/api/v1/deliveries?before={deliveries}",
    "/api/v1/plays?before=9999999999999-{plays}", "/api/v1/works?q={word}",
    "/library?q={word}", "/search?q={word}", "/history?before=9999999999999&id={plays}"])
def test_no_query_leads_to_anns_data(ann, eve, query):
    path = query.format(word="geheimnis", **{
        noun: max(numbers) for noun, numbers in ann.numbers.items()})
    if path.startswith("/api/"):
        answer = eve.api.raw("GET", path.removeprefix("/api/v1"))
    else:
        answer = eve.get(path)
    assert answer.status == 200
    assert_says_nothing(answer, ann)


def test_each_person_has_separate_plays_of_a_shared_film(ann, eve):
    mine, = [p for p in eve.api.get("/plays")["items"] if p["ids"]["tmdb"] == str(SHARED)]
    theirs, = [p for p in ann.api.get("/plays")["items"] if p["ids"]["tmdb"] == str(SHARED)]
    assert mine["work"] != theirs["work"] and mine["id"] != theirs["id"]
    before = ann.dump()
    assert eve.api.get("/works/{id}", mine["work"])["plays"] == [mine["id"]]
    view = eve.get(f"/works/{mine['work']}")
    assert view.status == 200
    assert_says_nothing(view, ann)
    assert not view.has_form(f"plays/{theirs['id']}/remove")
    item = ann.web.value("SELECT item_id FROM play WHERE id = ?", ann.numbers["plays"][0])
    for fields in ({"item": item}, {"item": 10 ** 12}):
        assert eve.post(f"/works/{mine['work']}/complete", fields).status == 404
    # Each corrects the ids of the own work, whoever else has that film.
    answer = eve.post(f"/works/{mine['work']}/ids", {"source": "imdb", "value": "tt7788880"})
    assert answer.status == 303
    eve.post(f"/works/{mine['work']}/complete", {})
    assert ann.dump() == before


def test_what_one_persons_senders_tell_is_never_used_for_another(ann, eve):
    """A slug of Ann's teaches titles and ids; Eve's reports and pages stay as they were."""
    def told(household, title, percent, **ids):
        body = bodies.movie(1, percent)
        body["Item"] |= {"Name": title, "ProviderIds": ids}
        return household.hook("jellyfin").post(body).json["plays"][0]["play"]

    told(ann.person, f"{ann.word} wrong title", 40, Tmdb="771100", Imdb="tt7711000")
    told(ann.person, f"{ann.word} other", 40, Tmdb="771101", Tvdb="771102")
    mine = told(eve, "Right title", 50, Imdb="tt7711000")
    other = told(eve, "Another", 60, Tmdb="771103", Tvdb="771102")
    plays = {p["id"]: p for p in eve.api.get("/plays")["items"]}
    assert plays[mine]["title"] == "Right title"
    assert plays[mine]["ids"] == {"imdb": "tt7711000"}
    assert plays[other]["ids"] == {"tmdb": "771103", "tvdb": "771102"}
    for number in plays[mine]["work"], plays[other]["work"]:
        assert_says_nothing(eve.api.raw("GET", f"/works/{number}"), ann)
        assert_says_nothing(eve.get(f"/works/{number}"), ann)
    # An id that Ann's film has is free, and says nothing of her having it.
    answer = eve.post(f"/works/{plays[mine]['work']}/ids", {"source": "tmdb", "value": "771100"})
    assert answer.status == 303
    assert_says_nothing(eve.request("GET", EXPORT), ann)


def test_sessions_and_tokens_have_the_rights_of_their_person(web, alice):
    person = newcomer(web)
    token = Api(person)
    web.ctl("user", "remove", person.name, "--yes")
    assert person.request("GET", "/").status == 303
    assert token.raw("GET", "/me").status == 401
