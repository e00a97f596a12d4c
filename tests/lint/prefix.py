#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The name of a public function begins with the name of its file, or with a word of
that, with the name of a folder above it, with that of a type that its header defines
(ids_add, of struct ids), or with the short form below."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import c_code  # noqa: E402

SHORT = {
    "shared/store/column.c": ["bind", "col"],
    "cgi/web/html.c": ["htmlf"],
    "shared/db": ["store", "query", "bind", "col", "engine"],
    "shared/json/write.c": ["jput"],
    "shared/providers/audiobookshelf": ["abs"],
    "cgi/http/request.c": ["req"],
    "cgi/http/response.c": ["res"],
}


def types(path):
    header = path.with_suffix(".h")
    return re.findall(r"^(?:struct|enum) (\w+) \{", c_code.read(header), re.M) \
        if header.exists() else []


def prefixes(path):
    words = {path.stem, *path.stem.split("_"), *path.parent.parts, *types(path)}
    words |= {word.rstrip("s") for word in words}
    return words.union(*(SHORT.get(str(place), []) for place in (path, path.parent)))


def main():
    return c_code.report(
        f"{path}:1: {name} begins with none of {', '.join(sorted(prefixes(path)))}"
        for path in c_code.files("*.c") for name in c_code.public(c_code.code(path))
        if not any(name == word or name.startswith(f"{word}_") for word in prefixes(path)))


if __name__ == "__main__":
    sys.exit(main())
