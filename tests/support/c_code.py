# SPDX-License-Identifier: MIT
"""C code as lint sees it: comments, strings and the functions that a file defines."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("shared", "cgi", "ctl", "worker")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
COMMENT_OR_STRING = re.compile(f"{COMMENT.pattern}|{STRING.pattern}", re.S)
# clang-format puts a definition and its closing brace at the start of a line.
FUNCTION = re.compile(r"^(static )?(?:\w+[ *]+)+(\w+)\([^;{}]*\)\s*^\{", re.M)
STATIC_DATA = re.compile(r"^static \w+\((\w+)", re.M)  # STATEMENT(name, ...


def files(*patterns, folders=PROGRAMS):
    """The paths, from the root of the tree."""
    return sorted(path.relative_to(ROOT) for folder in folders for pattern in patterns
                  for path in (ROOT / folder).rglob(pattern))


def read(path):
    return (ROOT / path).read_text()


def code(path):
    """Without comments and strings."""
    return COMMENT_OR_STRING.sub(" ", read(path))


def public(text):
    """The functions that a file defines for others."""
    return [name for static, name in FUNCTION.findall(text) if not static and name != "main"]


def private(text):
    return {name for static, name in FUNCTION.findall(text) if static} \
        | set(STATIC_DATA.findall(text))


def report(findings):
    """Prints them and returns the exit status."""
    findings = sorted(findings)
    for finding in findings:
        print(finding)
    return 1 if findings else 0
