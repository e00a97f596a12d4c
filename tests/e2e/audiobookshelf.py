# SPDX-License-Identifier: MIT
"""A stand-in for Audiobookshelf that serves recorded answers, and an installation that
syncs from it.

The tests choose its faults, their number and the affected requests. It listens on the
loopback only. Recorded times are moved so that the recording ends an hour ago.
"""

import base64
import collections
import copy
import gzip
import hashlib
import http.server
import json
import os
import shutil
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest

import bodies
from server import BOUND, BUILD, ENV, PASSWORD, SANITIZER
from terminal import Terminal

HOUR_MS = 3600_000
RECORDED_MS = 1795333733000  # the end of the recording
OK, USAGE, NO_USER, TEMPFAIL, NO_PERMISSION, CONFIG = 0, 64, 67, 75, 77, 78
LEGACY = "PLACEHOLDER_"  # every token in a recorded body begins with this


def jwt(name, **claims):
    """A key in the format of an API key; some keys expire."""
    parts = [{"alg": "HS256", "typ": "JWT"},
             {"keyId": name, "name": name, "type": "api", "iat": 1795333661, **claims}]
    texts = [json.dumps(part).encode() for part in parts]
    return ".".join(base64.urlsafe_b64encode(text).rstrip(b"=").decode()
                    for text in [*texts, hashlib.sha256(name.encode()).digest()])


KEY = jwt("alice")
BOBS_KEY = jwt("bob")

# Alice may not open these two.
SECRET_BOOK = "67ea62d2-1971-48ec-a5d0-45509ccff135"
SLEEPING_BEAUTY = "08eb50a4-15fc-41fd-8ae2-9cb208f7b014"
DRACULA = "7086ba94-e11a-48c3-8f94-8105e4379953"
EMMA = "016c67df-0531-4703-b341-2cf4be0e1f1d"
PROJECT_HAIL_MARY = "2d9683ab-c956-4793-af66-9b92f5bfc2d0"


# --- recorded answers ---

def read(name):
    return json.loads(bodies.read(name, "audiobookshelf"))


def moved(ms):
    """A recorded time, moved as if the recording had ended an hour ago."""
    return ms + MOVE_MS


MOVE_MS = int(time.time() * 1000) - HOUR_MS - RECORDED_MS


def read_me(name):
    me = read(name)
    for row in me["mediaProgress"]:
        for key in ("lastUpdate", "startedAt", "finishedAt"):
            if row[key] is not None:
                row[key] = moved(row[key])
    return me


def row_of(me, item):
    """The progress row of an item or an episode."""
    found, = [row for row in me["mediaProgress"]
              if item in (row["libraryItemId"], row["episodeId"])]
    return found


def many(count):
    """That many books with a progress row each: 100 s long, at the given number of seconds."""
    me = read_me("me_empty.json")
    items = {}
    for number in range(count):
        item = f"{number * 2654435761 % 2**32:08x}-0000-4000-8000-{number:012x}"
        me["mediaProgress"].append({
            "id": f"row-{number}", "libraryItemId": item, "episodeId": None, "duration": 100,
            "currentTime": number % 100, "progress": 0, "isFinished": number % 7 == 0,
            "ebookProgress": 0, "lastUpdate": moved(RECORDED_MS), "finishedAt": None})
        items[item] = {"id": item, "mediaType": "book", "media": {
            "duration": 100, "numTracks": 1, "metadata": {"title": f"Book {number}"}}}
    return me, items


def real_sized(count):
    """As many, as large as a server describes them: 4 kB a book, but every twentieth is of
    100 files, some 200 kB."""
    me, items = many(count)
    described = max(read("items_batch_get_all_books_of_me_later.json")["libraryItems"],
                    key=lambda item: len(json.dumps(item)))
    media = described["media"]
    files = {name: media[name] * (100 // len(media[name]))
             for name in ("audioFiles", "tracks") if media.get(name)}
    for number, (item, short) in enumerate(items.items()):
        long = files if number % 20 == 0 else {}
        items[item] = {**described, "id": item, "media": {
            **media, **long, "duration": 100,
            "metadata": {**media["metadata"], **short["media"]["metadata"]}}}
    return me, items


# --- faults ---

def says(status, body=b"", content_type=None, **headers):
    def fault(talk):
        talk.answer(status, body if isinstance(body, bytes) else body.encode(), content_type,
                    {name.replace("_", "-"): value for name, value in headers.items()})
    return fault


def recorded(case):
    """The recorded answer of that case in errors.json."""
    found, = [one for one in read("errors.json") if one["case"] == case]
    return says(found["status"], found["body"], found["headers"].get("Content-Type"))


UNAUTHORIZED = recorded("expired API key")
FORBIDDEN = recorded("item in a library the user cannot access")
NOT_FOUND = recorded("unknown item")
NO_ROUTE = recorded("wrong base path")
SERVER_ERROR = recorded("episode endpoint with a book item (real HTTP 500)")
TOO_MANY = recorded("too many logins")
BAD_GATEWAY = says(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
WEB_CLIENT = says(200, "<!DOCTYPE html><html><head></head></html>", "text/html; charset=utf-8")
JSON = "application/json; charset=utf-8"


def empty_reply(talk):
    """Closes the connection, as when an unhandled error kills the server's process."""
    talk.close_connection = True


def reset(talk):
    talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.connection.close()
    talk.wfile = talk.rfile = open(os.devnull, "r+b", buffering=0)
    talk.close_connection = True


def cut_off(talk):
    """The correct answer, truncated in the middle."""
    status, body, content_type, headers = talk.good_answer()
    talk.answer(status, body[:len(body) // 2], content_type,
                {**headers, "Content-Length": str(len(body))})
    talk.close_connection = True


def oversized(talk):
    """JSON of 33 MiB."""
    block = b" " * (1 << 20)
    talk.answer(200, b"", JSON, {"Content-Length": str(33 << 20)})
    for _ in range(33):
        talk.wfile.write(block)


def oversized_when_unpacked(talk):
    packed = gzip.compress(b'{"x":"' + b" " * (40 << 20) + b'"}', 1)
    talk.answer(200, packed, JSON, {"Content-Encoding": "gzip"})


def packed(talk):
    """The correct answer, compressed as a proxy may do."""
    status, body, content_type, headers = talk.good_answer()
    talk.answer(status, gzip.compress(body), content_type, {**headers, "Content-Encoding": "gzip"})


def redirect(to, status=302):
    """A text with {path}: the requested path, including the base path."""
    def fault(talk):
        talk.answer(status, b"", None, {"Location": to.format(path=talk.path)})
    return fault


def hold(event):
    """The correct answer, held back until the event is set."""
    def fault(talk):
        assert event.wait(BOUND), "nobody let it go on"
        talk.answer(*talk.good_answer())
    return fault


def hang_up_after(talk):
    """The correct answer, then a closed connection, as after five idle seconds."""
    talk.answer(*talk.good_answer())
    talk.close_connection = True


# --- the server ---

Request = collections.namedtuple("Request", "method path headers body")


def etag_of(body):
    digest = base64.b64encode(hashlib.sha1(body).digest())[:27].decode()
    return f'W/"{len(body):x}-{digest}"'


class Talk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = BOUND
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        shelf = self.server.shelf
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        self.route = shelf.route(self.path)
        with shelf.lock:
            shelf.requests.append(Request(self.command, self.path, self.headers, self.body))
            number = len(shelf.requests)
        if shelf.on_request:
            shelf.on_request(number)
        fault = shelf.fault_for(self.route)
        if fault:
            fault(self)
        else:
            self.answer(*self.good_answer())

    do_POST = do_HEAD = do_PUT = do_DELETE = do_GET

    def good_answer(self):
        """Returns (status, body, content type, headers)."""
        return self.server.shelf.answer(self)

    def answer(self, status, body, content_type=None, headers=None):
        headers = dict(headers or {})
        self.send_response_only(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status != 304:
            headers.setdefault("Content-Length", str(len(body)))
        for name, value in {"Connection": "keep-alive", "Keep-Alive": "timeout=5",
                            **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        # The client was killed, or hung up.
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError, ssl.SSLError)):
            self.shelf.errors.append(sys.exc_info()[1])


class Audiobookshelf:
    """Its content is in `me` (by key), `items` and `forbidden`; see also `break_at`."""

    def __init__(self, base="/audiobookshelf", host="127.0.0.1", certificate=None):
        self.base = base
        self.lock = threading.Lock()
        self.requests, self.errors = [], []
        self.faults = []  # (prefix of the route, fault, how often or None)
        self.on_request = None
        self.me = {}
        self._fill()
        self.listener = Listener((host, 0), Talk)
        self.listener.shelf = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.listener.socket = context.wrap_socket(self.listener.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.port = self.listener.server_address[1]
        self.origin = f"{scheme}://{host}:{self.port}"
        self.url = self.origin + base
        self.thread = threading.Thread(
            target=self.listener.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def _fill(self):
        books = read("items_batch_get_all_books_of_me_later.json")["libraryItems"]
        podcast, = read("items_batch_get_podcast.json")["libraryItems"]
        self.items = {item["id"]: item for item in books}
        self.episodes = {episode["id"]: episode for episode in podcast["media"]["episodes"]}
        for item in read("items_in_progress.json")["libraryItems"]:
            self.items.setdefault(item["id"], item)
            if "recentEpisode" in item:
                self.episodes[item["recentEpisode"]["id"]] = item["recentEpisode"]
        for item in read("library_items_minified_books.json")["results"]:
            self.items.setdefault(item["id"], item)
        self.podcasts = read("library_items_minified_podcasts.json")
        self.libraries = read("libraries.json")
        self.forbidden = {SECRET_BOOK, SLEEPING_BEAUTY}
        self.podcast_library, = [library["id"] for library in self.libraries["libraries"]
                                 if library["mediaType"] == "podcast"]

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()
        self.thread.join(BOUND)
        assert not self.errors, self.errors

    # --- content and faults ---

    def show(self, me, key=KEY):
        """A recorded file, or a body made by the test."""
        self.me[key] = read_me(me) if isinstance(me, str) else copy.deepcopy(me)
        return self.me[key]

    def break_at(self, route, fault, times=None):
        """Answers requests whose path has this prefix with the fault, that many times."""
        self.faults.append([route, fault, times])

    def mend(self):
        self.faults.clear()

    def forget_requests(self):
        self.requests.clear()

    def fault_for(self, route):
        with self.lock:
            for entry in self.faults:
                if (route or "").startswith(entry[0]) and entry[2] != 0:
                    if entry[2] is not None:
                        entry[2] -= 1
                    return entry[1]
        return None

    def asked(self):
        """The requests so far, in order: "GET /api/me", ..."""
        return [f"{one.method} {self.route(one.path)}" for one in self.requests]

    # --- how a real server behaves ---

    def route(self, path):
        """The path without the base path, which is optional; None for any other path."""
        if path.startswith("http://"):  # requested through a proxy
            path = "/" + path.split("/", 3)[3]
        if not self.base or not path.startswith(f"{self.base}/"):
            return path
        return path[len(self.base):]

    def answer(self, talk):
        route = urllib.parse.urlsplit(talk.route).path
        if route == "/status":
            return self.good(talk, read("status.json"))
        if not route.startswith("/api/"):
            return 200, b"<!DOCTYPE html><html></html>", "text/html; charset=utf-8", {}
        scheme, _, key = (talk.headers.get("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or key not in self.me:
            return 401, b"Unauthorized", None, {}
        return self.api(talk, route, talk.command, self.me[key])

    def api(self, talk, route, method, me):
        parts = route.strip("/").split("/")
        if (method, route) == ("GET", "/api/me"):
            return self.good(talk, me)
        if (method, route) == ("POST", "/api/items/batch/get"):
            return self.batch(talk)
        if method == "GET" and len(parts) == 3 and parts[1] == "items":
            return self.one(talk, self.items, parts[2])
        if (method, route) == ("GET", "/api/libraries"):
            return self.good(talk, self.libraries)
        if (method, route) == ("GET", f"/api/libraries/{self.podcast_library}/items"):
            return self.good(talk, self.podcasts)
        if method == "GET" and parts[1] == "podcasts" and parts[3:4] == ["episode"]:
            return self.one(talk, self.episodes, parts[4])
        page = f"<!DOCTYPE html><pre>Cannot {method} {route}</pre>"
        return 404, page.encode(), "text/html; charset=utf-8", {}

    def good(self, talk, value):
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"ETag": etag_of(body)}
        if talk.headers.get("If-None-Match") == headers["ETag"]:
            return 304, b"", None, headers
        return 200, body, JSON, headers

    def batch(self, talk):
        ids = []
        if talk.headers.get("Content-Type") == "application/json":
            ids = json.loads(talk.body)["libraryItemIds"]
        # Anything else crashes a real server.
        assert all(isinstance(one, str) for one in ids), ids
        if not ids:
            return 403, b"Invalid payload", "text/html; charset=utf-8", {}
        if self.forbidden & set(ids):
            return 403, b"Forbidden", "text/plain; charset=utf-8", {}
        # In a different order than requested.
        ids = set(ids)
        found = [item for one, item in self.items.items() if one in ids]
        return self.good(talk, {"libraryItems": found})

    def one(self, talk, shown, number):
        if number in self.forbidden:
            return 403, b"Forbidden", "text/plain; charset=utf-8", {}
        if number not in shown:
            return 404, b"Not Found", "text/plain; charset=utf-8", {}
        return self.good(talk, shown[number])


def make_certificate(folder, *hosts):
    """A self-signed certificate and its key in one file."""
    path = folder / "certificate.pem"
    key = folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=Audiobookshelf", "-addext",
         "subjectAltName=" + ",".join(f"IP:{host}" for host in hosts),
         "-keyout", key, "-out", path], check=True, capture_output=True)
    with open(path, "ab") as both:
        both.write(key.read_bytes())
    return path


# --- the installation that syncs ---

def environment(**more):
    """Drops the proxies of the environment that runs the tests."""
    return {**{name: value for name, value in ENV.items()
               if not name.lower().endswith("_proxy")}, **more}


Account = collections.namedtuple("Account", "failures stopped last_error last_ok_ms")


class Home:
    """A separate database with alice and bob, ryotctl and ryot-yank."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "ryot.db"
        self.said = []  # the output of all programs so far
        self.secrets = {KEY, BOBS_KEY}

    def run(self, program, *args, stdin=None, env=None, **more):
        done = subprocess.run(
            [BUILD / program, *map(str, args), "--database", self.database],
            input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL, text=True,
            capture_output=True, timeout=BOUND, env=env or environment(), start_new_session=True,
            **more)
        self.said += [done.stdout, done.stderr]
        assert not SANITIZER.search(done.stderr), done.stderr
        return done

    def on_terminal(self, program, *args, answers=()):
        """Returns the exit status and all output; answers: (prompt, what is typed)."""
        with Terminal([BUILD / program, *args, "--database", self.database],
                      environment(TERM="xterm")) as terminal:
            for question, text in answers:
                terminal.answer(question, text)
            shown = terminal.end()
        self.said.append(shown)
        assert not SANITIZER.search(shown), shown
        return terminal.status, shown

    def run_ctl(self, *args, **more):
        return self.run("ryotctl", *args, **more)

    def ctl(self, *args, **more):
        done = self.run_ctl(*args, "--json", **more)
        assert done.returncode == 0, (args, done)
        return json.loads(done.stdout)

    def yank(self, *args, **more):
        return self.run("ryot-yank", *args, **more)

    def yank_well(self, *args, **more):
        """A run as under cron, which must print nothing."""
        done = self.yank(*args, **more)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done
        return done

    def yank_json(self, *args, status=OK):
        """The report of each integration."""
        done = self.yank("--json", *args)
        assert done.returncode == status, done
        return json.loads(done.stdout)

    def add(self, shelf, *options, user="alice", key=KEY):
        """Adds an integration; returns its id."""
        return self.ctl("integration", "add", "audiobookshelf", "--user", user, "--url", shelf.url,
                        "--key-stdin", "--yes", *options, stdin=f"{key}\n")["id"]

    def account(self, number):
        """The state of the server's syncs: (failures, is it stopped, last error, time of
        success)."""
        row, = self.rows("SELECT failures, refused_ms IS NOT NULL, last_error, last_ok_ms"
                         " FROM account WHERE integration_id = ?", number)
        return Account(*row)

    def due(self, number):
        """Syncs now, whether due or not."""
        with sqlite3.connect(self.database) as db:
            db.execute("UPDATE account SET next_ms = 0 WHERE integration_id = ?", (number,))
        db.close()

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as db:
            got = db.execute(sql, values).fetchall()
        db.close()
        return got

    def value(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    def dump(self):
        """Every stored row."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as db:
            text = list(db.iterdump())
        db.close()
        return text

    def plays(self, user="alice"):
        """{(title, title of the part): ["completed 100", ...]}, oldest first."""
        found = {}
        for title, part, state, share in self.rows(
                "SELECT w.title, i.title, p.state, p.share FROM play p"
                " JOIN person u ON u.id = p.user_id JOIN item i ON i.id = p.item_id"
                " JOIN work w ON w.id = i.work_id WHERE u.name = ? ORDER BY p.id", user):
            shown = state if state == "completed" else f"{share / 10000:g}"
            found.setdefault(f"{title}, {part}" if part else title, []).append(shown)
        return found

    def outcome(self):
        """The relevant state after a successful run, whatever the order of its requests."""
        plays = self.rows(
            "SELECT u.name, w.kind, w.title, w.author, w.link, w.year, i.part, i.title, p.state,"
            " p.share, p.furthest, p.position_ms, p.duration_ms, p.started_ms, p.updated_ms,"
            " p.completed_ms FROM play p JOIN person u ON u.id = p.user_id"
            " JOIN item i ON i.id = p.item_id JOIN work w ON w.id = i.work_id")
        ids = self.rows("SELECT w.title, x.kind, x.source, x.value FROM work_id x"
                        " JOIN work w ON w.id = x.work_id")
        seen = self.rows("SELECT integration_id, row, state FROM seen")
        tags = self.rows("SELECT integration_id, etag, failures, refused_ms FROM account")
        return [sorted(rows, key=repr) for rows in (plays, ids, seen, tags)]

    def assert_sound(self):
        """Checks that the database is intact and that no secret was written or printed."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        for path in self.folder.rglob("*"):
            if path.is_file():
                self._assert_no_secret(path.read_bytes(), path.name)
        for said in self.said:
            self._assert_no_secret(said.encode(), "output")

    def _assert_no_secret(self, raw, where):
        assert LEGACY.encode() not in raw, f"a token of a body is in {where}"
        for secret in self.secrets:
            for part in secret.split("."):
                assert part[-30:].encode() not in raw, f"a key is in {where}"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """A database with two people; creating them is slow."""
    folder = tmp_path_factory.mktemp("furnished")
    for name in ("alice", "bob"):
        subprocess.run(
            [BUILD / "ryotctl", "user", "add", name, "--password-stdin", "--database",
             folder / "ryot.db"], input=PASSWORD.encode() + b"\n", check=True, env=ENV,
            capture_output=True)
    return folder


@pytest.fixture
def home(furnished, tmp_path):
    shutil.copytree(furnished, tmp_path / "home")
    home = Home(tmp_path / "home")
    yield home
    home.assert_sound()


@pytest.fixture
def shelf():
    """With the first of the two recorded polls of alice."""
    shelf = Audiobookshelf()
    shelf.show("me.json")
    yield shelf
    shelf.close()


@pytest.fixture
def other_shelf():
    """A second server on another host, with one book of bob's."""
    shelf = Audiobookshelf(host="127.0.0.2")
    shelf.show("me_second_user.json", BOBS_KEY)
    yield shelf
    shelf.close()
