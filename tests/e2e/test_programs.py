# SPDX-License-Identifier: MIT
"""Each program is linked with the libraries it needs and no others."""

import re
import subprocess

import pytest

from server import BUILD

SYSTEM = {"libc.so.6", "libm.so.6"}
SANITIZERS = re.compile(r"lib(asan|ubsan|gcc_s)\.so")
COMMON = {"libsodium", "libsqlite3", "libunistring"}


def needed(program):
    """The libraries that the linker has noted, without version and suffix."""
    said = subprocess.run(["readelf", "-d", BUILD / program], check=True, capture_output=True,
                          text=True).stdout
    names = re.findall(r"\(NEEDED\).*\[(.+)\]", said)
    return {re.sub(r"\.so.*", "", name) for name in names
            if name not in SYSTEM and not SANITIZERS.match(name)}


@pytest.mark.parametrize("program, own", [
    # No network: ryot-yank asks other servers. A page shows a body as JSON for people.
    # Its page of the account imports tables and archives, as ryotctl does.
    ("ryot-cgi", {"libfcgi", "libjson-c", "libcsv", "libmd", "libminizip"}),
    # Pictures are scaled down, in a process that a filter of system calls bounds.
    ("ryot-yank", {"libcurl", "libjpeg", "libpng16", "libseccomp"}),
    ("ryotctl", {"libcurl", "libcsv", "libmd", "libminizip"})])
def test_libraries_of_a_program(program, own):
    assert needed(program) == COMMON | own
