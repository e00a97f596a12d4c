#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""pack.py FILE: the add-on as a zip file that Kodi installs. The same tree gives
the same bytes: names are sorted, times and modes are fixed, nothing is squeezed
(the pictures are already, and another zlib squeezes otherwise)."""

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADDON = HERE / "script.ryot"
WHEN = (2020, 1, 1, 0, 0, 0)
KINDS = (".md", ".po", ".png", ".py", ".xml")


def contents():
    """(name in the zip, path) of everything that belongs in it."""
    found = [(path.relative_to(HERE).as_posix(), path)
             for path in ADDON.rglob("*") if path.suffix in KINDS]
    found.append(("script.ryot/LICENSE.txt", HERE.parent / "LICENSE"))
    return sorted(found)


def pack(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for name, path in contents():
            entry = zipfile.ZipInfo(name, WHEN)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            out.writestr(entry, path.read_bytes())


if __name__ == "__main__":
    pack(sys.argv[1])
