# SPDX-License-Identifier: MIT
"""An API client that checks every answer against docs/openapi.json."""

import json
import re
from urllib.parse import urlencode

from jsonschema import Draft202012Validator, RefResolver

from server import ROOT

PREFIX = "/api/v1"
DOC = json.loads((ROOT / "docs/openapi.json").read_text())
VERBS = {"get", "post", "patch", "put", "delete"}
OPERATIONS = {(verb.upper(), path): operation
              for path, item in DOC["paths"].items()
              for verb, operation in item.items() if verb in VERBS}


def resolved(thing):
    """Resolves a reference; returns anything else unchanged."""
    while "$ref" in thing:
        at = DOC
        for key in thing["$ref"].removeprefix("#/").split("/"):
            at = at[key]
        thing = at
    return thing


def validator(schema):
    return Draft202012Validator(schema, resolver=RefResolver.from_schema(DOC))


def parameters(operation, where):
    """{name: schema}"""
    found = map(resolved, operation.get("parameters", ()))
    return {p["name"]: p["schema"] for p in found if p["in"] == where}


def body_schema(operation):
    if "requestBody" not in operation:
        return None
    return operation["requestBody"]["content"]["application/json"]["schema"]


def check_answer(method, path, answer):
    """Checks that the status is described and that the body matches its schema."""
    described = OPERATIONS[method, path]["responses"]
    assert str(answer.status) in described, (method, path, answer)
    response = resolved(described[str(answer.status)])
    for name in response.get("headers", ()):
        assert answer.headers[name] is not None, (method, path, name, answer)
    errors = list(validator(response["content"]["application/json"]["schema"])
                  .iter_errors(answer.json))
    assert not errors, (method, path, answer.status, [
        ("/".join(map(str, error.absolute_path)), error.message) for error in errors])


class Api:
    """An API client with somebody's token. Paths are those of the description:
    "/plays/{id}"."""

    def __init__(self, person, token=None):
        self.person, self.server = person, person.server
        self.token = token or self.server.ctl(
            "token", "new", "--user", person.name, "--name", "test", "--scope", "all")["token"]
        self.seen = set()  # (method, path, status)

    def raw(self, method, target, body=None, token=None):
        return self.at(method, PREFIX + target, body, token)

    def at(self, method, path, body=None, token=None):
        """At any address that takes a token."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.server.request(method, path, body, headers)

    def call(self, method, path, id=None, body=None, **query):
        target = re.sub(r"\{\w+\}", str(id), path)
        if query:
            target += "?" + urlencode(query)
        answer = self.raw(method, target, body)
        check_answer(method, path, answer)
        self.seen.add((method, path, answer.status))
        return answer

    def get(self, path, id=None, **query):
        answer = self.call("GET", path, id, **query)
        assert answer.status == 200, answer
        return answer.json

    def send(self, method, path, id=None, body=None):
        answer = self.call(method, path, id, body)
        assert answer.status in (200, 201), answer
        return answer.json
