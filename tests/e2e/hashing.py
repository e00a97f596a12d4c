# SPDX-License-Identifier: MIT
"""ryot-cgi whose passwords are hashed no further than the test lets them (tests/shims/hash.c)."""

import os
import signal
from pathlib import Path

from server import BOUND, BUILD, Server, state, wait_until

SHIM = BUILD / "tests/shims/hash.so"


class HashingServer(Server):
    """While the file `stops` exists, each process that hashes stops as it begins."""

    def __init__(self, *args):
        super().__init__(*args)
        self.stops = self.folder / "stops"
        self.env |= {
            "LD_PRELOAD": str(SHIM), "HASH_STOPS": str(self.stops),
            "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def hashers(self):
        """The child processes of the pages' process."""
        pid = self.web.pid
        return [int(child) for child in
                Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stopped(self):
        return [pid for pid in self.hashers() if state(pid) == "T"]

    def wait_for_stopped(self, count):
        return wait_until(
            lambda: (found := self.stopped()) and len(found) == count and found,
            f"{count} processes that hash a password", BOUND)

    def let_go(self):
        """From now on nothing stops, and what has stopped goes on."""
        self.stops.unlink(missing_ok=True)
        for pid in self.stopped():
            os.kill(pid, signal.SIGCONT)
