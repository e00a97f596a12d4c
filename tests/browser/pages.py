# SPDX-License-Identifier: MIT
"""Every page there is, with something on it."""

from typing import NamedTuple


class Page(NamedTuple):
    path: str
    is_public: bool = False  # nobody has signed in
    status: int = 200
    person: object = None


# By the name of their pictures. In a path, {words} are what the story knows.
PAGES = {
    "login": Page("/login", is_public=True),
    "home": Page("/"),
    "history": Page("/history"),
    "history-open": Page("/history?state=open"),
    "history-none": Page("/history?kind=book"),
    "statistics": Page("/statistics"),
    "statistics-none": Page("/statistics?year=1990"),
    "missing": Page("/nothing-here", status=404),
}
NAMES = list(PAGES)


def page_of(story, name):
    page = PAGES[name]
    return page._replace(path=page.path.format(**story.words),
                         person=None if page.is_public else story.alice)
