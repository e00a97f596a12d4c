#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Comments of C: at most 80 columns; a header opens with "name.h -- what it is for";
no comment follows another directly; none of our old private words, in strings either."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import c_code  # noqa: E402

WIDTH = 80
# The field has words for these: bytes, change, batch, run, observer, throttle, prune, ...
WORDS = re.compile(r"\b(octets?(?!-stream)|deeds?|likewise|hauls?|crews?|hires?|hired|ears|residents?"
                   r"|tidy|howtos?|vaults?)\b", re.I)
# Columns of the schema, and a member of the API.
NAMES = {"deed", "octets"}
NAMED = ("shared/store/", "shared/wire/", "tests/")
OPENING = "/* SPDX-License-Identifier: MIT */\n/*\n * {0} -- ", \
    "/* SPDX-License-Identifier: MIT */\n/* {0} -- "


def wrong_opening(path, text):
    if path.suffix == ".h" and not text.startswith(tuple(o.format(path.name) for o in OPENING)):
        yield 0, f'the opening comment is not "{path.name} -- ..."'


def private_words(path, text):
    for match in c_code.COMMENT_OR_STRING.finditer(text):
        names = NAMES if match[0][0] == '"' and str(path).startswith(NAMED) else set()
        for word in WORDS.finditer(match[0]):
            if word[0] not in names:
                yield match.start() + word.start(), f'the word "{word[0]}"'


def comments(text):
    """(begin, end) of each that shares no line with code. After code, a comment may use
    the full width."""
    for match in c_code.COMMENT_OR_STRING.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        if match[0][0] == "/" and not text[begin:match.start()].strip():
            yield begin, match.end()


def wide_lines(_, text):
    for begin, end in comments(text):
        for line in re.finditer(r".+", text[begin:end]):
            if len(line[0].expandtabs(8)) > WIDTH:
                yield begin + line.start(), f"a comment of more than {WIDTH} columns"


def pairs(_, text):
    above = -1
    for begin, end in list(comments(text))[1:]:
        if "clang-format" in text[begin:end] or "cppcheck" in text[begin:end]:
            continue
        if above == begin - 1:
            yield begin, "a comment directly after another"
        above = end


def main():
    found = []
    for path in c_code.files("*.[ch]", folders=(*c_code.PROGRAMS, "tests")):
        text = c_code.read(path)
        for rule in (wrong_opening, private_words, wide_lines, pairs):
            found += [f"{path}:{text.count(chr(10), 0, at) + 1}: {what}"
                      for at, what in rule(path, text)]
    return c_code.report(found)


if __name__ == "__main__":
    sys.exit(main())
