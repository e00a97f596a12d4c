# SPDX-License-Identifier: MIT
"""Other programs as the player, odd names, and marks in the library, in a real Kodi."""

import time

import pytest

from media import EPISODE_S, clip, ids, movie
from rig import wait_for_kodi
from server import wait_until
from test_playing import event_names, wait_event

PLAYERS = """\
<playercorefactory>
  <players><player name="Another" type="ExternalPlayer" audio="false" video="true">
    <filename>/bin/sh</filename><args>-c "sleep 15"</args><hidexbmc>false</hidexbmc>
  </player></players>
  <rules action="prepend"><rule filename=".*Another.*" player="Another"/></rules>
</playercorefactory>
"""


@pytest.fixture
def another(ready):
    """A film that another program plays, and Kodi in which it does."""
    path = ready.userdata / "playercorefactory.xml"
    path.write_text(PLAYERS)
    movie(ready.media, "Another Player", 2001, 20, tmdb=900500)
    ready.quit()
    ready.start()
    ready.call("VideoLibrary.Scan", "VideoLibrary.OnScanFinished", showdialogs=False)
    film = ready.movie("Another Player")
    # Kodi takes the length from the file only when it plays it itself.
    ready.call("VideoLibrary.SetMovieDetails", **film, runtime=20)
    yield film
    path.unlink()


def test_an_external_player(ready, another, person, hook):
    """Kodi says 0 of 0, and then that it has ended."""
    ready.rpc.ask("Player.Open", {"item": another})
    assert wait_event(hook, "end") == ["start", "end"]
    play, = person.plays()
    assert (play["title"], play["state"]) == ("Another Player", "completed")
    assert "not reported: Another Player (unknown_position)" in ready.log()


def test_a_name_that_is_no_utf8(ready, person, hook):
    """The film is followed, and so is the next one."""
    folder = ready.media / "movies/Cafe (2002)"
    clip(folder / "Caf\udce9 (2002).mkv", EPISODE_S)
    (folder / "Caf\udce9 (2002).nfo").write_text(
        "<movie><title>Cafe</title><year>2002</year>" + ids(tmdb=900510) + "</movie>")
    ready.call("VideoLibrary.Scan", "VideoLibrary.OnScanFinished", showdialogs=False)
    ready.play(ready.movie("Cafe"))
    wait_event(hook, "start")
    ready.stop()
    wait_event(hook, "stop")
    ready.play(ready.movie("The Matrix"))
    wait_event(hook, "start", 2)
    ready.stop()
    wait_event(hook, "stop", 2)
    assert {row["reason"] for row in hook.deliveries()} <= {"below-minimum", "unchanged"}


def test_a_stack_of_files_is_one_film(ready, person, hook):
    folder = ready.media / "movies/Long (2003)"
    for number, seconds in ((1, 600), (2, 900)):
        clip(folder / f"Long (2003) part{number}.mkv", seconds)
    (folder / "Long (2003).nfo").write_text(
        "<movie><title>Long</title><year>2003</year>" + ids(tmdb=900520) + "</movie>")
    ready.call("VideoLibrary.Scan", "VideoLibrary.OnScanFinished", showdialogs=False)
    for count in (1, 2):  # the first time Kodi stores the streams (see STORES in rig.py)
        ready.play(ready.movie("Long"))
        wait_event(hook, "start", count)
        if count == 1:
            ready.stop()
            wait_event(hook, "stop")
    ready.seek(596)
    ready.wait_position(605)  # in the second file
    wait_event(hook, "start", 3)
    ready.stop()
    wait_event(hook, "stop", 3)
    play, = person.plays()
    assert (play["state"], play["duration_ms"]) == ("in_progress", 1500_000)
    assert play["position_ms"] > 600_000


@pytest.fixture
def counting(ready):
    """A Kodi that counts plays; nothing is played directly after another item here."""
    if ready.is_sound:
        yield ready
        return
    ready.quit()
    ready.set_stores(True)
    ready.start()
    yield ready
    ready.quit()
    ready.set_stores(False)


def test_marks_in_the_library(counting, server, person, hook, token):
    ready = counting
    ready.configure(address=server.base_url, token=token, marks="true")
    film, episode = ready.movie("Inception"), ready.episode(0, 5)
    ready.call("VideoLibrary.SetMovieDetails", **film, playcount=1)
    ready.call("VideoLibrary.SetEpisodeDetails", **episode, playcount=1)
    wait_event(hook, "watched", 2)
    ready.call("VideoLibrary.SetMovieDetails", **film, playcount=0)
    wait_event(hook, "unwatched")
    assert {(play["title"], play["state"]) for play in person.plays()} == {
        ("Inception", "completed"), ("Game of Thrones", "completed")}
    # What Kodi marks because it was played is no mark of a person.
    ready.play(ready.episode(1, 1))
    wait_event(hook, "start")
    ready.seek(17)
    wait_event(hook, "end")
    time.sleep(1)
    assert event_names(hook).count("watched") == 2
    ready.call("VideoLibrary.SetEpisodeDetails", **episode, playcount=0)
    wait_until(lambda: event_names(hook).count("unwatched") == 2, "the last mark")
    wait_for_kodi(lambda: not ready.waiting(), "an empty queue")
