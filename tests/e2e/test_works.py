# SPDX-License-Identifier: MIT
"""A film is one work, whichever sender reports it and by whichever id."""

import bodies

CHEMISTRY = "field/18-kodi-tvdb-holds-the-tmdb-number"


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


def test_a_better_id_contradicts_a_known_one(server, person):
    """Kodi's scraper stored a TMDb number as TheTVDB's, which is the number of another show."""
    kodi, jellyfin = person.hook("kodi"), person.hook("jellyfin")
    for line in bodies.read("told.jsonl", CHEMISTRY).splitlines():
        assert kodi.post(line).status == 200
    for name in "01.json", "02.json":
        answer = jellyfin.post(bodies.read(name, CHEMISTRY))
    assert answer.json["reason"] == "started"
    assert "belong to another work" in answer.json["detail"]
    shows = {play["ids"]["tmdb"]: play for play in person.plays()}
    assert set(shows) == {"900250", "900777"}
    assert shows["900777"]["state"] == "in_progress" and shows["900777"]["percent"] == 50
    assert shows["900777"]["title"] == "Harbour"
    assert server.rows("SELECT c.source, c.value FROM work_conflict c JOIN work w"
                       " ON w.id = c.work_id WHERE w.title = 'Harbour'") == [("tvdb", "900250")]


def test_a_film_of_two_people_is_two_works(server, person):
    """Each person's ids lead to the own work only."""
    other = server.person()
    assert person.hook().post(film(20, Tmdb="9006", Imdb="tt9009006")).json["reason"] == "started"
    assert other.hook().post(film(30, Imdb="tt9009006")).json["reason"] == "started"
    assert other.hook().post(film(40, Tmdb="9006")).json["reason"] == "started"
    assert [play["percent"] for play in person.plays()] == [20]
    assert sorted(play["percent"] for play in other.plays()) == [30, 40]
