# SPDX-License-Identifier: MIT
"""docs/openapi.json describes the API, and the running server conforms to it."""

import json
import re

import pytest

import api
from api import DOC, OPERATIONS, PREFIX, Api, parameters, resolved
from audiobookshelf import KEY
from bodies import jellyfin, kodi, movie
from routes import routes
from server import ROOT, wait_until

UNKNOWN = 10 ** 15
ALL = sorted(OPERATIONS)


def each_of(which):
    chosen = [at for at in ALL if which(*at)]
    return pytest.mark.parametrize(
        "method, path", chosen, ids=[f"{method} {path}" for method, path in chosen])


each = each_of(lambda method, path: True)
each_with_id = each_of(lambda method, path: "{id}" in path)
each_list = each_of(lambda method, path: method == "GET" and "{id}" not in path)
each_get = each_of(lambda method, path: method == "GET")
each_with_body = each_of(
    lambda method, path: api.body_schema(OPERATIONS[method, path]) and "{id}" not in path)


@pytest.fixture(scope="module")
def carol(web):
    return Api(web.person())


def walk(thing):
    yield thing
    for inner in (thing.values() if isinstance(thing, dict)
                  else thing if isinstance(thing, list) else ()):
        yield from walk(inner)


# --- the description itself ---

def test_every_route_is_described_and_nothing_else():
    rows = {(r.method, re.sub(r":(\w+)", r"{\1}", r.path.removeprefix(PREFIX)))
            for r in routes() if r.path.startswith("/api/")}
    assert rows == set(OPERATIONS)
    assert all(r.who == "WHO_TOKEN" for r in routes() if r.path.startswith("/api/"))


def test_schemas_are_valid_and_references_resolve():
    for schema in DOC["components"]["schemas"].values():
        api.Draft202012Validator.check_schema(schema)
    used = {thing["$ref"] for thing in walk(DOC) if isinstance(thing, dict) and "$ref" in thing}
    for name in used:
        assert resolved({"$ref": name})
    for part in ("schemas", "parameters", "responses"):
        for name in DOC["components"][part]:
            assert f"#/components/{part}/{name}" in used, f"nobody uses {part}/{name}"


def test_every_object_forbids_unknown_members():
    """So that a member missing from the description or from the answer is found."""
    for thing in walk(DOC["components"]["schemas"]):
        if isinstance(thing, dict) and thing.get("type") == "object" and "properties" in thing:
            assert thing["additionalProperties"] is False, thing


@each
def test_operation_is_complete(method, path):
    operation = OPERATIONS[method, path]
    assert set(parameters(operation, "path")) == set(re.findall(r"\{(\w+)\}", path))
    assert operation["tags"][0] in {tag["name"] for tag in DOC["tags"]}
    assert operation["summary"] and operation["operationId"]
    assert {"400", "401", "405", "503"} <= set(operation["responses"])
    assert ("404" in operation["responses"]) == ("{" in path)
    same = [o for o in OPERATIONS.values() if o["operationId"] == operation["operationId"]]
    assert len(same) == 1


def settings():
    """Of an integration: its rows, and the fields of providers that can be set from afar."""
    rows = (ROOT / "shared/actions/integration.c").read_text()
    fields = (ROOT / "shared/providers/field.c").read_text()
    return {*re.findall(r"\[SETTING_\w+\]\s*=\s*\{ \"(\w+)\"", rows),
            *(name for name, row in re.findall(
                r"\[FIELD_\w+\] = \{ \.name = \"(\w+)\"(.*?)\.check", fields, re.S)
              if ".is_local" not in row)}


def listed(file):
    """The names that a file of the API accepts, in queries and bodies."""
    text = file.read_text()
    names = {name
             for table in re.findall(r"\b(?:names|members)\[\] = \{(.*?)\}", text, re.S)
             for name in re.findall(r'"(\w+)"', table)}
    if "policy_rules[" in text:
        rules = (ROOT / "shared/progress/policy.c").read_text()
        return set(re.findall(r'\[POLICY_\w+\] = \w*[({]\s*"(\w+)"', rules))
    if "field_types[" not in text:
        return names
    return names | settings()


def test_no_undescribed_name_is_accepted():
    for file in sorted((ROOT / "cgi/api").glob("*.c")):
        described = set()
        for (_, path), operation in OPERATIONS.items():
            if operation["tags"] != [file.stem]:
                continue
            described |= set(parameters(operation, "query"))
            schema = api.body_schema(operation)
            described |= set(resolved(schema)["properties"]) if schema else set()
        assert listed(file) == described, file.name


# --- every operation, with wrong requests ---

def target(path):
    return re.sub(r"\{\w+\}", str(UNKNOWN), path)


def example(schema):
    """A value that matches the schema."""
    schema = resolved(schema)
    if "enum" in schema or "examples" in schema:
        return [*schema.get("examples", ()), *schema.get("enum", ())][0]
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "object":
        return {name: example(schema["properties"][name]) for name in schema.get("required", ())}
    return {"string": "x", "integer": schema.get("minimum", 1),
            "number": 50, "boolean": True}[kind]


@each
def test_without_a_token_it_is_401(web, method, path):
    for value in (None, "", "Bearer", "Bearer x", "Basic YTpi",
                  "Bearer 00000000-0000-4000-8000-000000000000"):
        headers = {"Authorization": value} if value is not None else {}
        answer = web.request(method, PREFIX + target(path), None, headers)
        assert (answer.status, answer.json["reason"]) == (401, "auth")
        assert answer.headers["Set-Cookie"] is None
        api.check_answer(method, path, answer)


@each
def test_a_cookie_does_not_open_it(bob, method, path):
    view = bob.request(method, PREFIX + target(path))
    assert view.status == 401


@each
def test_wrong_method_gets_the_allowed_ones(carol, method, path):
    rights = {verb for verb, of in OPERATIONS if of == path}
    for wrong in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - rights:
        answer = carol.raw(wrong, target(path))
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(", ")) == rights | (
            {"HEAD"} if "GET" in rights else set())
        api.check_answer(method, path, answer)


@each_with_id
def test_an_unknown_id_is_404(carol, method, path):
    schema = api.body_schema(OPERATIONS[method, path])
    body = example(schema) if schema else None
    answers = [carol.call(method, path, id, body)
               for id in (UNKNOWN, "0", "-1", "1x", "%31", "9" * 30, "..%2f1")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1


@each_list
def test_an_unknown_parameter_is_named(carol, method, path):
    for query, field in (("colour=red", "colour"), ("Limit=3", "Limit"), ("=1", ""),
                         ("%3Cb%3E=", "<b>"), ("x" * 300 + "=1", "x" * 60)):
        answer = carol.raw("GET", f"{path}?{query}")
        assert (answer.status, answer.json.get("field", "")) == (400, field)
        api.check_answer(method, path, answer)
    for name in parameters(OPERATIONS[method, path], "query"):
        answer = carol.raw("GET", f"{path}?{name}=1&{name}=1")
        assert (answer.status, answer.json["field"]) == (400, name)


WRONG = ("", "x", "-1", "0", "1.5", "9" * 30, "<script>", "%00", "%ff", " 1")


@each_list
def test_a_parameter_must_match_its_description(carol, method, path):
    for name, schema in parameters(OPERATIONS[method, path], "query").items():
        fit = api.validator(schema)
        for text in (*WRONG, *schema.get("enum", ()), *schema.get("examples", ()),
                     str(schema.get("minimum", 1)), str(schema.get("maximum", 1))):
            value = int(text) if schema["type"] == "integer" and text.lstrip("-").isdigit() \
                and text.isascii() else text
            # Integers have at most 64 bits.
            is_right = fit.is_valid(value) and "%" not in text and (
                value == text or value < 2 ** 63)
            answer = carol.raw("GET", f"{path}?{name}={text.replace(' ', '+')}")
            assert answer.status == (200 if is_right else 400), (name, text, answer)
            assert is_right or "%" in text or answer.json["field"] == name
            api.check_answer(method, path, answer)
        if "maximum" in schema:
            answer = carol.raw("GET", f"{path}?{name}={schema['maximum'] + 1}")
            assert (answer.status, answer.json["field"]) == (400, name)


@each_with_body
def test_a_body_must_match_its_description(carol, method, path):
    schema = api.body_schema(OPERATIONS[method, path])
    good = example(schema)
    for raw in (b"", b" ", b"{", b"[]", b"null", b'"x"', b"1", b"\xff", b'{"a":NaN}'):
        assert carol.raw(method, path, raw).status == 400
    for more in ("colour", "Name", "id", "user_id"):
        answer = carol.raw(method, path, {**good, more: 1})
        assert (answer.status, answer.json["field"]) == (400, more)
        api.check_answer(method, path, answer)
    for name, inner in resolved(schema)["properties"].items():
        for value in (None, "", "x" * 5000, -1, 1.5, 101, 10 ** 30, True, [], {}, "\0"):
            if api.validator(inner).is_valid(value) and value != "\0":
                continue
            if value is None and name not in resolved(schema).get("required", ()):
                continue  # treated as absent
            answer = carol.raw(method, path, {**good, name: value})
            assert (answer.status, answer.json["field"]) == (400, name), (name, value)
            assert answer.json["expected"]
            api.check_answer(method, path, answer)
    answer = carol.raw(method, path, b" " * 20_000)
    assert answer.status == 413
    api.check_answer(method, path, answer)


@each_get
def test_head_is_get_without_a_body(carol, method, path):
    answer = carol.raw("HEAD", target(path))
    assert (answer.status, answer.body) == (404 if "{id}" in path else 200, b"")
    assert answer.headers.get_content_type() == "application/json"


def test_an_unknown_api_address_is_404_in_json(carol):
    for path in ("", "/", "/nothing", "/plays/1/2", "/plays//complete"):
        answer = carol.raw("GET", path)
        assert (answer.status, answer.json["reason"]) == (404, "not-found"), path


# --- every operation, with correct requests ---

@pytest.fixture(scope="module")
def story(web):
    """A person with a film, a show, a book server, and everything that results from them."""
    dora = Api(web.person())
    hook = dora.person.hook("jellyfin")
    for body in (movie(603, 50), jellyfin("episode-progress.json"), movie(604, 97), b"no JSON"):
        hook.post(body)
    dora.person.hook("kodi").post(kodi(605, 40))
    return dora


@pytest.fixture(scope="module")
def told(story):
    """The ids of the existing objects."""
    plays = story.get("/plays")["items"]
    return {
        "open": next(p for p in plays if p["ids"]["tmdb"] == "603"),
        "done": next(p for p in plays if p["ids"]["tmdb"] == "604"),
        "show": next(p for p in plays if p["kind"] == "show"),
        "hook": story.get("/integrations")["items"][0],
    }


def test_me(story):
    me = story.get("/me")
    assert me["user"] == {"id": story.person.id, "name": story.person.name,
                          "is_admin": False, "time_zone": None}
    assert f'"{me["version"]}"' in (ROOT / "shared/base/version.h").read_text()


def test_now(story, told):
    now = story.get("/now")["items"]
    assert {p["id"] for p in now} == {
        p["id"] for p in story.get("/plays")["items"] if p["state"] == "in_progress"}
    assert now[0]["ids"]["tmdb"] == "605"


def test_plays_are_filtered_and_paged(story, told):
    everything = story.get("/plays")["items"]
    assert len(everything) == 4
    assert [p["updated_at"] for p in everything] == sorted(
        (p["updated_at"] for p in everything), reverse=True)
    assert [p["id"] for p in story.get("/plays", state="completed")["items"]] == [
        told["done"]["id"]]
    assert [p["id"] for p in story.get("/plays", kind="show")["items"]] == [told["show"]["id"]]
    got, query = [], {}
    while True:
        page = story.get("/plays", limit=3, **query)
        got += page["items"]
        if not page["next"]:
            break
        query = {"before": page["next"]}
    assert got == everything


def test_a_play_and_its_deliveries(story, told):
    play = story.get("/plays/{id}", told["show"]["id"])
    assert (play["season"], play["episode"], play["state"]) == (1, 1, "in_progress")
    assert [d["reason"] for d in play["deliveries"]] == ["started"]
    delivery = story.get("/deliveries/{id}", play["deliveries"][0]["id"])
    assert delivery["plays"] == [play["id"]]
    assert story.get("/plays/{id}", told["open"]["id"])["percent"] == 50


def test_works(story, told):
    works = story.get("/works")["items"]
    assert {w["kind"] for w in works} == {"movie", "show"} and len(works) == 4
    assert [w["kind"] for w in story.get("/works", kind="show")["items"]] == ["show"]
    assert [w["id"] for w in story.get("/works", state="completed")["items"]] == [
        told["done"]["work"]]
    for order in ("recent", "title", "newest"):
        assert len(story.get("/works", order=order)["items"]) == 4
    assert len(story.get("/works", q="BREAKING")["items"]) == 1
    assert story.get("/works", page=2) == {"items": [], "next": None}
    show = story.get("/works/{id}", told["show"]["work"])
    assert [(p["season"], p["episode"]) for p in show["parts"]] == [(1, 1)]
    assert show["plays"] == [told["show"]["id"]]
    assert {"source": "tmdb", "value": told["show"]["ids"]["tmdb"]} in show["ids"]


def test_history(story, told):
    items = story.get("/history")["items"]
    assert [row["play"] for row in items] == [told["done"]["id"]]
    day = items[0]["day"]
    assert story.get("/history", **{"from": day, "to": day})["items"] == items
    assert story.get("/history", to="2001-01-01")["items"] == []
    assert story.get("/history", **{"from": "2999-12-31"})["items"] == []
    assert story.get("/history", kind="show")["items"] == []
    page = story.get("/history", limit=1)
    assert story.get("/history", before=page["next"])["items"] == []
    for date in ("2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "2026-11-22x", "1960-01-01"):
        answer = story.call("GET", "/history", **{"from": date})
        assert (answer.status, answer.json["field"]) == (400, "from"), date


def test_edits_and_undoing_them(story, told):
    number = told["open"]["id"]
    done = story.send("POST", "/plays/{id}/complete", number)
    assert done["work"] == told["open"]["work"]
    assert story.get("/plays/{id}", number)["state"] == "completed"
    assert story.send("POST", "/plays/{id}/complete", number, {}) == done
    assert story.send("POST", "/edits/{id}/undo", done["edit"]) == {"work": done["work"]}
    assert story.get("/plays/{id}", number) == {
        **told["open"], "deliveries": story.get("/plays/{id}", number)["deliveries"]}
    gone = story.send("DELETE", "/plays/{id}", number)
    assert story.call("GET", "/plays/{id}", number).status == 404
    assert number not in [p["id"] for p in story.get("/plays")["items"]]
    assert story.call("POST", "/plays/{id}/complete", number).status in (404, 409)
    story.send("POST", "/edits/{id}/undo", gone["edit"])
    assert story.get("/plays/{id}", number)["id"] == number


def test_opinions_and_lists(story, told):
    work = told["open"]["work"]
    edit = story.send("PATCH", "/works/{id}", work, {"rating": 7, "is_on_watchlist": True})
    assert edit["work"] == work and story.get("/works/{id}", work)["rating"] == 7
    rainy = story.send("POST", "/lists", body={"name": "Rainy"})["id"]
    assert story.send("PATCH", "/lists/{id}", rainy, {"name": "Sunny"})["name"] == "Sunny"
    story.send("POST", "/lists/{id}/works", rainy, {"work": work})
    assert story.get("/lists/{id}", rainy)["works"] == [work]
    assert story.send("DELETE", "/lists/{id}", rainy)["removed_at"]
    assert story.send("POST", "/lists/{id}/restore", rainy)["removed_at"] is None
    assert [row["name"] for row in story.get("/lists")["items"]] == ["Watchlist", "Sunny"]


def test_deliveries_are_filtered_and_paged(story, told):
    everything = story.get("/deliveries")["items"]
    assert len(everything) == 5
    refused, = story.get("/deliveries", outcome="refused")["items"]
    assert refused["reason"] == "not-json"
    assert story.get("/deliveries/{id}", refused["id"])["body"] == "no JSON"
    of_hook = story.get("/deliveries", integration=told["hook"]["id"])["items"]
    assert of_hook == [d for d in everything if d["integration"] == told["hook"]["id"]]
    assert len(of_hook) == 4
    page = story.get("/deliveries", limit=3)
    rest = story.get("/deliveries", limit=3, before=page["next"])
    assert page["items"] + rest["items"] == everything and rest["next"] is None


def test_a_replay(story, told):
    number = story.get("/deliveries", outcome="tracked", integration=told["hook"]["id"],
                       limit=1)["items"][0]["id"]
    verdict = story.send("POST", "/deliveries/{id}/replay", number)
    assert verdict["delivery"] == number and verdict["plays"] == [told["done"]["id"]]
    assert story.get("/deliveries/{id}", number)["replayed_at"]


def test_a_body_that_was_not_kept_or_is_binary(story):
    hook = story.person.hook("jellyfin")
    empty = hook.post(b"").json["delivery"]
    assert story.call("POST", "/deliveries/{id}/replay", empty).status == 409
    shown = story.get("/deliveries/{id}", empty)
    assert (shown["is_body_kept"], shown["body"]) == (False, None)
    binary = hook.post(b"\xff\x00").json["delivery"]
    shown = story.get("/deliveries/{id}", binary)
    assert (shown["is_body_kept"], shown["body"]) == (True, None)
    story.send("DELETE", "/integrations/{id}", hook.id)


def test_the_largest_body_is_returned_complete(story):
    hook = story.person.hook("jellyfin")
    body = json.dumps({**jellyfin(**{"Item.ProviderIds": {}}), "x": "\x7f\"" * 600_000},
                      ensure_ascii=False)
    answer = hook.post(body.encode()).json
    number = answer["delivery"]
    assert answer["outcome"] == "unmatched"  # of what is refused less is kept
    assert story.get("/deliveries/{id}", number)["body"] == body
    story.send("DELETE", "/integrations/{id}", hook.id)


def test_an_integration_from_creation_to_removal(story):
    made = story.call("POST", "/integrations", body={
        "provider": "jellyfin", "name": "Attic", "only_user": "dora", "start_percent": 1.25,
        "complete_percent": 90}).json
    assert (made["name"], made["only_user"]) == ("Attic", "dora")
    assert (made["start_percent"], made["complete_percent"]) == (1.25, 90)
    path = made["url"].removeprefix(story.server.base_url)

    def send(**changes):
        return story.server.post(path, json.dumps(jellyfin(**changes)))

    assert send().json["reason"] == "other-user"
    assert send(**{"User.Name": "dora", "Item.ProviderIds": {"Tmdb": "606"}}
                ).json["reason"] == "started"
    whole = story.get("/integrations/{id}", made["id"])
    assert (whole["received"]["count"], whole["received"]["tracked"]) == (2, 1)
    assert "url" not in next(i for i in story.get("/integrations")["items"]
                             if i["id"] == made["id"])
    changed = story.send("PATCH", "/integrations/{id}", made["id"],
                         {"is_enabled": False, "only_user": None})
    assert changed == {**whole, "is_enabled": False, "only_user": None}
    assert send().json["reason"] == "switched-off"
    assert story.call("PATCH", "/integrations/{id}", made["id"],
                      {"start_percent": 90}).json["field"] == "start_percent"
    rotated = story.send("POST", "/integrations/{id}/rotate", made["id"])
    assert rotated["url"] != made["url"] and rotated["old_url_ends_at"]
    assert story.call("POST", "/integrations/{id}/yank", made["id"]).status == 409
    for name, other in (("server_url", "server_key"), ("server_key", "server_url")):
        answer = story.call("PATCH", "/integrations/{id}", made["id"], {name: "https://a.example"})
        assert (answer.status, answer.json["field"]) == (400, other)
    story.send("DELETE", "/integrations/{id}", made["id"])
    assert send().status == 404
    answer = story.call("POST", "/integrations", body={"provider": "kodi", "only_user": "dora"})
    assert (answer.status, answer.json["field"]) == (400, "only_user")


def test_a_server_is_checked_before_it_is_added(story, shelf):
    def check(number):
        return story.send("GET", "/integrations/checks/{id}", number)

    def ended(number):
        seen = check(number)
        return seen if seen["state"] not in ("waiting", "running") else None

    def add(**more):
        answer = story.call("POST", "/integrations", body={
            "provider": "audiobookshelf", "name": "Shelf", "server_url": shelf.url, **more})
        assert answer.status == 202, answer
        number = answer.json["check"]
        return wait_until(lambda: ended(number), "the end of the check")

    seen = add(server_key="another")
    assert (seen["state"], seen["field"], seen["integration"]) == ("failed", "server_key", None)
    assert "refused this API key" in seen["error"]
    assert story.call("POST", "/integrations/checks/{id}/confirm", seen["check"]).status == 409
    seen = add(server_key=KEY)
    assert (seen["state"], seen["server_user"]) == ("asks", "alice")
    assert "of the account alice" in seen["question"] and not seen["integration"]
    seen = story.send("POST", "/integrations/checks/{id}/confirm", seen["check"])
    assert seen["state"] == "added" and seen["question"] is None
    made = wait_until(lambda: (one := story.send(
        "GET", "/integrations/{id}", seen["integration"]))["server"]["answered_at"] and one,
        "the first sync")
    assert made["server"]["found"] == 12
    assert story.call("POST", "/integrations/checks/{id}/confirm", seen["check"]).status == 409
    story.send("DELETE", "/integrations/{id}", made["id"])
    assert story.call("GET", "/integrations/checks/{id}", seen["check"]).status == 404


def test_a_synced_server(story):
    key = "eyJhbGciOiJIUzI1NiJ9.secret.key"
    new = {"provider": "audiobookshelf", "server_url": "https://books.example.org/"}
    assert story.call("POST", "/integrations", body=new).json["field"] == "server_key"
    new["is_unchecked"] = True
    answer = story.call("POST", "/integrations", body={**new, "server_key": key})
    assert answer.status == 201, answer
    made = answer.json
    assert made["server"]["url"] == "https://books.example.org" and made["url"] is None
    asked = story.send("POST", "/integrations/{id}/yank", made["id"])
    assert asked["server"]["asked_at"] and not asked["server"]["answered_at"]
    assert story.call("POST", "/integrations/{id}/rotate", made["id"]).status == 409
    story.send("PATCH", "/integrations/{id}", made["id"], {"is_enabled": False})
    assert story.call("POST", "/integrations/{id}/yank", made["id"]).status == 400
    answer = story.call("PATCH", "/integrations/{id}", made["id"],
                        {"server_url": "https://elsewhere.example"})
    assert (answer.status, answer.json["field"]) == (400, "server_key")
    moved = story.send("PATCH", "/integrations/{id}", made["id"],
                       {"server_url": "https://elsewhere.example", "server_key": key + "2"})
    assert moved["server"]["url"] == "https://elsewhere.example"
    for bad in ("two words", "tab\t", "schlüssel"):
        answer = story.call("PATCH", "/integrations/{id}", made["id"], {"server_key": bad})
        assert (answer.status, answer.json["field"]) == (400, "server_key")
        assert bad not in answer.json["detail"]
    for bad in ("ftp://a.example", "books.example.org", "https://u:p@a.example", "https://"):
        answer = story.call("PATCH", "/integrations/{id}", made["id"],
                            {"server_url": bad, "server_key": key})
        assert (answer.status, answer.json["field"]) == (400, "server_url"), bad
    said = story.raw("GET", f"/integrations/{made['id']}").body + b"".join(
        story.raw("GET", path).body for path in ("/integrations", "/deliveries"))
    assert b"secret" not in said
    story.send("DELETE", "/integrations/{id}", made["id"])


def test_a_token_from_creation_to_revocation(story):
    made = story.send("POST", "/tokens", body={"name": "Lamp", "scope": "all"})
    lamp = Api(story.person, made["token"])
    assert lamp.get("/me")["user"]["name"] == story.person.name
    listed = story.get("/tokens")["items"]
    assert made["token"] not in str(listed)
    used = next(t for t in listed if t["id"] == made["id"])
    assert used["last_used_from"] == "127.0.0.1"
    revoked = lamp.send("DELETE", "/tokens/{id}", made["id"])
    assert revoked["revoked_at"]
    assert lamp.call("GET", "/me").status == 401
    assert story.send("DELETE", "/tokens/{id}", made["id"]) == revoked


def test_a_report_of_a_program(story):
    body = {"kind": "movie", "ids": {"tmdb": 607}, "percent": 50}
    assert story.send("POST", "/scrobble", body=body)["reason"] == "started"


def test_a_thing_without_an_id_is_named(story):
    body = movie(779_001, 60)
    body["Item"] |= {"ProviderIds": {}, "Name": "Rough Cut"}
    made = story.send("POST", "/integrations", body={"provider": "jellyfin"})
    path = made["url"].removeprefix(story.server.base_url)
    assert story.server.post(path, json.dumps(body).encode()).json["reason"] == "no-identifier"
    thing, = [row for row in story.get("/unmatched")["items"] if row["title"] == "Rough Cut"]
    assert story.get("/unmatched/{id}", thing["id"]) == thing
    said = {"id": "tmdb:779001", "preview": True}
    seen = story.send("POST", "/unmatched/{id}/name", thing["id"], said)
    assert seen["is_preview"] and seen["play_count"] == 1
    named = story.send("POST", "/unmatched/{id}/name", thing["id"], {"id": "tmdb:779001"})
    assert named == {**seen, "is_preview": False, "chosen_at": named["chosen_at"],
                     "work": named["work"], "plays": named["plays"]}
    assert story.call("POST", "/unmatched/{id}/name", thing["id"], said).status == 409
    undone = story.send("POST", "/unmatched/{id}/undo", thing["id"])
    assert (undone["choice"], undone["play_count"]) == (None, 0)
    assert story.call("POST", "/unmatched/{id}/undo", thing["id"]).status == 409


def test_policies(story, told):
    none = story.get("/integrations/{id}/policy", told["hook"]["id"])
    assert set(none.values()) == {None}
    change = {"minutes_left": 3, "movie_start_percent": 2.5}
    assert story.send("PATCH", "/integrations/{id}/policy", told["hook"]["id"],
                      change) == {**none, **change}
    off = dict.fromkeys(change)
    assert story.send("PATCH", "/integrations/{id}/policy", told["hook"]["id"], off) == none


def test_an_account_of_a_shared_integration(story):
    made = story.send("POST", "/integrations", body={"provider": "jellyfin", "is_shared": True})
    path = made["url"].removeprefix(story.server.base_url)
    assert made["is_shared"] and not made["is_behind_shared"]

    def send():
        return story.server.post(path, json.dumps(movie(779_101, 60)).encode()).json["reason"]

    assert send() == "stranger"
    account, = story.get("/integrations/{id}/accounts", made["id"])["items"]
    ignored = story.send("POST", "/accounts/{id}/ignore", account["id"])
    assert (ignored["state"], ignored["outcomes"]["ignored"]) == ("ignored", 1)
    assert story.send("POST", "/accounts/{id}/take-back", account["id"])["state"] == "stranger"
    given = story.send("POST", "/accounts/{id}/give", account["id"],
                       {"person": story.person.name})
    assert (given["person"], given["outcomes"]["tracked"]) == (story.person.name, 1)
    assert send() == "unchanged"
    added = story.send("POST", "/integrations/{id}/accounts", made["id"],
                       {"name": "somebody", "person": story.person.name})
    assert (added["state"], added["sender_id"], added["deliveries"]) == ("given", None, 0)


def test_the_story_called_every_operation(story):
    """So that every new operation is exercised above. This test comes last in the file."""
    good = {(method, path) for method, path, status in story.seen if status < 300}
    assert good == set(OPERATIONS)
