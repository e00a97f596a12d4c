# SPDX-License-Identifier: MIT
"""The add-on's HTTP: it never waits for long, and it can be interrupted."""

import http.server
import socket
import ssl
import subprocess
import threading

import pytest

from resources.lib.ryot import wire
from resources.lib.ryot.address import Target

BOUND = 30


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), text, self.client_address))
        answer = b'{"outcome": "tracked"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        if self.server.closes:
            self.close_connection = True

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.closes = [], False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(BOUND)


@pytest.fixture
def server():
    yield from serve()


@pytest.fixture
def other_server():
    yield from serve()


def target_of(port, token="t"):
    return Target("http", "127.0.0.1", port, "/hook", token)


@pytest.fixture
def line():
    line = wire.Wire("script.ryot/1 Kodi/20")
    yield line
    line.close()


def test_the_request_as_sent(server, line):
    answer = line.post(target_of(server.server_port), '{"title": "Amélie"}')
    assert (answer.status, answer.is_ours) == (200, True)
    (path, headers, text, _), = server.got
    assert path == "/hook" and text.decode() == '{"title": "Amélie"}'
    assert headers["Authorization"] == "Bearer t"
    assert headers["User-Agent"] == "script.ryot/1 Kodi/20"
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_one_connection_serves_many_requests(server, line):
    for _ in range(3):
        line.post(target_of(server.server_port), "{}")
    assert len({client for *_, client in server.got}) == 1


def test_a_closed_connection_is_reopened(server, line):
    server.closes = True
    for _ in range(3):
        assert line.post(target_of(server.server_port), "{}").is_ours
    assert len(server.got) == 3


def test_another_target_gets_another_connection(server, other_server, line):
    line.post(target_of(server.server_port), "{}")
    line.post(target_of(other_server.server_port, "other"), "{}")
    assert [headers["Authorization"] for _, headers, *_ in server.got] == ["Bearer t"]
    assert [headers["Authorization"] for _, headers, *_ in other_server.got] == ["Bearer other"]


@pytest.fixture
def silent():
    """Accepts connections and never sends anything."""
    with socket.create_server(("127.0.0.1", 0)) as s:
        yield s


def test_a_refused_connection_is_unreachable(silent, line):
    port = silent.getsockname()[1]
    silent.close()
    with pytest.raises(wire.Unreachable):
        line.post(target_of(port), "{}")


def test_a_silent_server_times_out(silent, line, monkeypatch):
    monkeypatch.setattr(wire, "WAIT_S", 0.2)
    with pytest.raises(wire.Unreachable):
        line.post(target_of(silent.getsockname()[1]), "{}")


def test_waits_are_below_kodis_five_seconds():
    assert wire.WAIT_S <= 3


def test_another_thread_can_interrupt_it(silent, line, monkeypatch):
    monkeypatch.setattr(wire, "WAIT_S", BOUND * 10)
    ended = []

    def post():
        with pytest.raises(wire.Unreachable):
            line.post(target_of(silent.getsockname()[1]), "{}")
        ended.append(True)

    thread = threading.Thread(target=post, daemon=True)
    thread.start()
    connection, _ = silent.accept()
    connection.recv(1)  # it is in the middle of its request
    line.cut()
    thread.join(BOUND)
    connection.close()
    assert ended == [True]
    with pytest.raises(wire.Unreachable):  # and it starts no further request
        line.post(target_of(silent.getsockname()[1]), "{}")


def test_garbage_is_unreachable(silent, line):
    def answer():
        connection, _ = silent.accept()
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n")
        connection.close()

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    with pytest.raises(wire.Unreachable):
        line.post(target_of(silent.getsockname()[1]), "{}")
    thread.join(BOUND)


def test_retry_after_is_a_number_of_seconds_or_nothing():
    def after(text):
        return wire.Answer(503, "", {"Retry-After": text}).retry_after
    assert [after(text) for text in ("5", "99999", "Sun, 1 Nov 2026", "-1", "")] == [
        5, 3600, 0, 0, 0]


def test_a_certificate_that_is_not_trusted_is_named(server, line, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=nas",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    target = Target("https", "127.0.0.1", server.server_port, "/hook", "t")
    with pytest.raises(wire.Untrusted, match="self.signed certificate"):
        line.post(target, "{}")
    assert server.got == []
