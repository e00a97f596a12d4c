#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""No circles: neither .c files of one folder nor folders of one program call each other
in a circle. A file calls another when it names a function that the other one defines."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import c_code  # noqa: E402


def calls():
    """Yields (file, file that it calls, name of the function)."""
    texts = {path: c_code.code(path) for path in c_code.files("*.c")}
    home = {name: path for path, text in texts.items() for name in c_code.public(text)}
    for path, text in texts.items():
        named = set(re.findall(r"\w+", text)) - c_code.private(text)
        for name in sorted(named & home.keys()):
            yield path, home[name], name


def reachable(graph, start):
    found, left = set(), [start]
    while left:
        new = graph.get(left.pop(), {}).keys() - found
        found |= new
        left.extend(new)
    return found


def circles(graph):
    behind = {node: reachable(graph, node) for node in graph}
    return [f"{node}:1: calls {name} of {other}, which calls back: a circle"
            for node in graph for other, name in graph[node].items()
            if node in behind.get(other, ())]


def main():
    files, folders = {}, {}
    for path, other, name in calls():
        if path != other and path.parent == other.parent:
            files.setdefault(path, {})[other] = name
        elif path.parent != other.parent and path.parts[0] == other.parts[0]:
            folders.setdefault(path.parent, {})[other.parent] = name
    return c_code.report(circles(files) + circles(folders))


if __name__ == "__main__":
    sys.exit(main())
