# SPDX-License-Identifier: MIT
"""Concurrent requests: the stored result does not depend on their order."""

import json
from concurrent.futures import ThreadPoolExecutor

import bodies
import fastcgi
from server import asleep

THREADS = 16
REFUSED = [b"", b"{", b"{}", b"[]", b"\xff" * 1000]


def everything_for(people):
    """(hook, body, expected status) of each request."""
    work = []
    for person in people:
        hooks = {name: person.hook(name) for name in ("jellyfin", "kodi")}
        work += [(hooks[provider], bodies.read(name, provider), 200)
                 for provider, name, _ in bodies.everything()]
        work += [(hook, body, 400) for hook in hooks.values() for body in REFUSED]
    return work


def post_all(work):
    def post(task):
        hook, body, status = task
        return hook.post(body), status

    with ThreadPoolExecutor(THREADS) as pool:
        for answer, status in pool.map(post, work):
            assert answer.status == status, answer
            assert answer.json["delivery"] > 0


def expected_items():
    items = set()
    for _, _, expect in bodies.everything():
        if expect["action"] != "progress":
            continue
        last = expect["episode_end"] or expect["episode"]
        numbers = [None] if last is None else range(expect["episode"], last + 1)
        items |= {(expect["media_type"], expect["source"], expect["identifier"],
                   expect["season"], number) for number in numbers}
    return items


def played_items(person):
    return {(play["kind"], source, play["ids"][source], play["season"], play["episode"])
            for play in person.plays()
            for source in [next(s for s in ("tmdb", "tvdb", "imdb") if s in play["ids"])]}


def test_no_row_is_lost_and_no_play_is_doubled(server):
    people = [server.person(), server.person()]
    work = everything_for(people)
    post_all(work)
    post_all(work)

    assert server.value("SELECT sum(count) FROM delivery") == 2 * len(work)
    assert server.value(
        "SELECT sum(count) FROM delivery WHERE outcome = 'refused'"
    ) == 2 * sum(status == 400 for _, _, status in work)
    assert server.rows(
        "SELECT user_id, item_id FROM play WHERE state = 'in_progress'"
        " GROUP BY user_id, item_id HAVING count(*) > 1") == []
    # One work, however many requests introduced it concurrently.
    assert server.rows("SELECT * FROM work_conflict") == []
    assert server.value("SELECT count(*) FROM work") == server.value(
        "SELECT count(DISTINCT work_id) FROM item")
    for person in people:
        assert played_items(person) == expected_items()
    server.assert_sound()


def test_the_same_completion_at_once_is_one_play(server):
    person = server.person()
    hook = person.hook()
    body = bodies.read("episode-stop-completed.json")
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: hook.post(body).json, range(4 * THREADS)))
    reasons = sorted(answer["reason"] for answer in answers)
    assert reasons == ["after-completion"] * (4 * THREADS - 1) + ["completed"]
    assert len(person.plays()) == 1


def test_one_event_id_at_once_counts_once(server):
    person = server.person()
    hook = person.hook("kodi")
    body = bodies.kodi(event_id="9d3b1f52-5d0f-4a35-8d0e-f9a1d1c0b7a1", event="tick")
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: hook.post(body).json, range(4 * THREADS)))
    reasons = sorted(answer["reason"] for answer in answers)
    assert reasons == ["seen-before"] * (4 * THREADS - 1) + ["started"]
    assert len({answer["delivery"] for answer in answers}) == 1


def test_errors_of_one_round_do_not_mix(server):
    """All bodies are read before the first is weighed: an error affects its own request
    only."""
    hook = server.person().hook("kodi")
    wrong = [("lot", {"lot": "song"}), ("ids", {"ids": "x"}), (None, {}),
             ("progress", {"progress": None})]
    with fastcgi.connections(server.socket, len(wrong)) as lines:
        with asleep(server.cgi):
            for (_, change), line in zip(wrong, lines):
                body = json.dumps({**bodies.kodi(), **change}).encode()
                line.send(fastcgi.begin() + fastcgi.hook_params(hook.path, len(body))
                          + fastcgi.stdin(body))
        for (field, _), line in zip(wrong, lines):
            status, body = line.answer()
            assert status == (400 if field else 200)
            assert json.loads(body).get("field") == field


def test_an_undone_request_leaves_the_others_of_its_round(server):
    """The use of a token is recorded before its provider turns out to be unknown."""
    person = server.person()
    hook = person.hook("kodi")
    token = server.ctl("token", "new", "--user", person.name, "--name", "x")["token"]
    paths = [hook.path, f"/webhooks/integrations/nobody/{token}", hook.path,
             f"/webhooks/integrations/kodi/{'0' * 26}", hook.path]
    with fastcgi.connections(server.socket, len(paths)) as lines:
        with asleep(server.cgi):
            for number, (path, line) in enumerate(zip(paths, lines), 1):
                body = json.dumps(bodies.kodi(number, event_id=f"e-{number}")).encode()
                line.send(fastcgi.begin() + fastcgi.hook_params(path, len(body))
                          + fastcgi.stdin(body))
        assert [line.answer()[0] for line in lines] == [200, 404, 200, 404, 200]
    # The round was repeated without it, and only once.
    assert [row["count"] for row in hook.deliveries()] == [1, 1, 1]
    assert len(person.plays()) == 3
    assert server.value("SELECT last_used_ms FROM token WHERE user_id = ?", person.id) is None
    server.assert_sound()
