# SPDX-License-Identifier: MIT
"""Every page there is, with something on it."""

from typing import NamedTuple


class Page(NamedTuple):
    name: str  # of its pictures
    path: str
    person: object  # who looks at it; None: nobody has signed in
    status: int = 200


def pages_of(story):
    alice = story.alice
    return [
        Page("login", "/login", None),
        Page("home", "/", alice),
        Page("history", "/history", alice),
        Page("history-open", "/history?state=open", alice),
        Page("history-none", "/history?kind=book", alice),
        Page("statistics", "/statistics", alice),
        Page("statistics-none", "/statistics?year=1990", alice),
        Page("missing", "/nothing-here", alice, 404),
    ]
