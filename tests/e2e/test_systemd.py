# SPDX-License-Identifier: MIT
"""systemd's part: it passes the socket and waits for the ready notification."""

import contextlib
import os
import signal
import socket
import subprocess

import pytest

from server import BOUND, BUILD, ENV, SANITIZER, is_listening, wait_until
import fastcgi


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("r")


def end(process):
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=BOUND)[1].decode()
    assert process.returncode == 0 and not SANITIZER.search(said), said
    return said


@pytest.mark.parametrize("is_abstract", [False, True], ids=["file", "abstract"])
def test_it_notifies_systemd_when_ready_and_when_stopping(folder, is_abstract):
    name = f"ryot-test-{os.getpid()}" if is_abstract else str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind("\0" + name if is_abstract else name)
        told.settimeout(BOUND)
        process = subprocess.Popen(
            [BUILD / "ryot-cgi", "--database", folder / "ryot.db", "--socket", folder / "s"],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**ENV, "NOTIFY_SOCKET": "@" + name if is_abstract else name})
        try:
            assert told.recv(100) == b"READY=1"
            # Ready means that the next client is answered.
            assert (folder / "s").exists() and (folder / "ryot.db").exists()
        finally:
            end(process)
        assert told.recv(100) == b"STOPPING=1"


def test_it_runs_without_systemd(folder):
    process = subprocess.Popen(
        [BUILD / "ryot-cgi", "--database", folder / "ryot.db", "--socket", folder / "s"],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**ENV, "NOTIFY_SOCKET": str(folder / "none")})
    try:
        wait_until(lambda: is_listening(folder / "s"), "the socket")
    finally:
        end(process)


def fill(pipe):
    """A pipe on which the next writer blocks until it is read."""
    os.set_blocking(pipe, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(pipe, bytes(4096)):
            pass
    os.set_blocking(pipe, True)


def test_it_can_be_stopped_before_it_serves(folder):
    """It has created its socket, and blocks on writing its log."""
    reader, writer = os.pipe()
    fill(writer)
    process = subprocess.Popen(
        [BUILD / "ryot-cgi", "--database", folder / "ryot.db", "--socket", folder / "s"],
        stdin=subprocess.DEVNULL, stderr=writer, env=ENV)
    os.close(writer)
    try:
        wait_until((folder / "s").exists, "the socket")
        process.terminate()
        while (part := os.read(reader, 65536)) and not part.strip(b"\0"):
            pass
        assert process.wait(BOUND) == 0
        assert not (folder / "s").exists()
    finally:
        process.kill()
        process.wait(BOUND)
        os.close(reader)


def test_it_uses_the_socket_of_systemd(folder):
    """systemd's own tool listens, and starts the program at the first connection."""
    path = folder / "s"
    process = subprocess.Popen(
        ["systemd-socket-activate", "-E", f"RYOT_CONF={os.devnull}", "-l", path,
         BUILD / "ryot-cgi", "--database", folder / "ryot.db"],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENV)
    try:
        wait_until(lambda: is_listening(path), "the socket")
        with fastcgi.Connection(path) as line:
            line.send(fastcgi.begin() + fastcgi.params(
                REQUEST_METHOD="GET", REQUEST_URI="/healthz") + fastcgi.stdin(b""))
            assert line.answer()[0] == 200
    finally:
        end(process)
