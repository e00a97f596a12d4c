# SPDX-License-Identifier: MIT
"""Every episode of a show, as its server lists them: what is next, how many are left, and
marking them up to one."""

import pytest

import bodies
from audiobookshelf import reset
from media_server import KEY, SHOW, MediaServer, report
from server import wait_until

PROVIDERS = sorted(SHOW)
FAR = "2099-01-01"


def listed(*seasons, date="2008-01-20"):
    """So many episodes in each season, from the first on."""
    return [(season, episode, f"Title {season}.{episode}", date)
            for season, count in enumerate(seasons, 1) for episode in range(1, count + 1)]


def server_of(hook, media):
    hook.server.ctl("integration", "set", hook.id, "--url", media.url, "--key-stdin",
                    "--unchecked", stdin=f"{KEY}\n".encode())
    media.forget_requests()
    return hook


@pytest.fixture
def media():
    media = MediaServer("jellyfin")
    yield media
    media.close()


@pytest.fixture
def hook(bob, media):
    return server_of(bob.hook("jellyfin"), media)


def watch(hook, episode, season=1, percent=97, show=SHOW["jellyfin"]):
    """Of a show that Jellyfin names."""
    body = bodies.jellyfin("episode-progress.json")
    length = 27_000_000_000
    body["Series"] |= {"Id": show, "ProviderIds": {"Tmdb": "1396"}}
    body["Item"] |= {"Id": f"{season:016x}{episode:016x}", "SeriesId": show, "MediaSources": [],
                     "ParentIndexNumber": season, "IndexNumber": episode, "RunTimeTicks": length}
    body["Item"]["UserData"]["PlaybackPositionTicks"] = length * percent // 100
    body["Session"]["PlayState"]["PositionTicks"] = length * percent // 100
    body["Session"]["PlayState"].pop("MediaSourceId", None)
    answer = hook.post(body)
    assert answer.status == 200 and answer.json["outcome"] == "tracked", answer


def guide(person):
    return person.server.rows(
        "SELECT g.season, g.episode, g.title, g.air_ms, g.length_ms FROM guide g"
        " JOIN work w ON w.id = g.work_id WHERE w.person_id = ? ORDER BY 1, 2", person.id)


def work_of(person):
    return person.server.value("SELECT id FROM work WHERE person_id = ?", person.id)


def completed(person):
    return person.server.rows(
        "SELECT t.season, t.episode FROM play p JOIN item t ON t.id = p.item_id"
        " WHERE p.user_id = ? AND p.state = 'completed' AND p.removed_ms IS NULL"
        " ORDER BY 1, 2", person.id)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_server_lists_its_episodes(bob, provider):
    media = MediaServer(provider)
    media.episodes[SHOW[provider]] = listed(3, 2)
    hook = server_of(bob.hook(provider), media)
    if provider == "jellyfin":
        watch(hook, 1)
    else:
        assert hook.post(report(provider, 97)).status == 200
    wait_until(lambda: len(guide(bob)) == 5, lambda: media.asked())
    season, episode, title, air_ms, length_ms = guide(bob)[3]
    assert (season, episode, title, length_ms) == (2, 1, "Title 2.1", 2_700_000)
    assert air_ms == 1_200_787_200_000
    media.close()


def test_long_shows_come_in_pages(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(450)
    watch(hook, 1)
    wait_until(lambda: len(guide(bob)) == 450, "all pages")
    assert len([one for one in media.asked() if "/Episodes" in one]) == 3


def test_home_says_what_is_next_and_how_many_are_left(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(3, 2) + [(2, 3, "Later", FAR)]
    watch(hook, 1)
    wait_until(lambda: guide(bob), "the list")
    text = bob.get("/").text
    assert "S1 E2 · 4 left · Title 1.2" in text and "new season" not in text
    watch(hook, 2)
    watch(hook, 3)
    assert "S2 E1 · 2 left · new season" in bob.get("/").text
    watch(hook, 1, 2)
    watch(hook, 2, 2, percent=40)
    assert "S2 E2" in bob.get("/").text
    watch(hook, 2, 2)
    view = bob.get("/")
    assert "S2 E3" in view.text and "from" in view.text and "Mark watched" not in view.text


def test_what_is_seen_to_its_end_is_not_suggested(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(2)
    watch(hook, 1)
    wait_until(lambda: guide(bob), "the list")
    watch(hook, 2)
    assert "Up next" not in bob.get("/").text


def test_a_show_lists_what_is_not_seen(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(3, 2) + [(0, 1, "Making of", "2009-01-01")]
    watch(hook, 1)
    watch(hook, 2, percent=40)
    wait_until(lambda: guide(bob), "the list")
    view = bob.get(f"/works/{work_of(bob)}")
    for words in ("Title 1.1", "Title 1.2", "Title 1.3", "1 of 3 episodes completed", "Specials",
                  "45 min", "40%"):
        assert words in view.text, words
    assert "Title 2.1" not in view.text
    assert "Title 2.1" in bob.get(f"/works/{work_of(bob)}?season=2").text
    page = bob.request("GET", f"/works/{work_of(bob)}").body.decode()
    assert "aria-label='Season 1: 1 of 3 episodes completed'" in page


def test_up_to_here_is_one_tap_and_undone_by_one(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(3, 4) + [(0, 1, "Making of", "2009-01-01")]
    watch(hook, 2)
    watch(hook, 1, 2, percent=40)
    wait_until(lambda: guide(bob), "the list")
    path = f"/works/{work_of(bob)}"
    view = bob.submit(bob.get(path), f"works/{work_of(bob)}/mark", until="2x2")
    assert completed(bob) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
    assert "Title 1.1" in bob.get(f"{path}?season=1").text
    undo = next(form for form in view.forms if form.action.startswith("edits/"))
    bob.post(f"/{undo.action}", undo.fields)
    assert completed(bob) == [(1, 2)]
    assert bob.server.rows(
        "SELECT t.season, t.episode, p.share FROM play p JOIN item t ON t.id = p.item_id"
        " WHERE p.user_id = ? AND p.state = 'in_progress' AND p.removed_ms IS NULL",
        bob.id) == [(2, 1, 400000)]


def test_one_episode_is_marked_alone(bob, hook, media):
    media.episodes[SHOW["jellyfin"]] = listed(3)
    watch(hook, 1)
    wait_until(lambda: guide(bob), "the list")
    bob.submit(bob.get(f"/works/{work_of(bob)}"), f"works/{work_of(bob)}/mark", one="1x3")
    assert completed(bob) == [(1, 1), (1, 3)]
    assert bob.get("/").text.count("S1 E2") == 0  # it goes on after what was seen last


@pytest.mark.parametrize("value", ["", "x", "1", "1x", "x1", "-1x1", "1x99999999999", "1x1x1"])
def test_an_odd_episode_is_refused(bob, hook, media, value):
    watch(hook, 1)
    view = bob.post(f"/works/{work_of(bob)}/mark", {"csrf": bob.csrf(), "one": value})
    assert view.status == 400 and completed(bob) == [(1, 1)]


def test_a_server_that_is_away_is_asked_later(bob, hook, media):
    media.break_at("/Shows", reset)
    watch(hook, 1)
    wait_until(lambda: bob.server.rows(
        "SELECT guide_failures FROM origin o JOIN work w ON w.id = o.work_id"
        " WHERE w.person_id = ?", bob.id) == [(1,)], "it to be put off")
    assert not guide(bob)
    assert "Mark an episode as completed" in bob.get(f"/works/{work_of(bob)}").text
