# SPDX-License-Identifier: MIT
"""Playback in a real Kodi, and the resulting plays on the server."""

import plugin
from media import EPISODE_S, FILM_S, SHORT_S
from server import wait_until

NEAR_S = 3  # a reading is up to a second old, and so is the answer we compare with


def event_names(hook):
    """Oldest first."""
    return [row["event"] for row in reversed(hook.deliveries())]


def wait_event(hook, name, count=1):
    return wait_until(lambda: event_names(hook).count(name) >= count and event_names(hook),
                      f"{count} times {name}: {event_names(hook)}")


def wait_plays(person, count=1):
    return wait_until(lambda: len(person.plays()) >= count and person.plays(),
                      f"{count} plays")


def near(ms, mark):
    return mark.is_near(ms, NEAR_S)


def test_a_film_with_pause_seek_and_stop(ready, server, person, hook):
    ready.play(ready.movie("The Matrix"))
    wait_event(hook, "start")
    ready.pause()
    wait_event(hook, "pause")
    ready.resume()
    wait_event(hook, "resume")
    ready.seek(FILM_S // 2)
    wait_event(hook, "seek")
    ready.wait_position(FILM_S // 2 + 2)
    at = ready.stop()
    assert wait_event(hook, "stop") == ["start", "pause", "resume", "seek", "stop"]
    play, = person.plays()
    assert (play["kind"], play["title"], play["state"]) == (
        "movie", "The Matrix", "in_progress")
    ids = {"tmdb": "603", "imdb": "tt0133093"}
    # The library of Kodi 19.1 often keeps only one of them.
    assert play["ids"] == ids or ready.version == 19 and play["ids"].items() < ids.items()
    assert play["ids"]
    assert play["duration_ms"] == FILM_S * 1000
    assert near(play["position_ms"], at), (play, at)
    shown = server.ctl("integration", "show", hook.id)
    assert shown["sender_version"] == ready.addon()["version"]
    assert shown["received"]["last_at"]


def test_samples_are_sent_at_the_interval(ready, person, hook):
    ready.play(ready.movie("Inception"))
    wait_event(hook, "start")
    ready.seek(300)
    ready.wait_position(302)
    wait_event(hook, "progress")  # the interval is ten seconds
    play, = person.plays()
    assert play["position_ms"] > 305_000 and play["ids"]["tmdb"] == "27205"
    ready.stop()
    wait_event(hook, "stop")


def test_an_episode_to_its_natural_end(ready, person, hook):
    ready.play(ready.episode(1, 1))
    wait_event(hook, "start")
    ready.call("Player.Seek", "Player.OnStop", playerid=1, value={"time": {
        "hours": 0, "minutes": 0, "seconds": SHORT_S - 3, "milliseconds": 0}})
    assert wait_event(hook, "end")[-1] == "end"
    play, = person.plays()
    assert (play["kind"], play["title"], play["season"], play["episode"]) == (
        "show", "Game of Thrones", 1, 1)
    # The show's ids; 63056 is the episode's.
    assert play["ids"] == {"tmdb": "1399", "tvdb": "121361", "imdb": "tt0944947"}
    assert (play["state"], play["percent"]) == ("completed", 100)


def test_the_next_item_ends_the_previous_one(ready, person, hook):
    """Kodi does not report the end of the first when another item is opened."""
    ready.play(ready.movie("The Matrix"))
    wait_event(hook, "start")
    ready.seek(600)
    wait_event(hook, "seek")
    ready.wait_position(603)
    at = ready.mark()
    ready.play(ready.episode(1, 2), directly=True)
    wait_event(hook, "start", 2)
    middle = ready.seek(EPISODE_S // 2)
    wait_event(hook, "seek", 2)
    ready.stop()
    assert wait_event(hook, "stop", 2) == [
        "start", "seek", "stop", "start", "seek", "stop"]
    episode, film = person.plays()
    assert film["title"] == "The Matrix" and near(film["position_ms"], at), (film, at)
    assert (episode["season"], episode["episode"]) == (1, 2)
    assert near(episode["position_ms"], middle)


def test_a_playlist_continues_by_itself(ready, person, hook):
    """When the first item ends, Kodi's player already describes the second."""
    ready.call("Playlist.Clear", playlistid=1)
    ready.call("Playlist.Add", playlistid=1, item=[ready.episode(1, 1), ready.episode(1, 2)])
    ready.play({"playlistid": 1})
    wait_event(hook, "start")
    ready.seek(SHORT_S - 4)
    wait_event(hook, "start", 2)
    ready.seek(EPISODE_S // 2)
    wait_event(hook, "seek", 2)
    ready.stop()
    assert wait_event(hook, "stop") == ["start", "seek", "end", "start", "seek", "stop"]
    second, first = person.plays()
    assert (first["episode"], first["state"], first["percent"]) == (1, "completed", 100)
    assert (second["episode"], second["state"]) == (2, "in_progress")


def test_both_episodes_of_a_file(ready, person, hook):
    ready.play(ready.episode(1, 4))  # the file begins with 3
    wait_event(hook, "start")
    ready.seek(EPISODE_S // 4)
    wait_event(hook, "seek")
    ready.seek(EPISODE_S * 3 // 4)
    wait_event(hook, "end")
    at = ready.stop()
    at.seconds -= EPISODE_S / 2  # in the second episode
    wait_event(hook, "stop")
    states = {play["episode"]: (play["state"], play["duration_ms"]) for play in person.plays()}
    assert states == {3: ("completed", EPISODE_S * 500), 4: ("in_progress", EPISODE_S * 500)}
    fourth = [play for play in person.plays() if play["episode"] == 4][0]
    assert near(fourth["position_ms"], at)


def test_a_special_is_of_season_0(ready, person, hook):
    ready.play(ready.episode(0, 5))
    wait_event(hook, "start")
    ready.seek(EPISODE_S // 2)
    wait_event(hook, "seek")
    ready.stop()
    wait_event(hook, "stop")
    play, = person.plays()
    assert (play["season"], play["episode"]) == (0, 5)


def test_the_same_film_again_is_another_viewing(ready, person, hook):
    for count in (1, 2):
        ready.play(ready.movie("The Matrix"))
        wait_event(hook, "start", count)
        ready.seek(FILM_S * 97 // 100)
        wait_event(hook, "seek", count)
        ready.stop()
        wait_event(hook, "stop", count)
    assert [play["state"] for play in person.plays()] == ["completed"] * 2


def test_a_film_without_ids_is_shown_as_unmatched(ready, person, hook):
    ready.play(ready.movie("Home Video"))
    wait_event(hook, "start")
    ready.stop()
    wait_event(hook, "stop")
    assert {row["reason"] for row in hook.deliveries()} == {"no-identifier"}
    assert person.plays() == []


def test_excluded_items_are_not_reported(ready, server, person, hook, token):
    ready.configure(address=server.base_url, token=token, movies="false",
                    exclude_more=f"{ready.media}/tv/Game of Thrones/Season 00")
    for item, title, why in (
            ({"file": str(ready.media / "loose/Holiday.mkv")}, "Holiday.mkv", "unknown_item"),
            (ready.movie("The Matrix"), "The Matrix", "excluded_movies"),
            (ready.episode(0, 5), "Episode 5", "excluded_path")):
        ready.play(item)
        wait_until(lambda: f"not reported: {title} ({why})" in ready.log(), why)
    ready.play(ready.episode(1, 2))
    wait_event(hook, "start")
    ready.stop()
    assert wait_event(hook, "stop") == ["start", "stop"]


def test_items_of_a_streaming_add_on(ready, person, hook):
    """The item is not in the library, and its file has no metadata. The second time Kodi
    has the stream in its table of files, and answers differently."""
    file = str(ready.media / "loose/Holiday.mkv")
    film = plugin.address(file=file, type="movie", title="Dune", ids={"tmdb": "438631"})
    episode = plugin.address(
        file=file, type="episode", title="Pilot", show="Breaking Bad", season=1, episode=1,
        ids={"tmdb": "62085", "tvshow.tmdb": "1396"})
    for count in (1, 3):
        ready.play({"file": film})
        wait_event(hook, "start", count)
        ready.seek(300)
        wait_event(hook, "seek", count)
        ready.stop()
        wait_event(hook, "stop", count)
        ready.play({"file": episode})
        wait_event(hook, "start", count + 1)
        ready.seek(300)
        wait_event(hook, "seek", count + 1)
        ready.stop()
        wait_event(hook, "stop", count + 1)
    episode, film = person.plays()
    assert (film["title"], film["ids"]) == ("Dune", {"tmdb": "438631"})
    assert (episode["title"], episode["ids"]) == ("Breaking Bad", {"tmdb": "1396"})
    assert (episode["season"], episode["episode"]) == (1, 1)


def test_a_service_started_during_playback_reports_it(ready, person, hook):
    ready.switch(False)
    ready.play(ready.movie("The Matrix"))
    ready.seek(3000)
    ready.wait_position(3001)
    at = ready.mark()
    ready.switch(True)
    wait_event(hook, "start")
    play, = wait_plays(person)
    assert near(play["position_ms"], at)
    ready.switch(False)  # the film goes on, the add-on reports its position
    wait_event(hook, "stop")
    ready.switch(True)
    wait_event(hook, "start", 2)
    ready.stop()
    wait_event(hook, "stop", 2)


def test_kodi_quits_while_a_film_plays(ready, person, hook):
    """No callback announces it. The last reports are sent in the time that Kodi allows."""
    ready.play(ready.movie("The Matrix"))
    wait_event(hook, "start")
    ready.seek(3000)
    wait_event(hook, "seek")
    ready.wait_position(3002)
    at = ready.mark()
    ready.quit()
    assert "didn't stop in" not in ready.log()
    assert wait_event(hook, "stop")[-1] == "stop"
    play, = person.plays()
    assert near(play["position_ms"], at), (play, at)
