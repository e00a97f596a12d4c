# SPDX-License-Identifier: MIT
"""A FastCGI client that uses ryot-cgi's socket as nginx does, or misuses it."""

import contextlib
import socket
import struct

BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7
KEEP = 1


def record(kind, content=b"", request=1):
    return struct.pack(">BBHHBB", 1, kind, request, len(content), 0, 0) + content


def pair(name, value):
    out = b""
    for text in (name, value):
        out += bytes([len(text)]) if len(text) < 128 else struct.pack(
            ">I", len(text) | 1 << 31)
    return out + name + value


def begin(keep=True):
    return record(BEGIN, struct.pack(">HB5x", 1, KEEP if keep else 0))


def params(**values):
    text = b"".join(pair(name.encode(), str(value).encode())
                    for name, value in values.items())
    return record(PARAMS, text) + record(PARAMS)


def stdin(body, size=65535):
    parts = [record(STDIN, body[at:at + size]) for at in range(0, len(body), size)]
    return b"".join(parts) + record(STDIN)


def hook_params(path, length):
    """In the order of nginx/fastcgi_ryot.conf."""
    return params(REQUEST_ID="0123456789abcdef0123456789abcdef", REMOTE_ADDR="127.0.0.1",
                  REQUEST_METHOD="POST", REQUEST_URI=path, CONTENT_LENGTH=length,
                  CONTENT_TYPE="application/json")


@contextlib.contextmanager
def connections(path, count):
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Connection(path)) for _ in range(count)]


class Connection:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(str(path))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, raw):
        self.socket.sendall(raw)

    def _take(self, length):
        got = b""
        while len(got) < length:
            more = self.socket.recv(length - len(got))
            if not more:
                raise EOFError(f"closed after {got!r}")
            got += more
        return got

    def answer(self):
        """(status, body) of the next answer on this connection."""
        out = b""
        while True:
            _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", self._take(8))
            content = self._take(length + padding)[:length]
            if kind == STDOUT:
                out += content
            elif kind == END:
                break
        head, _, body = out.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        return int(fields.get("Status", "200").split()[0]), body

    def is_closed(self):
        """Waits until the other side closes; it must not send anything before."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
