# SPDX-License-Identifier: MIT
"""Every page, with content on it."""

import re
from pathlib import Path
from typing import NamedTuple

ROUTES = Path(__file__).resolve().parents[2] / "cgi/routes.c"
# Addresses that answer a GET with something other than a page.
NO_PAGES = {"/art/:hash", "/healthz", "/now", "/opensearch.xml", "/settings", "/settings/account/export.jsonl",
            "/settings/account/history.csv", "/settings/deliveries/:id/body",
            "/settings/integrations/:id/asking", "/settings/integrations/:id/asks",
            "/settings/integrations/checks/:id/asking", "/setup"}
# It changes while it is looked at: test_check.py follows it.
NO_PAGES |= {"/settings/integrations/checks/:id"}


class Page(NamedTuple):
    path: str
    is_public: bool = False  # signed out
    status: int = 200
    person: object = None


# By the name of their pictures. {words} in a path are values of the story. /setup exists
# only for the first visitor: test_story.py covers it.
PAGES = {
    "login": Page("/login", is_public=True),
    "home": Page("/"),
    "library": Page("/library"),
    "library-title": Page("/library?sort=title&kind=movie"),
    "library-none": Page("/library?q=zzzz"),
    "add": Page("/add"),
    "lists": Page("/lists"),
    "list": Page("/lists/{list}"),
    "trash": Page("/trash"),
    "search": Page("/search?q=the"),
    "search-none": Page("/search?q=zzzz"),
    "work-film": Page("/works/{film}"),
    "work-show": Page("/works/{show}"),
    "work-show-season": Page("/works/{show}?season=5"),
    "work-hostile": Page("/works/{hostile}"),
    "history": Page("/history"),
    "history-open": Page("/history?state=open"),
    "history-none": Page("/history?kind=book"),
    "statistics": Page("/statistics"),
    "statistics-none": Page("/statistics?year=1990"),
    "integrations": Page("/settings/integrations"),
    "integrations-new": Page("/settings/integrations/new/jellyfin"),
    "integrations-new-asked": Page("/settings/integrations/new/audiobookshelf"),
    "integration": Page("/settings/integrations/{jellyfin}"),
    "integration-quiet": Page("/settings/integrations/{quiet}"),
    "integration-asked": Page("/settings/integrations/{asked}"),
    "integration-shared": Page("/settings/integrations/{family}"),
    "integration-accounts": Page("/settings/integrations/{family}/accounts"),
    "integration-remove": Page("/settings/integrations/{jellyfin}/remove"),
    "deliveries": Page("/settings/integrations/{jellyfin}/deliveries"),
    "deliveries-none": Page("/settings/integrations/{quiet}/deliveries"),
    "delivery": Page("/settings/deliveries/{delivery}"),
    "delivery-refused": Page("/settings/deliveries/{refused}"),
    "unmatched": Page("/settings/unmatched"),
    "unmatched-named": Page("/settings/unmatched?list=named"),
    "unmatched-thing": Page("/settings/unmatched/{thing}?q=b"),
    "unmatched-thing-named": Page("/settings/unmatched/{named}"),
    "unmatched-thing-hostile": Page("/settings/unmatched/{hostile_thing}"),
    "device": Page("/device?code=WDJB-MJHT"),
    "tokens": Page("/settings/tokens"),
    "account": Page("/settings/account"),
    "import": Page("/settings/account/imports/{imported}"),
    "import-looked": Page("/settings/account/imports/{looked}"),
    "people": Page("/settings/people"),
    "person": Page("/settings/people/{bob}"),
    "person-remove": Page("/settings/people/{bob}/remove"),
    "missing": Page("/nothing-here", status=404),
}
NAMES = list(PAGES)


def page_of(story, name):
    page = PAGES[name]
    return page._replace(path=page.path.format(**story.words),
                         person=None if page.is_public else story.alice)


def patterns():
    """The addresses of all pages, from the route table."""
    found = re.findall(r'\{ "GET",\s+"([^"]+)",\s+WHO_(?:ANYONE|USER|ADMIN)', ROUTES.read_text())
    return set(found) - NO_PAGES


def pattern_matches(pattern, path):
    return re.fullmatch(re.sub(r":\w+", "[^/]+", pattern), path.split("?")[0])
