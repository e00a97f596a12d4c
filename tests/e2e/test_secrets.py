# SPDX-License-Identifier: MIT
"""No log contains a slug or token from an address."""

import pytest

import bodies
from server import HOOKS, wait_until

PLAYED = bodies.read("movie-progress.json")


class Watched:
    """The slug and token of a person, and all places where they must not appear."""

    def __init__(self, server):
        self.server = server
        self.person = server.person()
        self.hook = self.person.hook("jellyfin")
        self.token = server.ctl(
            "token", "new", "--user", self.person.name, "--name", "t")["token"]
        self.secrets = [self.hook.slug, self.token]

    def assert_unwritten(self, lines):
        """Waits for that many further lines in the access log."""
        server = self.server
        wait_until(lambda: self.lines() >= lines, f"{lines} lines in the access log")
        files = [server.access_log, server.error_log, server.cgi_log,
                 *(server.folder / "nginx").rglob("*.log")]
        for file in files:
            text = file.read_text(errors="replace").lower()
            for secret in self.secrets:
                assert secret.lower() not in text, file.name
                assert secret[:20].lower() not in text, file.name

    def lines(self):
        return self.server.access_log.read_bytes().count(b"\n")


@pytest.fixture(scope="module")
def watched(limited_server):
    return Watched(limited_server.start_web())


def requests(watched):
    """(method, path, body, headers) of requests that carry a secret somewhere."""
    slug, token = watched.secrets
    for secret in (slug, token):
        path = f"{HOOKS}/jellyfin/{secret}"
        bearer = {"Authorization": f"Bearer {secret}"}
        yield "POST", path, PLAYED, {}
        yield "POST", path, b"no JSON", {}
        yield "POST", path, b" " * (3 << 20), {}
        yield "GET", path, None, {}
        yield "PUT", path, PLAYED, {}
        yield "POST", f"{HOOKS}/jellyfin", PLAYED, bearer
        yield "POST", f"{HOOKS}/jellyfin?slug={secret}", PLAYED, {"Referer": path}
        yield "POST", f"{path}?{secret}", PLAYED, {"User-Agent": "a"}
        yield "POST", f"{HOOKS}/hologram/{secret}", PLAYED, {}
        yield "POST", f"{HOOKS}/kodi/{secret}", PLAYED, {}
        yield "POST", f"{HOOKS}/{secret}", PLAYED, {}
        yield "POST", f"{HOOKS}/{secret}/jellyfin", PLAYED, {}
        yield "POST", f"{HOOKS}/jellyfin/{secret}/x", PLAYED, {}
        yield "POST", f"/%77ebhooks/integrations/jellyfin/{secret}", PLAYED, {}
        yield "POST", f"//webhooks//integrations/jellyfin/{secret}", PLAYED, {}
        yield "POST", f"/WEBHOOKS/integrations/jellyfin/{secret}", PLAYED, {}
        yield "POST", f"/x/../webhooks/integrations/jellyfin/{secret}", PLAYED, {}
        yield "GET", f"/{secret}", None, {}
        yield "GET", f"/healthz?{secret}", None, {}
        yield "GET", f"/healthz/{secret}", None, {}
        yield "POST", f"/{secret}", b" " * (1 << 20), {}
        yield "GET", f"/static/{secret}", None, {}
        yield "GET", f"/login/{secret}", None, {}
        yield "GET", f"/login?next={secret}", None, {}
        yield "GET", f"/setup?{secret}", None, {}
        yield "GET", f"/api/v1/{secret}", None, bearer
        yield "GET", f"/api/v1/me?{secret}", None, bearer
        yield "POST", f"/settings/account/import?{secret}", PLAYED, {}


def test_no_secret_of_any_request_is_logged(limited_server, watched):
    before, sent, statuses = watched.lines(), 0, set()
    for method, path, body, headers in requests(watched):
        statuses.add(limited_server.request(method, path, body, headers).status)
        sent += not path.startswith("/healthz?")
    assert statuses >= {200, 400, 401, 404, 405, 413}
    watched.assert_unwritten(before + sent)


def test_no_secret_of_a_broken_request_is_logged(limited_server, watched):
    before = watched.lines()
    for secret in watched.secrets:
        path = f"{HOOKS}/jellyfin/{secret}"
        for raw in (f"POST {path} HTTP/9.9\r\n\r\n", f"POST {path}\r\n\r\n",
                       f"POST {path} HTTP/1.1\r\n\r\n",
                       f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
                       f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{{",
                       f"POST {path} HTTP/1.1\r\nHost: h\r\nX: {'x' * 40000}\r\n\r\n"):
            limited_server.talk(raw.encode(), then_close_sending=True)
    watched.assert_unwritten(before + 6 * len(watched.secrets))


def test_no_secret_of_a_request_over_the_limit_is_logged(limited_server, watched):
    before, sent = watched.lines(), 0
    connection = limited_server.connect()
    statuses = set()
    while 429 not in statuses:
        assert sent < 20000, "the limit was never reached"
        for secret in watched.secrets:
            statuses.add(limited_server.request(
                "GET", f"{HOOKS}/kodi/{secret}", on=connection).status)
            sent += 1
    watched.assert_unwritten(before + sent)


def test_no_secret_is_logged_while_ryot_cgi_is_away(own_server):
    watched = Watched(own_server)
    assert own_server.end_cgi() == 0
    before, sent = watched.lines(), 0
    for method, path, body, headers in requests(watched):
        status = own_server.request(method, path, body, headers).status
        assert status in ((404,) if path.startswith("/static/") else (503, 413)), path
        sent += not path.startswith("/healthz?")
    watched.assert_unwritten(before + sent)


def test_the_access_log_still_shows_every_request(limited_server, watched):
    assert "/webhooks/integrations/jellyfin/*** 413" in limited_server.access_log.read_text()
