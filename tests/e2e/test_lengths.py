# SPDX-License-Identifier: MIT
"""Every row of shared/base/lengths.h, at each place where such a text enters: the longest one
is taken whole, and one byte more is refused in words, cut, or ignored, as the row says.

A row without a probe here fails the last test.
"""

import json
import re
import subprocess
from urllib.parse import urlencode

import pytest

import bodies
from api import Api
from audiobookshelf import JSON, KEY, environment, says
from person import Person, newcomer
from server import BOUND, BUILD, PASSWORD, ROOT

ROW = re.compile(r"ROW\((\w+), (\d+), EXCESS_(\w+),")
TABLE = {name: (int(most), excess) for name, most, excess in ROW.findall(
    re.sub(r"\\\n\s*", "", (ROOT / "shared/base/lengths.h").read_text()))}
KEPT = "kept"  # of what is not stored as it is


class Refused(Exception):
    """With what was said to whoever sent it."""


def x(length, before=""):
    return before + "x" * (length - len(before))


def accept(answer, good=(200, 201, 303)):
    if answer.status not in good:
        raise Refused(getattr(answer, "text", "") or answer.body.decode())
    return answer


def ctl(person, *args, stdin=None):
    done = person.server.run_ctl(*args, "--json", stdin=stdin)
    if done.returncode:
        raise Refused(done.stderr.decode())
    return json.loads(done.stdout)


def newest(person, table, column):
    rows = person.server.rows(
        f"SELECT {column} FROM {table} WHERE user_id = ? ORDER BY id DESC LIMIT 1", person.id)
    return rows[0][0] if rows else None


# --- typed ---

def user_by_ctl(bob, length):
    ctl(bob, "user", "add", x(length, "c"), "--password-stdin", stdin=f"{PASSWORD}\n".encode())
    return bob.server.value("SELECT name FROM person ORDER BY id DESC LIMIT 1")


def user_by_page(bob, length):
    alice = Person(bob.server, "alice").sign_in()
    accept(alice.submit("/settings/people", "settings/people", name=x(length, "p"),
                        password=PASSWORD))
    return bob.server.value("SELECT name FROM person ORDER BY id DESC LIMIT 1")


def list_by_page(bob, length):
    accept(bob.submit("/lists", "lists", name=x(length)))
    return bob.server.rows("SELECT name FROM list WHERE person_id = ? ORDER BY id DESC", bob.id)[0][0]


def list_by_api(bob, length):
    return accept(Api(bob).raw("POST", "/lists", {"name": x(length)})).json["name"]


def film_of(bob):
    bob.hook("jellyfin").post(bodies.movie(603, 50))
    return bob.server.value("SELECT max(id) FROM work WHERE person_id = ?", bob.id)


def note_by_page(bob, length):
    work = film_of(bob)
    accept(bob.submit(f"/works/{work}", f"works/{work}/note", note=x(length)))
    return bob.server.value("SELECT note FROM opinion WHERE work_id = ?", work)


def note_by_api(bob, length):
    work = film_of(bob)
    accept(Api(bob).raw("PATCH", f"/works/{work}", {"note": x(length)}))
    return bob.server.value("SELECT note FROM opinion WHERE work_id = ?", work)


def password_by_ctl(bob, length):
    ctl(bob, "user", "passwd", bob.name, "--password-stdin", stdin=f"{x(length)}\n".encode())
    return KEPT


def password_by_page(bob, length):
    accept(bob.submit("/settings/account", "settings/account/password", old=PASSWORD,
                      password=x(length), again=x(length)))
    return KEPT


def token_by_ctl(bob, length):
    ctl(bob, "token", "new", "--user", bob.name, "--name", x(length))
    return newest(bob, "token", "name")


def token_by_page(bob, length):
    accept(bob.submit("/settings/tokens", "settings/tokens", name=x(length)))
    return newest(bob, "token", "name")


def bearer(bob):
    return {"Authorization": "Bearer " + ctl(
        bob, "token", "new", "--user", bob.name, "--scope", "all")["token"]}


def api(bob, method, path, body=None):
    return accept(bob.server.request(method, f"/api/v1{path}", body and json.dumps(body),
                                     {**bearer(bob), "Content-Type": "application/json"}))


def token_by_api(bob, length):
    return api(bob, "POST", "/tokens", {"name": x(length)}).json["name"]


def setting(name, value, provider="jellyfin"):
    """By the API; test_policy.py compares it with page and ryotctl."""
    def probe(bob, length):
        number = api(bob, "POST", "/integrations", {"provider": provider, **(
            SHELF if provider == "audiobookshelf" else {})}).json["id"]
        return api(bob, "PATCH", f"/integrations/{number}", {name: value(length)}).json.get(
            name, KEPT)
    return probe


SHELF = {"server_url": "https://a.example", "server_key": "k", "is_unchecked": True}


def ca_file(bob, length):
    """None of that name is there, so the longest is refused too, by another sentence."""
    done = bob.server.run_ctl(
        "integration", "add", "audiobookshelf", "--user", bob.name, "--url", "https://a.example",
        "--key-stdin", "--ca-file", x(length, "/"), stdin=b"k\n")
    assert done.returncode
    if b"no CA file has such a path" in done.stderr:
        raise Refused(done.stderr.decode())
    return KEPT


def zone(bob, length):
    """No zone has so long a name; each is refused."""
    accept(bob.submit("/settings/account", "settings/account/zone", zone=x(length, "Europe/")))
    return KEPT


def search(bob, length):
    api(bob, "GET", f"/works?q={x(length)}")
    return KEPT


def return_path(bob, length):
    bob.cookies.clear()
    view = bob.get(f"/login?next={x(length, 'history?')}")
    return view.form("login").fields.get("next") or None


def device(encode, kind):
    def probe(bob, length):
        accept(bob.server.post("/oauth/device/code", encode({"client_id": x(length, "TV ")}),
                               {"Content-Type": kind}))
        name = bob.server.value("SELECT name FROM pairing ORDER BY id DESC LIMIT 1")
        return None if name == "A device, signed in by a code" else name
    return probe


def boundary(bob, length):
    edge = x(length)
    body = (f"--{edge}\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n"
            f"{json.dumps(PLEX)}\r\n--{edge}--\r\n")
    accept(bob.hook("plex").post(body.encode(), {
        "Content-Type": f"multipart/form-data; boundary={edge}"}))
    return KEPT


# --- headers ---

def user_agent(bob, length):
    bob.cookies.clear()
    view = bob.get("/login")
    bob.post("/login", {**view.form("login").fields, "name": bob.name, "password": PASSWORD},
             {"User-Agent": x(length)})
    return newest(bob, "session", "user_agent")


def idempotency_key(bob, length):
    accept(bob.server.post("/api/v1/scrobble", json.dumps(OWN),
                           {**bearer(bob), "Idempotency-Key": x(length)}))
    return KEPT


# --- reports ---

OWN = {"kind": "movie", "ids": {"tmdb": 603}, "percent": 50}
KODI = bodies.kodi()
PLEX, EMBY, TAUTULLI = (json.loads(bodies.read(name, provider)) for name, provider in (
    ("movie-play.json", "plex"), ("movie-playback-pause.json", "emby"),
    ("movie-pause.json", "tautulli")))
OFFICIAL = json.loads(bodies.read("movie-playback-progress.json", "jellyfin-official"))


def member(*path):
    """Puts the text at that path."""
    def put(body, text):
        for key in path[:-1]:
            body = body[key]
        body[path[-1]] = text
    return put


def title(provider, body, *path):
    def probe(bob, length):
        sent = json.loads(json.dumps(body))
        member(*path)(sent, x(length))
        accept(bob.hook(provider).post(sent))
        return bob.server.value("SELECT title FROM work WHERE person_id = ?", bob.id)
    return probe


def column(provider, body, name, *path, before=""):
    """Of the delivery."""
    def probe(bob, length):
        sent = json.loads(json.dumps(body))
        member(*path)(sent, x(length, before))
        hook = bob.hook(provider)
        accept(hook.post(sent))
        return bob.server.value(
            f"SELECT {name} FROM delivery WHERE integration_id = ? ORDER BY id DESC", hook.id)
    return probe


def jellyfin_device(bob, length):
    accept(bob.hook("jellyfin").post(bodies.jellyfin(**{"Session.Id": x(length)})))
    return bob.server.value("SELECT device FROM sitting WHERE user_id = ?", bob.id) or None


def event_id(bob, length):
    hook = bob.hook("kodi")
    accept(hook.post({**KODI, "event_id": x(length)}))
    return bob.server.value("SELECT event_id FROM event WHERE integration_id = ?", hook.id)


def part(bob, length):
    accept(bob.server.post("/api/v1/scrobble", json.dumps(
        {"kind": "podcast", "ids": {"itunes": 1}, "part": x(length), "percent": 50}), bearer(bob)))
    return KEPT


def jellyfin_file(bob, length):
    """The common part of the files' names, by which parts of a film are known."""
    sent = bodies.jellyfin()
    sent["Item"].update({"PartCount": 2, "Path": x(length - 4, "/a/b-part1") + ".mkv"})
    accept(bob.hook("jellyfin").post(sent))
    return KEPT if bob.server.rows("SELECT 1 FROM stack WHERE user_id = ?", bob.id) else None


def imported(**changes):
    def probe(bob, length):
        lines = [json.loads(line) for line in bodies.read("version-1.json", "import").splitlines()]
        play, = [line["play"] for line in lines if line.get("play", {}).get("kind") == "podcast"]
        play.update({name: value(length) for name, value in changes.items()})
        text = "\n".join(map(json.dumps, lines)) + "\n"
        path = bob.server.folder / "import.json"
        path.write_text(text)
        ctl(bob, "import", "--user", bob.name, path)
        return KEPT
    return probe


# --- a server that is asked ---

def etag(bob, length, shelf):
    number = ctl(bob, "integration", "add", "audiobookshelf", "--user", bob.name, "--url",
                 shelf.url, "--key-stdin", "--yes", stdin=f"{KEY}\n".encode())["id"]
    shelf.mend()
    shelf.break_at("/api/me", says(200, b'{"id": "1", "username": "a", "mediaProgress": []}',
                                   JSON, ETag=x(length)))
    subprocess.run([BUILD / "ryot-yank", "--database", bob.server.database, "--integration",
                    str(number)], check=True, timeout=BOUND, env=environment())
    return bob.server.value("SELECT etag FROM account WHERE integration_id = ?", number)


# --- all of them ---

PROBES = {
    "USER_NAME_MAX": [user_by_ctl, user_by_page],
    "PASSWORD_MAX": [password_by_ctl, password_by_page],
    "TOKEN_NAME_MAX": [token_by_ctl, token_by_page, token_by_api],
    "INTEGRATION_NAME_MAX": [setting("name", x)],
    "ONLY_USER_MAX": [setting("only_user", x)],
    "ADDRESS_MAX": [setting("server_url", lambda n: x(n, "https://a.example/"),
                            "audiobookshelf")],
    "FIELD_KEY_MAX": [setting("server_key", x, "audiobookshelf")],
    "FILE_NAME_MAX": [ca_file],
    "ZONE_NAME_MAX": [zone],
    "LIST_NAME_MAX": [list_by_page, list_by_api],
    "NOTE_MAX": [note_by_page, note_by_api],
    "SEARCH_MAX": [search],
    "RETURN_PATH_MAX": [return_path],
    "DEVICE_VALUE_MAX": [device(urlencode, "application/x-www-form-urlencoded"),
                         device(json.dumps, "application/json")],
    "FORM_BOUNDARY_MAX": [boundary],
    "USER_AGENT_MAX": [user_agent],
    "ANSWER_NAME_MAX": [idempotency_key],
    "REPORT_EVENT_MAX": [column("jellyfin", bodies.jellyfin(), "event", "Event"),
                         column("emby", EMBY, "event", "Event"),
                         column("plex", PLEX, "event", "event"),
                         column("tautulli", TAUTULLI, "event", "action"),
                         column("jellyfin-official", OFFICIAL, "event", "NotificationType")],
    "REPORT_ID_MAX": [event_id, column("kodi", KODI, "'kept'", "session"),
                      column("jellyfin", bodies.jellyfin(), "'kept'", "User", "Id"),
                      column("own-program", OWN, "'kept'", "session")],
    "REPORT_DEVICE_MAX": [jellyfin_device],
    "REPORT_PART_MAX": [part, imported(part=x)],
    "REPORT_GUID_MAX": [column("plex", PLEX, "'kept'", "Metadata", "guid", before="plex://")],
    "REPORT_NAME_MAX": [title("jellyfin", bodies.jellyfin(), "Item", "Name"),
                        title("kodi", KODI, "title"), title("emby", EMBY, "Item", "Name"),
                        title("plex", PLEX, "Metadata", "title"),
                        title("tautulli", TAUTULLI, "title"),
                        title("jellyfin-official", OFFICIAL, "Name"),
                        column("jellyfin", bodies.jellyfin(), "sender_user", "User", "Name")],
    "REPORT_WORD_MAX": [column("kodi", KODI, "event", "event"),
                        column("jellyfin", bodies.jellyfin(), "'kept'", "Item", "Type")],
    "REPORT_PATH_MAX": [jellyfin_file],
    "FETCH_ETAG_MAX": [etag],
    "IMPORT_NAME_MAX": [imported(title=x), imported(author=x), imported(part_title=x)],
    "IMPORT_LINK_MAX": [imported(link=lambda n: x(n, "https://a.example/"))],
    "IMPORT_SESSION_MAX": [imported(session=x)],
}
# Nothing is so long that is any good.
NONE_IS_GOOD = {"ZONE_NAME_MAX"}


def outcome(probe, bob, length, shelf):
    try:
        got = probe(bob, length, shelf) if probe is etag else probe(bob, length)
    except Refused as refused:
        assert len(str(refused)) > 20, refused
        return "REFUSED"
    if got is None:
        return "IGNORED"
    return KEPT if got == KEPT or len(got) == length else f"CUT to {len(got)}"


@pytest.mark.parametrize("name, probe", [
    pytest.param(name, probe, id=f"{name}-{number}")
    for name, probes in PROBES.items() for number, probe in enumerate(probes)])
def test_a_byte_too_long_is_never_lost_in_silence(bob, shelf, name, probe):
    most, excess = TABLE[name]
    if name not in NONE_IS_GOOD:
        assert outcome(probe, bob, most, shelf) == KEPT
    over = outcome(probe, newcomer(bob.server), most + 1, shelf)
    assert over == (f"CUT to {most}" if excess == "CUT" else excess) or (
        excess == "CUT" and over == KEPT)  # what a part is as good for


def test_every_length_is_tried():
    assert set(PROBES) == set(TABLE) and len(TABLE) > 20


def test_tokens_and_cookies_have_one_length(bob):
    token = bearer(bob)["Authorization"]
    assert bob.server.request("GET", "/api/v1/me", None, {"Authorization": token}).status == 200
    assert bob.server.request("GET", "/api/v1/me", None, {
        "Authorization": token + "0"}).status == 401
    assert bob.get("/").path == "/"
    bob.cookies = {name: value + "0" for name, value in bob.cookies.items()}
    assert bob.get("/").path.startswith("/login")


def test_marks_of_direction_are_quoted_where_names_are_printed(bob):
    name = "abc\u202ecba"
    made = api(bob, "POST", "/integrations", {"provider": "jellyfin", "name": name}).json
    done = bob.server.run_ctl("integration", "list", "--user", bob.name)
    assert name.encode() not in done.stdout and b"\\xe2\\x80\\xae" in done.stdout
    assert f"<bdi>{name}</bdi>" in bob.get(f"/settings/integrations/{made['id']}").html
