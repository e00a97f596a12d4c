# SPDX-License-Identifier: MIT
"""Players that tell little, or too late. Times are seconds here."""

import pytest

from resources.lib.ryot.item import Item, Part
from resources.lib.ryot.watch import Watch

NEXT = Item("/films/next.mkv", [Part("movie", {"tmdb": "1"}, "Next")])


class Room:
    """A player, its watch, and what that tells."""

    def __init__(self, options):
        self.told, self.skipped, self.now = [], [], 100
        self.watch = Watch(options, lambda item: item, self.tell,
                           lambda item, why: self.skipped.append((item.parts[0].title, why)))

    def tell(self, part, event, session, place, ticks):
        self.told.append((part.title, event, place[0] // 1000, place[1] // 1000))

    def do(self, what, *values):
        getattr(self.watch, what)(self.now * 1000, *values)

    def play(self, item, seconds, begin=0, duration=6000):
        for second in range(seconds):
            self.now += 1
            self.watch.read(item.path, (begin + second) * 1000 if duration else 0,
                            duration * 1000, self.now * 1000)


@pytest.fixture
def room(options):
    return Room(options(interval="300"))


def with_length(item, seconds):
    return Item(item.path, item.parts, seconds * 1000, library_id=3)


# --- another program plays it ---

def test_an_external_player_that_runs_to_the_end_completes(room, film):
    film = with_length(film, 7200)
    room.do("open", film)
    room.play(film, 7150, duration=0)
    room.do("end", "")
    assert room.told == [("The Matrix", "start", 0, 7200), ("The Matrix", "end", 7200, 7200)]
    assert room.skipped == [("The Matrix", "unknown_position")]


def test_an_external_player_that_is_left_early_does_not_complete(room, film):
    film = with_length(film, 7200)
    room.do("open", film)
    room.play(film, 600, duration=0)
    room.do("end", "")
    assert room.told == [("The Matrix", "start", 0, 7200), ("The Matrix", "stop", 600, 7200)]


def test_both_episodes_of_a_file_in_an_external_player(room, double_episode):
    both = with_length(double_episode, 2400)
    room.do("open", both)
    room.play(both, 2390, duration=0)
    room.do("end", "")
    assert [(title, event) for title, event, *_ in room.told] == [
        ("Part 3", "start"), ("Part 3", "end"), ("Part 4", "start"), ("Part 4", "end")]


def test_without_a_length_nothing_can_be_told_but_that(room, film):
    room.do("open", film)
    room.play(film, 600, duration=0)
    room.do("end", "")
    assert room.told == [] and room.skipped == [("The Matrix", "unknown_length")]


def test_a_slow_start_of_kodis_own_player_is_no_external_one(room, film):
    film = with_length(film, 7200)
    room.do("open", film)
    room.play(film, 30, duration=0)
    room.play(film, 30)
    room.do("stop", "")
    assert room.told == [("The Matrix", "start", 0, 7200), ("The Matrix", "stop", 29, 6000)]
    assert room.skipped == []


# --- stops that come late ---

def test_a_stop_after_the_next_item_has_begun_is_of_the_previous_one(room, film):
    room.do("open", film)
    room.play(film, 20)
    room.do("switch")
    room.do("open", NEXT)
    room.do("stop", NEXT.path)
    room.play(NEXT, 20)
    room.do("stop", "")
    assert room.told == [("The Matrix", "start", 0, 6000), ("The Matrix", "stop", 18, 6000),
                         ("Next", "start", 0, 6000), ("Next", "stop", 19, 6000)]


def test_a_stop_that_was_doubted_counts_when_the_player_is_empty(room, film):
    room.do("open", film)
    room.play(film, 20)
    room.do("switch")
    room.do("open", NEXT)
    room.play(NEXT, 20)
    room.do("stop", NEXT.path)
    room.do("gone")
    assert room.told[-1] == ("Next", "stop", 19, 6000) and room.watch.sitting is None


def test_a_file_that_is_repeated_has_ended(room, film):
    for _ in range(2):
        room.do("open", film)
        room.play(film, 20, begin=5975)
        room.do("end", film.path)
    assert [event for _, event, *_ in room.told] == ["start", "end"] * 2


def test_an_error_in_one_item_does_not_hold_up_the_next(room, film):
    room.do("open", film)
    room.play(film, 20)
    room.watch.sitting.stop = None
    with pytest.raises(TypeError):
        room.do("stop", "")
    room.do("open", NEXT)
    room.play(NEXT, 3)
    assert room.told[-1][:2] == ("Next", "start")


# --- stacks of files ---

STACK = Item("stack:///films/a.mkv , /films/b.mkv", [Part("movie", {"tmdb": "2"}, "Long")])


def test_the_length_of_a_stack_is_that_of_the_library(room):
    stack = with_length(STACK, 6000)
    room.do("open", stack)
    room.play(stack, 20, begin=2970, duration=3000)
    room.play(stack, 20, begin=2990, duration=3000)
    room.do("stop", "")
    assert room.told == [("Long", "start", 2970, 6000), ("Long", "stop", 3009, 6000)]


def test_a_stack_of_unknown_length_is_not_completed_by_its_first_file(room):
    room.do("open", STACK)
    room.play(STACK, 20, begin=3010, duration=3000)
    room.do("stop", "")
    assert room.told == []
