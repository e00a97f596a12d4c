# SPDX-License-Identifier: MIT
"""Many servers give large answers at once: how much memory ryot-yank takes at its peak."""

import contextlib
import re
import signal
import sqlite3
import subprocess
from pathlib import Path

from audiobookshelf import KEY, Audiobookshelf, environment, furnished, home, many
from server import BOUND, BUILD, wait_until

__all__ = ["furnished", "home"]

SERVERS = 32
PEAK_MAX_KIB = 256 << 10


def peak_kib(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"^VmHWM:\s*(\d+) kB", status, re.M)[1])


def test_large_answers_at_once_stay_below_the_limit(home):
    """Half of them are many rows, half of them a long text; each is its own host, so that
    all are asked at once."""
    rows, items = many(2000)
    text, _ = many(20)
    rows["x"], text["x"] = "x" * (2 << 20), "x" * (15 << 20)
    with contextlib.ExitStack() as stack:
        for number in range(SERVERS):
            shelf = Audiobookshelf(host=f"127.0.0.{number + 1}")
            stack.callback(shelf.close)
            shelf.items = items
            # Not copied: so many of them would fill this machine's own memory.
            shelf.me[KEY] = rows if number % 2 else text
            home.add(shelf, "--unchecked", user="alice" if number < 20 else "bob")
        with sqlite3.connect(home.database) as db:
            db.execute("UPDATE account SET asked_ms = 1")
        db.close()
        process = subprocess.Popen(
            [BUILD / "ryot-yank", "--listen", "--yank-socket", home.folder / "yank.sock",
             "--database", home.database], stdin=subprocess.DEVNULL, env=environment())
        try:
            wait_until(lambda: home.value(
                "SELECT count(*) FROM account WHERE yanked_ms >= started_ms") == SERVERS,
                "the end of all", 2 * BOUND)
            peak = peak_kib(process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(BOUND)
    assert home.rows("SELECT last_error FROM account WHERE last_error IS NOT NULL") == []
    assert peak < PEAK_MAX_KIB, peak
