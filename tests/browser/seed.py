# SPDX-License-Identifier: MIT
"""A person with a year of history, reported by players."""

import json
import random
from datetime import datetime, timedelta, timezone

import bodies
from person import Person

FILMS = [("Heat", 949), ("The Matrix", 603), ("Arrival", 329865), ("Alien", 348),
         ("Spirited Away", 129), ("Das Leben der Anderen", 582), ("Paddington 2", 346648),
         ("The Grand Budapest Hotel", 120467), ("Blade Runner 2049", 335984),
         ("Portrait of a Lady on Fire", 531428), ("Parasite", 496243), ("Her", 152601)]
SHOWS = [("Breaking Bad", 1396, 62), ("Dark", 70523, 26), ("Severance", 95396, 19),
         ("The Bear", 136315, 28), ("Derry Girls", 76148, 19)]
HOSTILE = [("<script>alert(1)</script>", 900001), ("W" * 900, 900002),
           ("\u05e9\u05dc\u05d5\u05dd \u202e\u05e2\u05d5\u05dc\u05dd", 900003), ('"' * 300, 900004)]


class Story:
    """The values of the story that tests need."""

    def __init__(self, server):
        self.server = server
        self.alice = Person(server, "alice").sign_up()
        self.guest = Person(server, "nobody")
        self.bob = server.person()
        self.jellyfin = self.alice.hook("jellyfin", "--name", "Living room")
        self.kodi = self.alice.hook("kodi", "--name", "Bedroom")
        self.quiet = self.alice.hook("kodi", "--name", "Caf\u00e9 <b>")
        self.asked = server.ctl(
            "integration", "add", "audiobookshelf", "--user", "alice", "--name", "Shelf",
            "--url", "http://127.0.0.1:9", "--key-stdin", "--unchecked", stdin=b"a.b.c\n")
        self.a_year_of_kodi()
        self.an_evening_of_jellyfin()
        self.what_no_id_names()
        server.ctl("token", "new", "--user", "alice", "--name", "Kodi, bedroom")
        self.imports()
        self.words = self.what_has_a_number()

    def what_has_a_number(self):
        value = self.server.value
        return {
            "film": value("SELECT id FROM work WHERE title = 'The Matrix'"),
            "show": value("SELECT id FROM work WHERE title = 'Breaking Bad'"),
            "hostile": value("SELECT id FROM work WHERE title LIKE '<script>%'"),
            "bob": self.bob.id,
            "list": self.list(),
            "jellyfin": self.jellyfin.id,
            "quiet": self.quiet.id,
            "asked": self.asked["id"],
            "delivery": value("SELECT min(id) FROM delivery WHERE integration_id = ?",
                              self.jellyfin.id),
            "thing": self.thing_of("Northbound"),
            "named": self.thing_of("Home Films"),
            "hostile_thing": self.thing_of(HOSTILE[1][0][:500]),
            "imported": self.imported,
            "looked": self.looked,
            "refused": value("SELECT min(id) FROM delivery WHERE outcome = 'refused'"),
        }

    def list(self):
        for title in "Heat", "Dark", HOSTILE[0][0]:
            work = self.server.value("SELECT id FROM work WHERE title = ?", title)
            for name, value in (("rate", {"rating": 7}), ("note", {"note": f"{title}!"}),
                                ("list", {"list": 0, "on": 1})):
                self.alice.post(f"/works/{work}/{name}", value)
        return self.server.value("SELECT id FROM list")

    def thing_of(self, title):
        return self.server.value("SELECT id FROM thing WHERE title = ?", title)

    def what_no_id_names(self):
        for title in "Northbound", "Home Films":
            for episode in range(1, 8):
                self.tell_kodi(lot="show", show_title=title, show_season_number=1,
                               show_episode_number=episode, title=f"Part {episode}",
                               progress=97 if episode < 7 else 40)
        for title, _ in HOSTILE:
            self.tell_kodi(lot="movie", title=title, progress=50)
        self.server.ctl("unmatched", "name", self.thing_of("Home Films"), "--as", "tmdb:1399",
                        "--season-shift", 1)

    def imports(self):
        """One that was made, and a file that waits for it."""
        fixtures = bodies.FOLDER / "past-archive"
        self.imported = self.server.ctl("import", "--user", "alice",
                                        fixtures / "trakt.zip")["import"]
        view = self.alice.submit(
            "/settings/account", "settings/account/import",
            file=("titles.csv", b"Title,WatchedDate,tmdbID\n" + "".join(
                f"{title},2020-01-01,\n" for title, _ in FILMS).encode()))
        self.looked = view.path.rpartition("/")[2]

    def tell_kodi(self, **body):
        said = self.kodi.post({"show_season_number": None, "show_episode_number": None, **body})
        assert said.status == 200, said

    def a_year_of_kodi(self):
        dice = random.Random(4)
        now = datetime.now(timezone.utc)
        runs = []
        for title, number in FILMS + HOSTILE:
            runs.append({"lot": "movie", "identifier": str(number), "title": title,
                         "duration_ms": dice.randint(85, 160) * 60_000})
        for title, number, episodes in SHOWS:
            for n in range(episodes):
                runs.append({"lot": "show", "identifier": str(number), "show_title": title,
                             "show_season_number": 1 + n // 10,
                             "show_episode_number": 1 + n % 10,
                             "title": f"Part {n + 1}",
                             "duration_ms": dice.randint(22, 61) * 60_000})
        for run in runs:
            days = int(340 * dice.random() ** 1.3)
            at = now - timedelta(days=days, hours=dice.randint(0, 5), minutes=dice.randint(3, 59))
            done = dice.random() < 0.93
            self.tell_kodi(**run, event="end" if done else "stop",
                           progress=100 if done else 40,
                           position_ms=run["duration_ms"] * (100 if done else 40) // 100,
                           at=at.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def an_evening_of_jellyfin(self):
        for name in ("episode-progress.json", "movie-unicode-title.json",
                     "movie-progress-above-95.json", "movie-no-ids.json",
                     "audiobook-progress.json", "episode-special-season-0.json",
                     "session-started.json"):
            self.jellyfin.post(bodies.read(name))
        self.jellyfin.post(b"{not json")
        self.jellyfin.post(json.dumps(bodies.movie(603, 45)).encode())
