# SPDX-License-Identifier: MIT
"""The reports of one viewing. Times are seconds here; the film has 6000."""

import pytest

from resources.lib.ryot.item import Item, Part
from resources.lib.ryot.sitting import Sitting
from resources.lib.ryot.watch import Watch


class Viewing:
    """A sitting that is read once a second, and its reports."""

    def __init__(self, item, interval=30, duration=6000):
        self.told, self.now, self.duration = [], 100, duration
        self.sitting = Sitting(item, interval * 1000, self.now * 1000, self.tell)

    def tell(self, part, event, session, place, at_ms):
        self.told.append((event, part.episode, place[0] / 1000, place[1] / 1000, at_ms / 1000))
        assert session == self.sitting.session

    def watch(self, begin, seconds):
        for position in range(begin, begin + seconds):
            self.now += 1
            self.sitting.read(position * 1000, self.duration * 1000, self.now * 1000)

    def do(self, what, *values):
        getattr(self.sitting, what)(*values, self.now * 1000)

    @property
    def events(self):
        return [event for event, *_ in self.told]

    @property
    def places(self):
        return [(event, position) for event, _, position, *_ in self.told]


def test_start_is_reported_once_with_position_and_time_of_opening(film):
    viewing = Viewing(film)
    viewing.watch(1200, 3)  # opened at a resume point
    assert viewing.told == [("start", None, 1200, 6000, 100)]


def test_samples_are_taken_at_the_interval(film):
    viewing = Viewing(film, interval=10)
    viewing.watch(0, 32)
    assert viewing.places == [
        ("start", 0), ("progress", 10), ("progress", 20), ("progress", 30)]


def test_a_pause_is_reported_at_once_and_stops_the_samples(film):
    viewing = Viewing(film, interval=10)
    viewing.watch(0, 6)
    viewing.do("pause")
    for _ in range(60):
        viewing.watch(5, 1)
    viewing.do("resume")
    assert viewing.places == [("start", 0), ("pause", 5), ("resume", 5)]


def test_resume_without_a_pause_is_ignored(film):
    viewing = Viewing(film)
    viewing.watch(0, 3)
    viewing.do("resume")
    viewing.do("pause")
    viewing.do("pause")
    assert viewing.events == ["start", "pause"]


def test_a_stop_has_the_last_reading(film):
    viewing = Viewing(film)
    viewing.watch(500, 8)
    viewing.do("stop")
    assert viewing.places[-1] == ("stop", 507)


def test_a_switch_does_not_trust_the_last_reading(film):
    """It may belong to the next item already."""
    viewing = Viewing(film)
    viewing.watch(500, 8)
    viewing.watch(0, 1)
    viewing.do("switch")
    assert viewing.places == [("start", 500), ("stop", 507)]


def test_items_never_read_are_not_reported(film):
    for end in ("stop", "switch", "end", "pause"):
        viewing = Viewing(film)
        viewing.do(end)
        assert viewing.told == []


def test_a_very_short_viewing_is_reported(film):
    viewing = Viewing(film)
    viewing.watch(10, 1)
    viewing.do("stop")
    assert viewing.places == [("start", 10), ("stop", 10)]


def test_the_natural_end_counts_as_complete(film):
    viewing = Viewing(film)
    viewing.watch(5990, 9)
    viewing.do("end")
    assert viewing.told[-1] == ("end", None, 6000, 6000, 109)


def test_an_end_far_from_the_end_is_a_stop(film):
    """Kodi also says "ended" when the network is gone."""
    viewing = Viewing(film)
    viewing.watch(3000, 9)
    viewing.do("end")
    assert viewing.places[-1] == ("stop", 3007)


def test_a_short_clip_ends_at_its_end(film):
    viewing = Viewing(film, duration=60)
    viewing.watch(0, 5)
    viewing.do("end")
    assert viewing.places[-1] == ("end", 60)


def test_a_seek_is_reported_with_its_target(film):
    viewing = Viewing(film)
    viewing.watch(0, 5)
    viewing.do("seek", 3000_000)
    assert viewing.places[-1] == ("seek", 3000)


def test_after_a_seek_the_old_position_is_ignored(film):
    """Kodi reports it for up to a second."""
    viewing = Viewing(film)
    viewing.watch(10, 5)
    viewing.do("seek", 3000_000)
    viewing.watch(15, 1)
    viewing.do("stop")
    assert viewing.places[-1] == ("stop", 3000)


def test_a_seek_that_ended_elsewhere_is_corrected(film):
    viewing = Viewing(film)
    viewing.watch(10, 5)
    viewing.do("seek", 3000_000)
    viewing.watch(15, 3)
    viewing.do("stop")
    assert viewing.places[-1] == ("stop", 17)


@pytest.mark.parametrize("target, place", [(-5000, 0), (9000_000, 6000)])
def test_a_seek_stays_within_the_film(film, target, place):
    viewing = Viewing(film)
    viewing.watch(0, 3)
    viewing.do("seek", target)
    assert viewing.places[-1] == ("seek", place)


def test_a_time_below_zero_is_zero(film):
    viewing = Viewing(film)
    viewing.watch(-1, 2)
    assert viewing.places == [("start", 0)]


def test_a_player_that_has_just_stopped_has_no_reading(film):
    viewing = Viewing(film)
    viewing.watch(500, 5)
    viewing.sitting.read(0, 0, 106_000)
    viewing.do("stop")
    assert viewing.places[-1] == ("stop", 504)


def test_the_players_duration_overrides_the_librarys():
    item = Item("/a.mkv", [Part("movie", {})], runtime_ms=9000_000)
    viewing = Viewing(item)
    viewing.watch(500, 5)
    viewing.sitting.read(505_000, 0, 106_000)
    viewing.do("stop")
    assert viewing.told[-1][2:4] == (504, 6000)


def test_without_a_duration_nothing_is_reported(film):
    viewing = Viewing(film, duration=0)
    viewing.watch(0, 60)
    viewing.do("stop")
    assert viewing.told == []


def test_the_librarys_runtime_replaces_a_missing_duration():
    item = Item("http://a/b", [Part("movie", {})], runtime_ms=6000_000)
    viewing = Viewing(item, duration=0)
    viewing.watch(0, 5)
    viewing.sitting.read(0, 0, 106_000)
    viewing.do("stop")
    assert viewing.told == [("start", None, 1, 6000, 100), ("stop", None, 4, 6000, 105)]


# --- a file with several episodes: 3000 s each ---

def test_a_passed_episode_has_ended(double_episode):
    viewing = Viewing(double_episode)
    viewing.watch(2995, 10)
    assert [(event, episode, place) for event, episode, place, *_ in viewing.told] == [
        ("start", 3, 2995), ("end", 3, 3000), ("start", 4, 0)]
    viewing.do("stop")
    assert viewing.told[-1][:4] == ("stop", 4, 4, 3000)


def test_going_back_to_the_first_episode_stops_the_second(double_episode):
    viewing = Viewing(double_episode)
    viewing.watch(3500, 5)
    viewing.do("seek", 60_000)
    assert [(event, episode, place) for event, episode, place, *_ in viewing.told] == [
        ("start", 4, 500), ("stop", 4, 504), ("start", 3, 60), ("seek", 3, 60)]


def test_the_end_of_the_file_ends_the_last_episode(double_episode):
    viewing = Viewing(double_episode)
    viewing.watch(5980, 5)
    viewing.do("end")
    assert [(event, episode) for event, episode, *_ in viewing.told] == [
        ("start", 4), ("end", 4)]


def test_a_short_double_episode_that_ends_at_once_ends_both(double_episode):
    viewing = Viewing(double_episode, duration=100)
    viewing.watch(0, 4)
    viewing.do("end")
    assert [(event, episode) for event, episode, *_ in viewing.told] == [
        ("start", 3), ("end", 3), ("end", 4)]


# --- consecutive items ---

class Evening:
    def __init__(self, options, items):
        self.told, self.skipped = [], []
        self.watch = Watch(options, items.__getitem__, self.tell,
                           lambda item, why: self.skipped.append(why))

    def tell(self, part, event, session, place, at_ms):
        self.told.append((part.title, event, place[0], session))


def test_the_next_item_stops_the_previous_one(film, double_episode, options):
    evening = Evening(options(), {"film": film, "tv": double_episode})
    evening.watch.open(0, "film")
    for second in range(5):
        evening.watch.read(film.path, second * 1000, 6000_000, second * 1000)
    evening.watch.switch(5000)
    evening.watch.open(6000, "tv")
    evening.watch.read(film.path, 9000, 6000_000, 6000)  # of another file
    evening.watch.read(double_episode.path, 0, 6000_000, 7000)
    evening.watch.stop(8000)
    assert [row[:3] for row in evening.told] == [
        ("The Matrix", "start", 0), ("The Matrix", "stop", 3000),
        ("Part 3", "start", 0), ("Part 3", "stop", 0)]
    sessions = [session for *_, session in evening.told]
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]


def test_excluded_items_are_noted_and_not_reported(film, options):
    evening = Evening(options(movies="false"), {"film": film})
    evening.watch.open(0, "film")
    evening.watch.read(film.path, 1000, 6000_000, 1000)
    evening.watch.stop(2000)
    assert (evening.told, evening.skipped) == ([], ["excluded_movies"])


def test_without_a_sitting_every_event_is_harmless(options):
    watch = Evening(options(), {}).watch
    for name in ("switch", "stop", "end", "pause", "resume"):
        getattr(watch, name)(0)
    watch.seek(0, 5)
    watch.open(0, None)
    watch.read("x", 1, 2, 3)
