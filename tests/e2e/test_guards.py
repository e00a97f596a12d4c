# SPDX-License-Identifier: MIT
"""What nginx guards by path is reachable on no other path: every variant of the path of
every route behind a guard is tried, as a stranger and past the limits."""

import re
import socket
from typing import NamedTuple

import pytest

import bodies
import fastcgi
from routes import routes
from server import BOUND, HOOKS, ROOT, Server, wait_until

STRANGER = "203.0.113.9"
LOCATION = re.compile(r"^location (?:(=|~|\^~) )?(\S+) \{\n(.*?)^\}", re.M | re.S)


class Guard(NamedTuple):
    how: str  # as nginx compares the path
    what: str
    is_limit: bool

    def covers(self, path):
        if self.how == "~":
            return re.search(self.what, path)
        return path == self.what if self.how == "=" else path.startswith(self.what)

    def __str__(self):
        return f"{self.how} {self.what}".strip()


def guards():
    text = (ROOT / "nginx/ryot-locations.conf").read_text()
    return [Guard(how, what, "limit_req " in body) for how, what, body in LOCATION.findall(text)
            if "deny all;" in body or ("limit_req " in body and "access_log off;" not in body)]


def variants(path):
    """Other ways to write it, and paths that a careless comparison takes for it."""
    parts = path.split("/")[1:]
    yield from (path + more for more in (
        "", "/", "//", "/.", "/..", "/x", "/x/..", ";x", "/;x", "?x", "#x", "%23", "%3f", "%00",
        "%0a", "%20", "+", ".", ".html", "x", "/%2e", "/%2e%2e", "/../" + parts[-1]))
    yield from (before + path for before in (
        "/", "/.", "/x/..", "/%2e", "/x/%2e%2e", "http://h", "https://h:1", "http://h/"))
    yield path.upper()
    for at, part in enumerate(filter(None, parts)):
        for other in (f"%{ord(part[0]):02x}{part[1:]}", f"%{ord(part[0]):02X}{part[1:]}",
                      part.capitalize(), part + ";x", "/" + part, "./" + part, "x/../" + part,
                      "%2f" + part, ".", "..", "%2e%2e", "..%2f..", "..;"):
            yield "/" + "/".join([*parts[:at], other, *parts[at + 1:]])


@pytest.fixture(scope="module")
def site():
    """Trusts its peer's word about the address of the client."""
    server = Server()
    with open(server.folder / "nginx/ryot/ryot-http.conf", "a") as conf:
        conf.write("set_real_ip_from 127.0.0.1;\nreal_ip_header X-Peer;\n")
    try:
        server.start().start_web()
        server.hook = server.person().hook()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.stop()


def ask(server, method, target, peer=STRANGER):
    """(status, id or None, whole answer) for a target that no client library would send."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=BOUND) as s:
        s.sendall(f"{method} {target} HTTP/1.1\r\nHost: h\r\nX-Peer: {peer}\r\n"
                  "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        back = b"".join(iter(lambda: s.recv(65536), b""))
    found = re.search(rb"\r\nX-Request-Id: ([0-9a-f]{32})\r\n", back)
    return int(back.split()[1]), found and found[1].decode(), back


def paths(server, guard):
    values = {":provider": "jellyfin", ":key": server.hook.slug, ":hash": "0" * 64}
    found = {re.sub(r":\w+", lambda name: values.get(name[0], ":"), row.path) for row in routes()}
    found = {path for path in found if ":" not in path}
    found |= {path.replace("jellyfin", "plex") for path in found}
    return sorted(filter(guard.covers, found))


def lines(log, numbers):
    """{id: the line of the log that has it}"""
    found = {}
    for line in log.read_text(errors="replace").splitlines():
        number = re.search(r"\b[0-9a-f]{32}\b", line)
        if number and number[0] in numbers:
            found[number[0]] = line
    return found


def assert_counted(server, asked):
    """Whatever a handler took was counted by nginx's limit."""
    for path in ("/setup", f"{HOOKS}/kodi/last"):  # one for each ryot-cgi: the last of its log
        last = ask(server, "POST", path)[1]
        wait_until(lambda: last in server.cgi_log.read_text(), "the last line of the log")
    taken = {number for number, line in lines(server.cgi_log, asked).items()
             if "route=none " not in line}
    wait_until(lambda: not taken - lines(server.access_log, asked).keys(), "nginx's lines")
    counted = lines(server.access_log, asked)
    assert taken
    for number in taken:
        assert "limit=PASSED" in counted[number], (asked[number], counted[number])


@pytest.mark.parametrize("guard", guards(), ids=str)
def test_what_is_guarded_is_reachable_on_no_other_path(site, guard):
    reached = paths(site, guard)
    assert reached, "no route is behind this guard"
    asked = {}
    # A picture is only fetched.
    method = "POST" if guard.is_limit and "/art/" not in guard.what else "GET"
    for path in reached:
        if not guard.is_limit:
            assert ask(site, "GET", path, "127.0.0.1")[0] == 200
        for variant in variants(path):
            status, number, back = ask(site, method, variant)
            if not guard.is_limit:
                assert status in (303, 400, 403, 404), (variant, status)
                assert b"# HELP" not in back, variant
            elif number:
                asked[number] = variant
    if guard.is_limit:
        assert_counted(site, asked)


@pytest.mark.parametrize("peer, status", [
    (STRANGER, 404), ("", 404), ("2001:db8::1", 404), ("::ffff:203.0.113.9", 404),
    ("128.0.0.1", 404), ("127.0.0.1", 200), ("127.9.9.9", 200), ("::1", 200),
    ("::ffff:127.0.0.1", 200), ("unix:", 200)])
@pytest.mark.parametrize("path", ["/metrics/hooks", "/metrics/web"])
def test_metrics_are_for_this_machine_whatever_nginx_lets_through(site, path, peer, status):
    with fastcgi.Connection(site.socket) as line:
        line.send(fastcgi.begin() + fastcgi.params(
            REQUEST_METHOD="GET", REQUEST_URI=path, REMOTE_ADDR=peer) + fastcgi.stdin(b""))
        got, text = line.answer()
    assert got == status and (b"# HELP" in text) == (status == 200)


def test_a_report_with_a_last_slash_still_counts(site):
    answer = site.post(site.hook.path + "/", bodies.read("movie-progress.json"))
    assert (answer.status, answer.json["reason"]) == (200, "started")
