# SPDX-License-Identifier: MIT
"""A stand-in for Komga: what a person has read, newest first, in pages. Faults and the list
of requests are those of audiobookshelf.py."""

import copy
import json
import urllib.parse

import bodies
from audiobookshelf import JSON, Audiobookshelf

KEY = "5e0b6c1f2a9d4c7e8b3f1a2d4c6e8f90"


def read(name):
    return json.loads(bodies.read(name, "komga"))


class Komga(Audiobookshelf):
    """Its content is in `books`, as the list shows them."""

    def __init__(self, host="127.0.0.1"):
        super().__init__(base="", host=host)
        self.is_shuffled = False

    def _fill(self):
        self.books = read("books.json")["content"]

    def show(self, name, key=KEY):
        self.books = read(name)["content"]

    def read_many(self, count):
        """That many books, each half read, a second after the one before it."""
        example = self.books[0]
        self.books = []
        for number in range(count):
            book = copy.deepcopy(example)
            seconds = f"{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
            book |= {"id": f"B{number}", "name": f"Saga {number}"}
            book["readProgress"] |= {"page": 80, "completed": False,
                                     "readDate": f"2026-11-20T{seconds}Z",
                                     "lastModified": f"2026-11-20T{seconds}Z"}
            self.books.append(book)

    def answer(self, talk):
        url = urllib.parse.urlsplit(talk.route)
        if url.path == "/actuator/health":
            return self._good(read("health.json"))
        if talk.headers.get("X-API-Key") != KEY:
            return 401, b'{"status":401}', JSON, {}
        if url.path == "/api/v2/users/me":
            return self._good(read("me.json"))
        if (talk.command, url.path) == ("POST", "/api/v1/books/list"):
            return self._good(self._page(json.loads(talk.body), urllib.parse.parse_qs(url.query)))
        return 404, b'{"status":404}', JSON, {}

    @staticmethod
    def _good(value):
        return 200, json.dumps(value).encode(), JSON, {}

    def _page(self, wanted, query):
        statuses = {one["readStatus"]["value"] for one in wanted["condition"]["anyOf"]}
        assert statuses == {"READ", "IN_PROGRESS"}
        assert query["sort"] == ["readProgress.lastModified,desc"]
        number, size = int(query["page"][0]), int(query["size"][0])
        books = sorted(self.books, key=lambda book: book["readProgress"]["lastModified"],
                       reverse=not self.is_shuffled)
        part = books[number * size:(number + 1) * size]
        return {"content": part, "number": number, "size": size, "totalElements": len(books),
                "last": (number + 1) * size >= len(books)}
