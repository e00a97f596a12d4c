# SPDX-License-Identifier: MIT
"""Bodies and requests that no sender should send."""

import gzip
import itertools
import json
import re
import socket
from urllib.parse import urljoin

import pytest

import bodies
from bodies import jellyfin, kodi
from server import HOOKS

MIB = 1 << 20
PLAYED = bodies.read("movie-progress.json")
MULTIPART = (
    b"--0f5c\r\nContent-Disposition: form-data; name=\"payload\"\r\n"
    b"Content-Type: application/json\r\n\r\n{\"event\": \"media.play\"}\r\n"
    b"--0f5c\r\nContent-Disposition: form-data; name=\"thumb\"; filename=\"t.jpg\"\r\n"
    b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0\x00\x10JFIF\r\n--0f5c--\r\n")


@pytest.fixture(scope="module")
def bystander(server):
    return server.person().hook()


@pytest.fixture(autouse=True)
def alive_afterwards(bystander, numbers=itertools.count(50_000)):
    """Whatever was sent, the next film of somebody else is tracked."""
    yield
    answer = bystander.post(bodies.movie(next(numbers)))
    assert (answer.status, answer.json["reason"]) == (200, "started")


def with_title(title, number=603):
    return jellyfin(**{"Item.Name": title, "Item.ProviderIds": {"Tmdb": str(number)}})


def twice(key, first, second):
    """An object with a repeated key of the root; the last one counts."""
    body = json.loads(PLAYED)
    del body[key]
    rest = json.dumps(body)[1:]
    return f'{{"{key}":{json.dumps(first)},"{key}":{json.dumps(second)},{rest}'.encode()


# {name: (body, status, reason, path of the field or None)}
JELLYFIN = {
    "no body": (b"", 400, "no-body", None),
    "one blank": (b" ", 400, "not-json", None),
    "empty object": (b"{}", 400, "wrong-shape", "Event"),
    "array": (b"[]", 400, "wrong-shape", "Event"),
    "array of a good body": (b"[" + PLAYED + b"]", 400, "wrong-shape", "Event"),
    "string": (b'"Play"', 400, "wrong-shape", "Event"),
    "number": (b"1", 400, "wrong-shape", "Event"),
    "null": (b"null", 400, "wrong-shape", "Event"),
    "cut short": (PLAYED[:-1], 400, "not-json", None),
    "cut within a string": (PLAYED[:15], 400, "not-json", None),
    "something behind it": (PLAYED + b"{}", 400, "not-json", None),
    "NUL behind it": (PLAYED + b"\0", 400, "not-json", None),
    "words": (b"hello", 400, "not-json", None),
    "XML": (b"<?xml version='1.0'?><Event>Play</Event>", 400, "not-json", None),
    "binary": (bytes(range(256)) * 40, 400, "not-json", None),
    "UTF-16": (PLAYED.decode().encode("utf-16"), 400, "not-json", None),
    "single quotes": (b"{'Event': 'Play'}", 400, "not-json", None),
    "not a number": (b'{"Event": NaN}', 400, "not-json", None),
    "trailing comma": (b'{"Event": "Play",}', 400, "not-json", None),
    "comment": (b'{"Event": "Play" /* now */}', 400, "not-json", None),
    "bad UTF-8": (b'{"Event": "Pl\xffay"}', 400, "not-json", None),
    "overlong UTF-8": (b'{"Event": "Pl\xc0\xafay"}', 400, "not-json", None),
    "surrogate in UTF-8": (b'{"Event": "Pl\xed\xa0\x80ay"}', 400, "not-json", None),
    "arrays 10000 deep": (b"[" * 10000 + b"]" * 10000, 400, "not-json", None),
    "objects 10000 deep": (b'{"Event":' * 10000 + b"1" + b"}" * 10000, 400, "not-json", None),
    "deep within a good body": (
        PLAYED[:-1] + b',"x":' + b"[" * 10000 + b"]" * 10000 + b"}", 400, "not-json", None),
    "event is a number": (jellyfin(Event=7), 400, "wrong-shape", "Event"),
    "item is a string": (jellyfin(Item="The Matrix"), 400, "wrong-shape", "Item"),
    "no item": (jellyfin(Item=None), 400, "wrong-shape", "Item"),
    "session is an array": (jellyfin(Session=[]), 400, "wrong-shape", "Session"),
    "runtime is text": (
        jellyfin(**{"Item.RunTimeTicks": "81779200000"}),
        400, "wrong-shape", "Item.RunTimeTicks"),
    "runtime beyond 64 bits": (
        jellyfin(**{"Item.RunTimeTicks": 10 ** 30}),
        400, "wrong-shape", "Item.RunTimeTicks"),
    "runtime with decimals": (
        jellyfin(**{"Item.RunTimeTicks": 8.5}), 400, "wrong-shape", "Item.RunTimeTicks"),
    "position is text": (
        jellyfin(**{"Session.PlayState.PositionTicks": "1"}),
        400, "wrong-shape", "Session.PlayState.PositionTicks"),
    "position beyond 64 bits": (
        jellyfin(**{"Session.PlayState.PositionTicks": -10 ** 30}),
        400, "wrong-shape", "Session.PlayState.PositionTicks"),
    "negative position": (
        jellyfin(**{"Session.PlayState.PositionTicks": -1}), 200, "below-minimum", None),
    "negative runtime": (
        jellyfin(**{"Item.RunTimeTicks": -1, "Item.MediaSources": []}),
        200, "no-runtime", None),
    "season is text": (
        jellyfin("episode-progress.json", **{"Item.ParentIndexNumber": "1"}),
        200, "incomplete-episode", None),
    "NUL in a string": (
        PLAYED.replace(b'"Event":"Progress"', b'"Event":"Prog\\u0000ress"'),
        400, "wrong-shape", "Event"),
    "unknown event": (jellyfin(Event="HologramStarted"), 200, "not-playback", None),
    "zero runtime": (
        bodies.read("movie-zero-runtime.json"), 200, "no-runtime", None),
    "no ids": (jellyfin(**{"Item.ProviderIds": {}}), 200, "no-identifier", None),
    "ids are null": (
        jellyfin(**{"Item.ProviderIds": {"Tmdb": "", "Imdb": "nm0000206", "Tvdb": "0"}}),
        200, "no-identifier", None),
    "key twice": (twice("Event", "MarkUnplayed", "Progress"), 200, "started", None),
    "title of 10000 characters": (with_title("千" * 10000), 200, "started", None),
    "title with markup": (
        with_title("<script>alert('&')</script>"), 200, "started", None),
    "unknown keys": (
        PLAYED[:-1] + b',"New":{"A":[1,2.5,null,true]}}', 200, "started", None),
}
KODI = {
    "no body": (b"", 400, "no-body", None),
    "empty object": (b"{}", 400, "wrong-shape", "lot"),
    "of another sender": (PLAYED, 400, "wrong-shape", "lot"),
    "unknown lot": (kodi(lot="hologram"), 400, "wrong-shape", "lot"),
    "progress is text": (kodi(percent="34"), 400, "wrong-shape", "progress"),
    "progress beyond 64 bits": (kodi(percent=10 ** 30), 400, "wrong-shape", "progress"),
    "no progress": (
        {"identifier": "603", "lot": "movie"}, 400, "wrong-shape", "progress"),
    "time is no time": (kodi(at="yesterday"), 400, "wrong-shape", "at"),
    "identifier is an object": (
        {**kodi(), "identifier": {}}, 400, "wrong-shape", "identifier"),
    "empty identifier": ({**kodi(), "identifier": ""}, 200, "no-identifier", None),
    "identifier as a number": ({**kodi(), "identifier": 603}, 200, "started", None),
    "progress with decimals": (kodi(percent=34.5), 200, "started", None),
}
CASES = [("jellyfin", *c) for c in JELLYFIN.items()] + [("kodi", *c) for c in KODI.items()]


@pytest.mark.parametrize(
    "provider, name, case", CASES, ids=[f"{p}: {n}" for p, n, _ in CASES])
def test_body_gets_its_reason_and_is_kept(server, provider, name, case):
    body, status, reason, field = case
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    person = server.person()
    hook = person.hook(provider)
    answer = hook.post(body)
    said = answer.json
    assert (answer.status, said["reason"]) == (status, reason), answer
    assert said.get("field") == field
    if field:
        assert said["expected"]
    if status == 400:
        assert said["outcome"] == "refused"
        assert said["detail"]
    if reason != "started":
        assert person.stored_plays() == []

    listed, = hook.deliveries()
    kept = hook.delivery(said["delivery"])
    for row in (listed, kept):
        assert row["id"] == said["delivery"]
        assert (row["reason"], row["outcome"]) == (reason, said["outcome"])
        assert row["octets"] == len(body)
    # Of a refused body 64 KiB are kept.
    whole = body[:64 << 10] if status == 400 else body
    assert (hook.stored_body(kept["id"]) or b"") == whole


@pytest.mark.parametrize("body", [PLAYED, b'{"Event": "Pl\xffay"}', b"\x1b[31m\0\n"],
                         ids=["text", "bad UTF-8", "control characters"])
def test_ryotctl_shows_the_bytes_of_a_body(server, hook, body):
    number = hook.post(body).json["delivery"]
    done = server.run_ctl("delivery", "show", number, "--body")
    assert (done.returncode, done.stdout) == (0, body)


TITLES = {"long": "千" * 10000, "markup": "<script>&\"'</script>", "tab": "a\tb", "film": "🎬"}


@pytest.mark.parametrize("name", TITLES)
def test_title_is_stored_as_text(person, hook, name):
    title = TITLES[name]
    number = 9100 + list(TITLES).index(name)
    assert hook.post(with_title(title, number)).status == 200
    stored = person.plays()[0]["title"]
    assert title.startswith(stored) and len(stored) >= min(len(title), 100)


def test_control_characters_do_not_reach_a_terminal(server, person, hook):
    body = with_title("\x1b[31mred\x07\r\n\x9b0m", 9200)
    assert hook.post({**body, "Event": "\x1b[2J"}).status == 200
    assert hook.post(body).json["reason"] == "started"
    for args in (["play", "list", "--user", person.name],
                 ["delivery", "list", "--integration", hook.id]):
        shown = server.run_ctl(*args).stdout.decode()
        assert "red" in shown or args[0] == "delivery"
        assert not set(shown) & {"\x1b", "\x07", "\r", "\x9b"}


# --- addresses and methods ---

def nowhere(server, hook):
    """All addresses of the right form that lead to no integration."""
    slug = hook.slug
    return [
        f"{HOOKS}/jellyfin/{'a' * 26}",
        f"{HOOKS}/jellyfin/{slug[:-1]}",
        f"{HOOKS}/jellyfin/{slug}a",
        f"{HOOKS}/jellyfin/{slug.upper()}" if slug.upper() != slug else f"{HOOKS}/jellyfin/x",
        f"{HOOKS}/jellyfin/{'a' * 4000}",
        f"{HOOKS}/kodi/{slug}",
        f"{HOOKS}/Jellyfin/{slug}",
        f"{HOOKS}/hologram/{slug}",
        f"{HOOKS}/{'a' * 4000}/{slug}",
    ]


def test_unknown_slug_and_unknown_provider_get_the_same_answer(server, hook):
    answers = [server.post(path, PLAYED) for path in nowhere(server, hook)]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert answers[0].json["outcome"] == "refused"
    assert hook.deliveries() == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_wrong_method_gets_the_allowed_ones(server, person, method):
    hook = person.hook("kodi")
    answer = server.request(method, hook.path)
    # Of some senders a GET is taken; only with one it shows that this is none of them.
    allowed = "POST" if method in ("GET", "HEAD") else "POST, GET, HEAD"
    assert (answer.status, answer.headers["Allow"]) == (405, allowed)
    if method == "HEAD":
        assert answer.body == b""
    else:
        assert answer.json["outcome"] == "refused"
    assert hook.deliveries() == []


@pytest.fixture(scope="module")
def pages(server):
    return server.start_web()


@pytest.mark.parametrize("path", [
    "/webhooks/", "/webhooks/integrations/", "/webhooks/integrations/jellyfin/SLUG/more",
    "/webhooks/integrations/jellyfin/%20", "/webhooks/integrations/%6aellyfin/SLUG",
    "/webhooks/integrations/jellyfin//SLUG", "/webhooks/integrations/jellyfin/SLUG//",
    "/webhooks/integrations//jellyfin", "/api/", "/api/v1/nothing", "/api/v1/plays/SLUG/x"])
def test_unknown_path_for_programs_is_not_found_in_json(pages, hook, path):
    answer = pages.post(path.replace("SLUG", hook.slug), PLAYED)
    assert (answer.status, answer.json["reason"]) == (404, "not-found")
    assert hook.deliveries() == []


@pytest.mark.parametrize("path", [
    "/nothing", "/healthz/x", "/SLUG", "/settings/nothing", "/WEBHOOKS/integrations/jellyfin/SLUG",
    "//webhooks/integrations/jellyfin/SLUG", "/x/../webhooks/integrations/jellyfin/SLUG"])
def test_unknown_path_is_not_found_as_a_page(pages, hook, path):
    answer = pages.post(path.replace("SLUG", hook.slug), PLAYED)
    assert (answer.status, answer.headers.get_content_type()) == (404, "text/html")
    assert hook.deliveries() == []


@pytest.mark.parametrize("path", [
    "/https://elsewhere.example/", "///elsewhere.example/", "/javascript:alert(1)", "/%22%3E",
    "/?x#y"])
def test_no_path_creates_a_link_to_another_site(pages, path):
    with socket.create_connection(("127.0.0.1", pages.port), timeout=120) as s:
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        page = s.makefile("rb").read().decode()
    assert page.startswith(("HTTP/1.1 404 ", "HTTP/1.1 303 "))
    for link in re.findall(r"(?:href|action)='([^']*)'", page):
        there = urljoin("http://here.example/", link)
        assert there.startswith("http://here.example/"), link


# --- transfer of a body ---

def test_body_over_2_mib_is_refused_as_json(server, hook):
    answer = hook.post(b" " * (3 * MIB))
    assert (answer.status, answer.json["reason"]) == (413, "too-large")
    assert hook.deliveries() == []


@pytest.mark.parametrize("refused, kept", [
    (b"{" + b" " * MIB, 64 << 10),
    (b"{" + b" " * ((64 << 10) - 1), 64 << 10),
    (b"{" + "\u00e4".encode() * (MIB // 2), (64 << 10) - 1),  # no half character
    (b"\xff" * MIB, 64 << 10), (b"\x80" * MIB, (64 << 10) - 4),
], ids=["larger", "just as large", "text", "no text", "no beginning of a character"])
def test_of_a_refused_body_64_kib_are_kept(server, hook, refused, kept):
    number = hook.post(refused).json["delivery"]
    assert hook.delivery(number)["outcome"] == "refused"
    assert hook.stored_body(number) == refused[:kept]
    is_whole = kept == len(refused)
    assert hook.delivery(number)["is_body_kept"] is is_whole
    text = server.run_ctl("delivery", "show", number).stdout.decode()
    assert (f"of which the first {kept} are kept" in text) is not is_whole
    done = server.run_ctl("delivery", "replay", number)
    assert (b"Only the first" in done.stderr) is not is_whole


def test_an_unmatched_body_is_kept_whole(hook):
    body = bodies.read("default/movie-no-ids-12.json", "jellyfin-real") + b" " * MIB
    answer = hook.post(body)
    assert answer.json["outcome"] == "unmatched"
    assert hook.stored_body(answer.json["delivery"]) == body


def test_body_of_exactly_2_mib_is_read(server, hook):
    body = PLAYED + b" " * (2 * MIB - len(PLAYED))
    answer = hook.post(body)
    assert (answer.status, answer.json["reason"]) == (200, "started")
    assert hook.stored_body(answer.json["delivery"]) == body


def test_body_of_one_byte_more_is_refused(server, hook):
    answer = hook.post(PLAYED + b" " * (2 * MIB - len(PLAYED) + 1))
    assert (answer.status, answer.json["reason"]) == (413, "too-large")


def chunks(body, size):
    for at in range(0, len(body), size):
        yield body[at:at + size]


@pytest.mark.parametrize("size", [1, 1000, 65536])
def test_chunked_body_is_read(server, hook, size):
    body = bodies.read("has-pending-restart-changed.json") if size == 1 else PLAYED
    # Without a length, http.client sends an iterable in chunks.
    answer = server.post(hook.path, chunks(body, size))
    assert answer.status == 200, answer
    assert hook.deliveries()[0]["octets"] == len(body)


def test_chunked_body_over_2_mib_is_refused(server, hook):
    head = (f"POST {hook.path} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
            "Connection: close\r\n\r\n").encode()
    body = b"".join(b"10000\r\n" + b" " * 65536 + b"\r\n" for _ in range(48))
    back = server.talk(head + body + b"0\r\n\r\n")
    assert b" 413 " in back.split(b"\r\n")[0]
    assert back.endswith(b'"The body is larger than 2 MiB."}')
    assert hook.deliveries() == []


def test_gzip_body_is_refused_and_kept(server, hook):
    body = gzip.compress(PLAYED)
    answer = hook.post(body, {
        "Content-Type": "application/json", "Content-Encoding": "gzip"})
    assert (answer.status, answer.json["reason"]) == (400, "not-json")
    assert "gzip" in answer.json["detail"]
    assert hook.stored_body(answer.json["delivery"]) == body


def test_form_is_refused(person):
    answer = person.hook("kodi").post(b"payload=%7B%22event%22%3A%22media.play%22%7D", {
        "Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status, answer.json["reason"]) == (400, "not-json")


def test_multipart_of_plex_is_refused_and_kept(person):
    hook = person.hook("kodi")
    answer = hook.post(MULTIPART, {"Content-Type": "multipart/form-data; boundary=0f5c"})
    assert (answer.status, answer.json["reason"]) == (400, "not-json")
    assert hook.stored_body(answer.json["delivery"]) == MULTIPART


@pytest.mark.parametrize("kind", [None, "text/plain; charset=utf-8", "nonsense"])
def test_the_declared_type_of_a_body_is_ignored(hook, kind):
    answer = hook.post(PLAYED, {"Content-Type": kind} if kind else {})
    assert (answer.status, answer.json["reason"]) == (200, "started")


def test_expect_continue_is_served(server, hook):
    head = (f"POST {hook.path} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
            f"Content-Length: {len(PLAYED)}\r\nConnection: close\r\n\r\n").encode()
    back = server.talk(head + PLAYED)
    assert back.startswith(b"HTTP/1.1 100 ") and b"HTTP/1.1 200 " in back


@pytest.mark.parametrize("half_open", [True, False])
def test_truncated_request_has_no_effect(server, hook, half_open):
    whole = (f"POST {hook.path} HTTP/1.1\r\nHost: h\r\n"
             f"Content-Length: {len(PLAYED)}\r\n\r\n").encode() + PLAYED
    for length in (len(whole) - 1, len(whole) - len(PLAYED), 40):
        if half_open:
            server.talk(whole[:length], then_close_sending=True)
        else:
            connection = server.connect()
            connection.connect()
            connection.sock.sendall(whole[:length])
            connection.close()
    assert hook.post(bodies.movie(1)).status == 200
    delivery, = hook.deliveries()
    assert delivery["count"] == 1


def test_request_without_length_has_no_body(server, hook):
    head = f"POST {hook.path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    back = server.talk(head.encode())
    assert back.startswith(b"HTTP/1.1 400 ") and b'"no-body"' in back


@pytest.mark.parametrize("more", ["?a=1", "?", "/", "/?a=1"])
def test_query_string_and_last_slash_change_nothing(server, hook, more):
    answer = server.post(hook.path + more, PLAYED)
    assert (answer.status, answer.json["reason"]) == (200, "started")
