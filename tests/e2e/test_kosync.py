# SPDX-License-Identifier: MIT
"""Reading programs that keep their place here, at /kosync/, through nginx."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

import bodies

ACCEPT = "application/vnd.koreader.v1+json"
CASES = sorted(bodies.expected("koreader").items())
DUNE = json.loads(bodies.read("with-title.json", "koreader"))


def token(person, *options):
    return person.server.ctl("token", "new", "--user", person.name, "--name", "reader",
                             *options)["token"]


class Reader:
    """One device, signed in as the program does it."""

    def __init__(self, person, password=None):
        self.person, self.server = person, person.server
        self.key = hashlib.md5((password or token(person)).encode()).hexdigest()

    def ask(self, method, path, body=None):
        headers = {"Accept": ACCEPT, "x-auth-user": "anything", "x-auth-key": self.key}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.server.request(method, f"/kosync{path}", body, headers)
        assert answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(answer.body)

    def tell(self, **changes):
        return self.ask("PUT", "/syncs/progress", {**DUNE, **changes})

    def deliveries(self):
        return self.server.ctl("delivery", "list", "--user", self.person.name)["deliveries"]


@pytest.fixture
def reader(server):
    return Reader(server.person())


UNAUTHORIZED = (401, {"code": 2001, "message": "Unauthorized"})


def test_a_token_is_the_password(server, reader):
    assert reader.ask("GET", "/users/auth") == (200, {"authorized": "OK"})
    assert reader.ask("GET", "/healthcheck") == (200, {"state": "OK"})
    for wrong in ("", "x" * 32, reader.key.upper(), "0" * 32):
        reader.key = wrong
        assert reader.ask("GET", "/users/auth") == UNAUTHORIZED
        assert reader.tell() == UNAUTHORIZED
        assert reader.ask("GET", f"/syncs/progress/{DUNE['document']}") == UNAUTHORIZED
    assert reader.person.plays() == []


def test_a_token_that_may_only_read_or_was_revoked_is_refused(server):
    person = server.person()
    assert Reader(person, token(person, "--scope", "read")).tell() == UNAUTHORIZED
    reader = Reader(person)
    assert reader.tell()[0] == 200
    newest = server.value("SELECT max(id) FROM token WHERE user_id = ?", person.id)
    server.ctl("token", "revoke", newest)
    assert reader.tell() == UNAUTHORIZED


def test_a_token_of_the_api_signs_in_too(web):
    person = web.person()
    made = person.server.request(
        "POST", "/api/v1/tokens", json.dumps({"name": "reader", "scope": "report"}).encode(),
        {"Authorization": f"Bearer {token(person, '--scope', 'all')}",
         "Content-Type": "application/json"})
    assert made.status == 201
    assert Reader(person, json.loads(made.body)["token"]).tell()[0] == 200


def test_nobody_registers(reader):
    status, answer = reader.ask("POST", "/users/create", {"username": "a", "password": "b"})
    assert status == 402 and answer["code"] == 2005 and "Login" in answer["message"]


@pytest.mark.parametrize("name, expect", CASES, ids=[name for name, _ in CASES])
def test_a_place_is_a_report_and_a_repeat_has_no_effect(reader, name, expect):
    body = bodies.read(name, "koreader")
    status, answer = reader.ask("PUT", "/syncs/progress", body)
    assert status == 200 and answer["document"] == json.loads(body)["document"]
    assert set(answer) == {"document", "timestamp"}
    plays = reader.person.plays()
    if expect["action"] == "progress":
        play, = plays
        assert (play["state"], play["title"]) == (expect["state"], "Dune")
    else:
        assert plays == []
    kept, = reader.deliveries()
    assert kept["event"] == "progress"
    assert reader.ask("PUT", "/syncs/progress", body)[0] == 200
    assert reader.person.plays() == plays


def test_two_devices_agree_on_the_place(reader):
    other, stranger = Reader(reader.person), Reader(reader.server.person())
    path = f"/syncs/progress/{DUNE['document']}"
    assert reader.ask("GET", path) == (200, {})
    reader.tell(percentage=0.25, progress="100")
    other.tell(percentage=0.5, progress="200", device="kobo", device_id="K1")
    for device in (reader, other):
        # Newer programs send the identifiers of the file, too.
        status, place = device.ask("GET", f"{path}?ids=content:{DUNE['document']}")
        assert status == 200 and isinstance(place.pop("timestamp"), int)
        assert place == {"document": DUNE["document"], "percentage": 0.5, "progress": "200",
                         "device": "kobo", "device_id": "K1"}
    assert stranger.ask("GET", path) == (200, {})


def test_a_book_with_a_title_needs_none_from_another_device(reader):
    nameless = {**DUNE, "metadata": None, "percentage": 0.3, "device_id": "K1"}
    assert reader.ask("PUT", "/syncs/progress", nameless)[0] == 200
    assert reader.person.plays() == []
    reader.tell(percentage=0.4)
    reader.ask("PUT", "/syncs/progress", {**nameless, "percentage": 0.5})
    play, = reader.person.plays()
    assert (play["percent"], play["title"]) == (50, "Dune")


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b"{" * 5000,
    json.dumps({**DUNE, "document": 7}).encode(),
    json.dumps({**DUNE, "document": "with blanks in it"}).encode(),
    json.dumps({**DUNE, "document": "d" * 101}).encode(),
    json.dumps({**DUNE, "percentage": 1.01}).encode(),
    json.dumps({**DUNE, "percentage": -0.1}).encode(),
    json.dumps({**DUNE, "percentage": "half"}).encode(),
    json.dumps({k: v for k, v in DUNE.items() if k != "percentage"}).encode(),
    json.dumps({**DUNE, "filler": "x" * 17000}).encode(),
], ids=range(14))
def test_a_wrong_body_is_refused_in_the_words_of_the_protocol(reader, body):
    status, answer = reader.ask("PUT", "/syncs/progress", body)
    assert status == 403 and answer["code"] == 2003 and answer["message"]
    assert reader.person.plays() == []
    assert reader.ask("GET", f"/syncs/progress/{DUNE['document']}") == (200, {})


def test_a_place_that_is_too_long_is_not_kept_and_the_share_counts(reader):
    assert reader.tell(progress="p" * 501)[0] == 200
    assert reader.ask("GET", f"/syncs/progress/{DUNE['document']}") == (200, {})
    assert len(reader.person.plays()) == 1


def test_many_devices_at_once_lose_nothing(server):
    reader = Reader(server.person())
    places = [i / 100 for i in range(3, 43)]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda p: reader.tell(percentage=p, progress=str(p)), places))
    assert {status for status, _ in told} == {200}
    status, place = reader.ask("GET", f"/syncs/progress/{DUNE['document']}")
    assert place["percentage"] in places and place["progress"] == str(place["percentage"])
    assert len(reader.person.plays()) == 1


def test_the_key_is_in_no_log(server):
    reader = Reader(server.person())
    reader.tell()
    for log in server.folder.rglob("*.log"):
        assert reader.key not in log.read_text(errors="replace"), log
