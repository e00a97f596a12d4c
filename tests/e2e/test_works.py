# SPDX-License-Identifier: MIT
"""A film is one work, whichever sender reports it and by whichever id."""

import bodies


def film(percent, **ids):
    runtime = 60_000_000_000
    return bodies.jellyfin(**{
        "Item.ProviderIds": ids, "Item.RunTimeTicks": runtime, "Item.MediaSources": [],
        "Session.PlayState.PositionTicks": runtime * percent // 100})


def test_two_senders_report_the_same_play(person):
    assert person.hook("kodi").post(bodies.kodi(9001, 20)).json["reason"] == "started"
    answer = person.hook("jellyfin").post(film(40, Tmdb="9001", Imdb="tt9009001"))
    assert answer.json["reason"] == "progress"
    play, = person.plays()
    assert play["ids"] == {"tmdb": "9001", "imdb": "tt9009001"}


def test_id_learned_later_finds_the_work(person):
    hook = person.hook()
    assert hook.post(film(20, Tmdb="9002")).json["reason"] == "started"
    assert hook.post(film(30, Tmdb="9002", Imdb="tt9009002")).json["reason"] == "progress"
    assert hook.post(film(40, Imdb="tt9009002")).json["reason"] == "progress"
    assert len(person.plays()) == 1


def test_two_works_are_never_merged_silently(server, person):
    hook = person.hook()
    assert hook.post(film(20, Tmdb="9003")).json["reason"] == "started"
    assert hook.post(film(30, Imdb="tt9009003")).json["reason"] == "started"
    assert hook.post(film(40, Tmdb="9003", Imdb="tt9009003")).json["reason"] == "progress"
    by_ids = {tuple(play["ids"]): play["percent"] for play in person.plays()}
    assert by_ids == {("tmdb",): 40, ("imdb",): 30}
    assert server.rows("SELECT source, value FROM work_conflict"
                       " WHERE value = 'tt9009003'") == [("imdb", "tt9009003")]
    assert server.ctl("check")["ok"] is True


def test_a_film_and_a_show_with_the_same_id_are_two_works(person):
    hook = person.hook("kodi")
    show = {"identifier": "9004", "lot": "show", "progress": 50,
            "show_season_number": 1, "show_episode_number": 1}
    assert hook.post(bodies.kodi(9004, 50)).json["reason"] == "started"
    assert hook.post(show).json["reason"] == "started"
    assert sorted(play["kind"] for play in person.plays()) == ["movie", "show"]


def test_season_0_is_not_season_1(person):
    hook = person.hook("kodi")
    for season in (0, 1):
        body = {"identifier": "9005", "lot": "show", "progress": 50,
                "show_season_number": season, "show_episode_number": 3}
        assert hook.post(body).json["reason"] == "started"
    assert sorted(play["season"] for play in person.plays()) == [0, 1]
