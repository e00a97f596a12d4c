# SPDX-License-Identifier: MIT
"""The wiring, with a minimal Kodi; tests/kodi covers the rest."""

import json
import sys
import time
import types

import pytest


class FakeKodi:
    """Kodi's modules, with one film playing and a readable log."""

    def __init__(self, folder):
        self.log, self.shown, self.has_media = [], [], False
        self.settings = {"address": "http://127.0.0.1:1", "token": "s3cret"}
        addon = types.SimpleNamespace(
            getAddonInfo={"version": "0.1.0", "profile": str(folder)}.__getitem__,
            getSetting=lambda name: self.settings.get(name, ""),
            getLocalizedString=lambda number: str(number))
        self.is_playing, self.asked = True, []
        self.player = type("Player", (), {"isPlayingVideo": lambda _: self.is_playing})
        dialog = types.SimpleNamespace(notification=lambda *words: self.shown.append(words[1]))
        self.modules = {
            "xbmc": types.SimpleNamespace(
                LOGINFO=1, LOGDEBUG=0, Player=self.player, Monitor=object,
                log=lambda words, level: self.log.append(words),
                getInfoLabel=lambda label: "20.1 (x)", executeJSONRPC=self.answer,
                getCondVisibility=lambda condition: self.has_media),
            "xbmcaddon": types.SimpleNamespace(Addon=lambda name: addon),
            "xbmcgui": types.SimpleNamespace(Dialog=lambda: dialog, NOTIFICATION_WARNING="w"),
            "xbmcvfs": types.SimpleNamespace(translatePath=lambda path: path)}

    film = {"type": "movie", "id": 3, "title": "The Matrix", "file": "/a.mkv",
            "uniqueid": {"tmdb": "603"}}

    def answer(self, request):
        film = self.film
        clock = {"hours": 1, "minutes": 0, "seconds": 0, "milliseconds": 0}
        results = {"Player.GetItem": {"item": film},
                   "Player.GetProperties": {"time": clock, "totaltime": dict(clock, hours=2)}}
        calls = json.loads(request)
        self.asked += [call["method"] for call in calls]
        return json.dumps([{"id": call["id"], "result": results[call["method"]]}
                           for call in calls])


@pytest.fixture
def kodi(tmp_path, monkeypatch):
    kodi = FakeKodi(tmp_path)
    for name, module in kodi.modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    yield kodi
    # The next test replaces Kodi.
    for name in ("service", "player", "shell"):
        del sys.modules["resources.lib." + name]
        delattr(sys.modules["resources.lib"], name)


@pytest.fixture
def service(kodi):
    from resources.lib.service import Service
    service = Service()
    yield service
    service.queue.close()


def play(service):
    service.player.onAVStarted()
    for _ in range(4):
        service.follow()


def test_playing_items_are_queued(service):
    play(service)
    service.player.onPlayBackStopped()
    service.follow()
    bodies = [json.loads(text) for (text,) in service.queue._rows("SELECT body FROM report")]
    assert [(body["event"], body["position_ms"]) for body in bodies] == [
        ("start", 3600_000), ("stop", 3600_000)]


def test_a_player_that_has_ended_is_not_asked(service, kodi):
    """Kodi may crash when it is asked for the item that it clears."""
    play(service)
    kodi.is_playing, kodi.asked = False, []
    service.player.onPlayBackStopped()
    service.follow()
    service.follow()
    assert kodi.asked == [] and service.watch.sitting is None


def test_an_unwritable_queue_does_not_stop_the_service(service, kodi):
    """A full disk, for example."""
    service.queue.db.execute("PRAGMA query_only = ON")
    play(service)
    service.player.onPlayBackPaused()
    service.follow()
    assert service.watch.sitting.is_paused
    assert len([line for line in kodi.log if "cannot be written" in line]) == 1
    assert [number for number, _ in service.notices] == [32156]
    assert [json.loads(service.queue.first().body)["event"]] == ["start"]  # from memory
    service.queue.db.execute("PRAGMA query_only = OFF")
    service.retry_at = 0
    service.tick()
    assert service.queue.held == [] and service.queue.waiting() == 2


def test_an_unexpected_error_is_logged_once_and_the_service_continues(service, kodi):
    play(service)
    service.watch.sitting.read = None  # something is broken
    for _ in range(3):
        service.tick()
    assert len([line for line in kodi.log if "went wrong: Traceback" in line]) == 1
    service.player.onPlayBackStopped()
    service.watch.sitting.read = lambda *_: None
    service.tick()
    assert service.watch.sitting is None


def test_a_name_that_is_no_utf8_is_followed_and_the_next_film_too(service, kodi):
    """Kodi hands such bytes to Python as lone surrogates."""
    kodi.film = dict(kodi.film, title="Caf\udce9", file="/Caf\udce9.mkv")
    play(service)
    kodi.film = dict(kodi.film, title="Next", file="/next.mkv")
    service.player.onPlayBackStarted()
    play(service)
    bodies = [json.loads(text) for (text,) in service.queue._rows("SELECT body FROM report")]
    assert [(body["title"], body["event"]) for body in bodies] == [
        ("Caf\ufffd", "start"), ("Caf\ufffd", "stop"), ("Next", "start")]
    assert not [line for line in kodi.log if "went wrong" in line]


def test_a_file_outside_the_library_with_such_a_name_is_shown(service, kodi):
    kodi.film = {"type": "unknown", "label": "Caf\udce9.mkv", "file": "/Caf\udce9.mkv"}
    kodi.modules["xbmc"].Player = lambda: types.SimpleNamespace(
        isPlayingVideo=lambda: True,
        getVideoInfoTag=lambda: types.SimpleNamespace(getMediaType=lambda: ""))
    play(service)
    assert service.queue.noted("skipped") == ["Caf\ufffd.mkv", "unknown_item"]
    for line in kodi.log:
        line.encode()


def test_a_stream_that_has_ended_is_not_asked_for(service, kodi):
    """Kodi would log an exception."""
    kodi.film = {"type": "unknown", "label": "a.mkv", "file": "/a.mkv"}
    asked = []
    kodi.modules["xbmc"].Player = lambda: types.SimpleNamespace(
        isPlayingVideo=lambda: False, getVideoInfoTag=lambda: asked.append(1))
    play(service)
    assert not asked and service.queue.noted("skipped") == ["a.mkv", "unknown_item"]


def test_an_error_in_a_callback_is_told(service, kodi):
    """Kodi would print it to its log, and the film would be missing without a word."""
    kodi.answer_of, kodi.modules["xbmc"].executeJSONRPC = kodi.answer, lambda request: "{"
    service.player.onAVStarted()
    kodi.modules["xbmc"].executeJSONRPC = kodi.answer_of
    service.tick()
    assert "JSONDecodeError" in service.queue.noted("wrong")[1]
    assert len([line for line in kodi.log if "went wrong: Traceback" in line]) == 1
    play(service)
    assert service.watch.sitting.part == 0


def test_no_error_at_the_start_ends_the_service(service, kodi):
    kodi.modules["xbmc"].executeJSONRPC = lambda request: "{"
    service.monitor.waitForAbort = lambda seconds: True
    service.run()
    assert [line for line in kodi.log if "went wrong" in line]
    assert kodi.log[-1].startswith("[script.ryot] ends")


# --- marks in the library ---

def mark(service, kind, number, **more):
    service.monitor.onNotification("xbmc", "VideoLibrary.OnUpdate", json.dumps(
        {"item": {"type": kind, "id": number}, **more}))


def marked(service):
    bodies = [json.loads(text) for (text,) in service.queue._rows("SELECT body FROM report")]
    return [(body["event"], body["title"]) for body in bodies
            if body["event"] in ("watched", "unwatched")]


@pytest.fixture
def library(service, kodi):
    """Any film and any episode."""
    def answer(method, params):
        number = params.get("movieid", params.get("episodeid", 0))
        about = {"title": f"No. {number}", "file": f"/{number}.mkv",
                 "uniqueid": {"tmdb": str(number)}, "tvshowid": 7, "season": 1,
                 "episode": number, "showtitle": "Show"}
        return {"moviedetails": about, "episodedetails": about, "tvshowdetails": about}

    service.options.marks = True
    service.library.ask = answer
    return service


def test_marks_are_reported(library):
    mark(library, "movie", 5, playcount=1)
    mark(library, "episode", 6, playcount=2)
    mark(library, "movie", 7, playcount=0)
    library.tick()
    assert marked(library) == [("watched", "No. 5"), ("watched", "No. 6"), ("unwatched", "No. 7")]


def test_what_is_no_mark_of_a_person_is_not_reported(library):
    mark(library, "movie", 5)  # its title was edited, for example
    mark(library, "movie", 5, playcount=1, added=True)  # a scan found it
    mark(library, "musicvideo", 5, playcount=1)
    library.tick()
    play(library)
    mark(library, "movie", 3, playcount=1)  # Kodi marks what it has played
    library.player.onPlayBackStopped()
    library.tick()
    mark(library, "movie", 3, playcount=1)
    library.tick()
    library.options.marks = False
    mark(library, "movie", 5, playcount=1)
    library.tick()
    assert marked(library) == [] and library.marks == []


def test_a_library_marked_at_once_holds_nothing_up_and_loses_nothing(library, monkeypatch):
    for number in range(1, 10_001):
        mark(library, "movie", number, playcount=1)
    begin = time.monotonic()
    library.tick()
    assert time.monotonic() - begin < 5
    assert library.queue.waiting() == 10_000  # on disk, whatever happens now
    while library.queue.marks(1):
        library.tick()
    assert marked(library) == [("watched", f"No. {n}") for n in range(1, 10_001)]


def test_marks_outlast_a_full_disk(library):
    library.queue.db.execute("PRAGMA query_only = ON")
    mark(library, "movie", 5, playcount=1)
    library.tick()
    library.queue.db.execute("PRAGMA query_only = OFF")
    library.retry_at = 0
    for _ in range(2):
        library.tick()
    assert marked(library) == [("watched", "No. 5")]


def test_the_log_holds_no_secret(service, kodi):
    service.log.info("a token s3cret, and again s3cret")
    assert kodi.log == ["[script.ryot] a token ***, and again ***"]


def test_a_problem_is_shown_once_and_not_during_a_film(service, kodi, monkeypatch):
    from resources.lib import service as module
    from resources.lib.ryot.sender import Problem
    kodi.has_media = True
    service.problem(Problem("token"))
    service.problem(Problem("token"))
    service.show_notices()
    kodi.has_media = False
    service.show_notices()
    assert kodi.shown == []  # not yet: the next episode may follow
    monkeypatch.setattr(module, "LINGER_S", -1)
    for _ in range(3):
        service.show_notices()
    assert kodi.shown == ["32107"]
    service.problem(None)
    service.problem(Problem("token"))  # the problem is over
    service.show_notices()
    assert kodi.shown == ["32107"] * 2


def test_messages_can_be_switched_off(service, kodi, monkeypatch):
    from resources.lib import service as module
    from resources.lib.ryot.sender import Problem
    monkeypatch.setattr(module, "LINGER_S", -1)
    service.options.notifications = False
    service.problem(Problem("token"))
    service.show_notices()
    assert kodi.shown == [] and service.notices == []


def test_a_server_that_is_down_shows_no_message(service):
    from resources.lib.ryot.sender import Problem
    service.problem(Problem("unreachable", "refused"))
    service.problem(Problem("busy", "503"))
    assert service.notices == []
