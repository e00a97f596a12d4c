# SPDX-License-Identifier: MIT
"""docs/openapi.json describes the API, and the running server keeps to it."""

import re

import pytest

import api
from api import DOC, OPERATIONS, PREFIX, Api, parameters, resolved
from routes import routes
from server import ROOT

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


# --- the description by itself ---

def test_every_route_is_described_and_nothing_else():
    rows = {(r.method, re.sub(r":(\w+)", r"{\1}", r.path.removeprefix(PREFIX)))
            for r in routes() if r.path.startswith("/api/")}
    assert rows == set(OPERATIONS)
    assert all(r.who == "WHO_TOKEN" for r in routes() if r.path.startswith("/api/"))


def test_every_schema_is_one_and_every_reference_leads_somewhere():
    for schema in DOC["components"]["schemas"].values():
        api.Draft202012Validator.check_schema(schema)
    used = {thing["$ref"] for thing in walk(DOC) if isinstance(thing, dict) and "$ref" in thing}
    for name in used:
        assert resolved({"$ref": name})
    for part in ("schemas", "parameters", "responses"):
        for name in DOC["components"][part]:
            assert f"#/components/{part}/{name}" in used, f"nobody uses {part}/{name}"


def test_every_object_is_closed():
    """So that an answer with one member more or less than described is found."""
    for thing in walk(DOC["components"]["schemas"]):
        if isinstance(thing, dict) and thing.get("type") == "object" and "properties" in thing:
            assert thing["additionalProperties"] is False, thing


@each
def test_operation_is_whole(method, path):
    operation = OPERATIONS[method, path]
    assert set(parameters(operation, "path")) == set(re.findall(r"\{(\w+)\}", path))
    assert operation["tags"][0] in {tag["name"] for tag in DOC["tags"]}
    assert operation["summary"] and operation["operationId"]
    assert {"400", "401", "405", "503"} <= set(operation["responses"])
    assert ("404" in operation["responses"]) == ("{" in path)
    same = [o for o in OPERATIONS.values() if o["operationId"] == operation["operationId"]]
    assert len(same) == 1


def listed(file):
    """The names that a file of the API lets through, in queries and bodies."""
    text = file.read_text()
    return {name
            for table in re.findall(r"\b(?:names|members)\[\] = \{(.*?)\}", text, re.S)
            for name in re.findall(r'"(\w+)"', table)}


def test_no_name_is_taken_that_is_not_described():
    for file in sorted((ROOT / "cgi/api").glob("*.c")):
        described = set()
        for (_, path), operation in OPERATIONS.items():
            if operation["tags"] != [file.stem]:
                continue
            described |= set(parameters(operation, "query"))
            schema = api.body_schema(operation)
            described |= set(resolved(schema)["properties"]) if schema else set()
        assert listed(file) == described, file.name


# --- every operation, asked wrongly ---

def target(path):
    return re.sub(r"\{\w+\}", str(UNKNOWN), path)


def example(schema):
    """Some value of that schema."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "object":
        return {name: example(schema["properties"][name]) for name in schema.get("required", ())}
    return {"string": schema.get("examples", ["x"])[0], "integer": schema.get("minimum", 1),
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
def test_another_method_is_told_the_right_ones(carol, method, path):
    rights = {verb for verb, of in OPERATIONS if of == path}
    for wrong in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - rights:
        answer = carol.raw(wrong, target(path))
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(", ")) == rights | (
            {"HEAD"} if "GET" in rights else set())
        api.check_answer(method, path, answer)


@each_with_id
def test_a_number_that_nobody_has_is_404(carol, method, path):
    schema = api.body_schema(OPERATIONS[method, path])
    body = example(schema) if schema else None
    answers = [carol.call(method, path, id, body)
               for id in (UNKNOWN, "0", "-1", "1x", "%31", "9" * 30, "..%2f1")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1


@each_list
def test_a_parameter_that_nobody_knows_is_named(carol, method, path):
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
def test_a_parameter_is_what_it_is_described_to_be(carol, method, path):
    for name, schema in parameters(OPERATIONS[method, path], "query").items():
        fit = api.validator(schema)
        for text in (*WRONG, *map(str, schema.get("enum", ())), "1",
                     str(schema.get("minimum", 1)), str(schema.get("maximum", 1))):
            value = int(text) if schema["type"] == "integer" and text.lstrip("-").isdigit() \
                and text.isascii() else text
            # Beyond 64 bits there are no numbers of rows.
            is_right = fit.is_valid(value) and "%" not in text and len(text) < 19
            answer = carol.raw("GET", f"{path}?{name}={text.replace(' ', '+')}")
            assert answer.status == (200 if is_right else 400), (name, text, answer)
            assert is_right or "%" in text or answer.json["field"] == name
            api.check_answer(method, path, answer)
        if "maximum" in schema:
            answer = carol.raw("GET", f"{path}?{name}={schema['maximum'] + 1}")
            assert (answer.status, answer.json["field"]) == (400, name)


@each_with_body
def test_a_body_is_what_it_is_described_to_be(carol, method, path):
    schema = api.body_schema(OPERATIONS[method, path])
    good = example(schema)
    for octets in (b"", b" ", b"{", b"[]", b"null", b'"x"', b"1", b"\xff", b'{"a":NaN}'):
        assert carol.raw(method, path, octets).status == 400
    for more in ("colour", "Name", "id", "user_id"):
        answer = carol.raw(method, path, {**good, more: 1})
        assert (answer.status, answer.json["field"]) == (400, more)
        api.check_answer(method, path, answer)
    for name, inner in resolved(schema)["properties"].items():
        for value in (None, "", "x" * 5000, -1, 1.5, 101, 10 ** 30, True, [], {}, "\0"):
            if api.validator(inner).is_valid(value) and value != "\0":
                continue
            if value is None and name not in resolved(schema).get("required", ()):
                continue  # as good as absent
            answer = carol.raw(method, path, {**good, name: value})
            assert (answer.status, answer.json["field"]) == (400, name), (name, value)
            assert answer.json["expected"]
            api.check_answer(method, path, answer)
    for octets in (b'{"a":' + b"1," * 4000 + b"1}", b" " * 20_000):
        answer = carol.raw(method, path, octets)
        assert answer.status == 413
        api.check_answer(method, path, answer)


@each_get
def test_head_is_get_without_a_body(carol, method, path):
    answer = carol.raw("HEAD", target(path))
    assert (answer.status, answer.body) == (404 if "{id}" in path else 200, b"")
    assert answer.headers.get_content_type() == "application/json"


def test_an_address_below_it_that_is_none_is_404_in_json(carol):
    for path in ("", "/", "/nothing", "/plays/1/2", "/plays//complete"):
        answer = carol.raw("GET", path)
        assert (answer.status, answer.json["reason"]) == (404, "not-found"), path
