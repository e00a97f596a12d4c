# SPDX-License-Identifier: MIT
"""Finds and kills the programs that tests have left running.

A process that adopts becomes the parent of every descendant whose own parent has
exited (a subreaper), so none can escape by forking and exiting.
"""

import ctypes
import os
import signal
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
BOUND = 30  # seconds within which the kernel must have ended a killed process


def adopt():
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def parents_of_all():
    """{process: its parent}, without zombies."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            state, parent = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(entry)] = int(parent)
    return found


def descendants():
    """Descendants of this process, each with the beginning of its command line."""
    parents, found = parents_of_all(), {}
    for pid in parents:
        above = pid
        while (above := parents.get(above)) and above != os.getpid():
            pass
        if above:
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[pid] = line.decode(errors="replace").strip()[:120] or "?"
    return found


def end(pids):
    """Kills these, and waits until they are gone. This works for stopped processes too."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    limit = time.monotonic() + BOUND
    while set(pids) & set(parents_of_all()):
        assert time.monotonic() < limit, f"the kernel does not end {pids}"
        time.sleep(0.01)
