# SPDX-License-Identifier: MIT
"""Every body of the fixtures is posted through nginx for a person without history."""

import pytest

import bodies

CASES = bodies.everything()
HEADERS = {
    "jellyfin": {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Jellyfin-Server/10.11.11",
        "Accept": "application/json, application/xml; q=0.9, */*; q=0.8",
        "Accept-Encoding": "gzip, deflate, br",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
    },
    "kodi": {
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "Ryot Kodi Script",
    },
}
PLAY_KEYS = {"play", "kind", "ids", "state", "position_ms", "duration_ms", "percent"}


@pytest.mark.parametrize("provider", ["jellyfin", "kodi"])
def test_no_body_is_forgotten(provider):
    assert bodies.names_on_disk(provider) == set(bodies.expected(provider))


def episodes(expect):
    if expect["episode"] is None:
        return [None]
    return list(range(expect["episode"], (expect["episode_end"] or expect["episode"]) + 1))


def assert_tracked(said, expect):
    completed = expect["state"] == "completed"
    assert said["outcome"] == "tracked"
    assert said["reason"] == ("completed" if completed else "started")
    assert [play.get("episode") for play in said["plays"]] == episodes(expect)
    for play in said["plays"]:
        assert set(play) - {"season", "episode"} == PLAY_KEYS
        assert play["kind"] == expect["media_type"]
        assert play["ids"] == expect["ids"]
        assert play.get("season") == expect["season"]
        assert play["state"] == expect["state"]
        if len(said["plays"]) == 1:
            assert play["percent"] == expect["progress"]


def assert_listed(plays, expect):
    """Checks that ryotctl's list agrees with the answer."""
    assert sorted((play["season"], play["episode"]) for play in plays) == sorted(
        (expect["season"], episode) for episode in episodes(expect))
    for play in plays:
        # A work may have more ids, from other reports.
        assert play["ids"].items() >= expect["ids"].items()
        assert play["state"] == expect["state"]
        if "title" in expect:
            assert play["title"] == expect["title"]


@pytest.mark.parametrize(
    "provider, name, expect", CASES, ids=[f"{p}-{n}" for p, n, _ in CASES])
def test_body_has_the_expected_outcome_and_a_repeat_has_none(
        server, provider, name, expect):
    person = server.person()
    hook = person.hook(provider)
    body = bodies.read(name, provider)
    assert len(body) == expect["bytes"]

    first = hook.post(body, HEADERS[provider])
    assert first.status == 200, first
    stored = person.stored_plays()
    if expect["action"] == "progress":
        assert_tracked(first.json, expect)
        assert_listed(person.plays(), expect)
        again = "after-completion" if expect["state"] == "completed" else "unchanged"
    else:
        again = first.json["reason"]
        assert again in [expect["reason"], *expect.get("reasons_also_ok", [])]
        assert first.json["outcome"] == bodies.OUTCOME.get(again, "ignored")
        assert first.json["plays"] == [] and stored == []

    kept = hook.delivery(first.json["delivery"])
    assert kept["reason"] == first.json["reason"]
    assert kept["outcome"] == first.json["outcome"]
    assert kept["event"] == expect["event"]
    assert kept["sender_user"] == expect["user"]

    second = hook.post(body, HEADERS[provider])
    assert second.status == 200, second
    assert second.json["reason"] == again
    assert person.stored_plays() == stored
    assert sum(row["count"] for row in hook.deliveries()) == 2
