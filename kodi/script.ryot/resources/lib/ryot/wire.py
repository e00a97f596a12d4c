# SPDX-License-Identifier: MIT
"""Sends HTTP requests to one server, one at a time. Waits are short, and another
thread can cut them off, because Kodi gives an add-on five seconds to end."""

import http.client
import json
import socket
import ssl
import time

WAIT_S = 3          # to connect, and for each part of an answer
ANSWER_MOST = 1 << 20


class Unreachable(Exception):
    """No answer; the argument is the reason given by the system."""


class Untrusted(Unreachable):
    """The server's certificate is not trusted; retrying does not help."""


class Answer:
    def __init__(self, status, text, headers):
        self.status, self.headers = status, headers
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        self.json = found if isinstance(found, dict) else {}

    @property
    def is_ours(self):
        """False for the page of a proxy, a router or a hotel network."""
        return "outcome" in self.json

    @property
    def retry_after(self):
        text = self.headers.get("Retry-After", "")
        return min(int(text), 3600) if text.isdigit() else 0


class _Http(http.client.HTTPConnection):
    def connect(self):
        """Like the library's, but all addresses of a name share one timeout, and
        self.sock is set early, so that cut() works during the connect."""
        end, error = time.monotonic() + WAIT_S, None
        for family, kind, protocol, _, place in socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM):
            left = end - time.monotonic()
            if left <= 0:
                break
            self.sock = socket.socket(family, kind, protocol)
            try:
                self.sock.settimeout(left)
                self.sock.connect(place)
                self.sock.settimeout(WAIT_S)
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return
            except OSError as problem:
                error = problem
                self.sock.close()
        self.sock = None
        raise error or socket.timeout("timed out")


class _Https(http.client.HTTPSConnection, _Http):
    pass


class Wire:
    def __init__(self, agent):
        self.agent = agent
        self.connection = self.target = None
        self.is_cut = False

    def _connect(self, target):
        if self.connection and target == self.target:
            return
        self.close()
        if target.is_tls:
            self.connection = _Https(target.host, target.port, timeout=WAIT_S,
                                     context=ssl.create_default_context())
        else:
            self.connection = _Http(target.host, target.port, timeout=WAIT_S)
        self.target = target

    def post(self, target, body):
        """Returns the Answer or raises Unreachable."""
        try:
            return self._post(target, body)
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise Untrusted(error.verify_message or str(error)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise Unreachable(str(error) or type(error).__name__) from error

    def _post(self, target, body):
        headers = dict(target.headers)
        headers["Content-Type"] = "application/json; charset=utf-8"
        headers["User-Agent"] = self.agent
        self._connect(target)
        if self.is_cut:
            raise OSError("cut off")
        try:
            self.connection.request("POST", target.path, body.encode(), headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server has closed the kept connection. A retry is harmless:
            # the event id identifies a repeat.
            if self.is_cut:
                raise
            self.connection.close()
            self.connection.request("POST", target.path, body.encode(), headers)
            response = self.connection.getresponse()
        text = response.read(ANSWER_MOST)
        if response.read(1):
            self.close()
        return Answer(response.status, text, response.headers)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def cut(self):
        """Called from another thread: ends any wait at once."""
        self.is_cut = True
        connection = self.connection
        sock = connection.sock if connection else None
        if sock:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
