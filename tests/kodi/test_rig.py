# SPDX-License-Identifier: MIT
"""What the rig does so that faults of Kodi do not end it (see rig.py)."""

import os
import subprocess

from rig import LATE_FREE

USES_FREED_MEMORY = """
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.realloc.restype = ctypes.c_void_p
libc.realloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
for size in (24, 1000, 10000):
    at = libc.malloc(size)
    ctypes.memset(at, 7, size)
    moved = libc.realloc(at, 2 * size)
    assert moved != at and ctypes.string_at(moved, size) == bytes([7] * size)
    libc.free(moved)
    libc.free(moved)
    for _ in range(100):
        assert libc.malloc(size) not in (at, moved)
        libc.free(libc.malloc(size))
    assert ctypes.string_at(at, size) == ctypes.string_at(moved, size) == bytes([7] * size)
"""


def test_freed_memory_is_kept_for_a_while():
    done = subprocess.run(
        ["/usr/bin/python3", "-c", USES_FREED_MEMORY], capture_output=True, text=True,
        env={**os.environ, "LD_PRELOAD": str(LATE_FREE.resolve())})
    assert (done.returncode, done.stderr) == (0, 3 * "latefree: a second free is ignored\n")


def test_the_home_screen_has_no_lists(kodi):
    """No item of its menu is there, so no list of it is ever shown."""
    count = "Container(9000).NumItems"
    assert kodi.call("XBMC.GetInfoLabels", labels=[count]) == {count: "0"}
