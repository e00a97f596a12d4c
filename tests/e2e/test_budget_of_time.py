# SPDX-License-Identifier: MIT
"""A page or a request to the API that takes too long in the database ends alone, and says so."""

import contextlib
import sqlite3

import pytest

import bodies
import fastcgi
from api import Api
from person import Person, at_once, newcomer
from server import asleep

ENDLESS = "(WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c)"


@contextlib.contextmanager
def endless(server, table):
    """Whatever reads this table never gets its first row."""
    def change(*statements):
        with sqlite3.connect(server.database) as db:
            for statement in ("PRAGMA legacy_alter_table = ON", *statements):
                db.execute(statement)
        db.close()

    change(f"ALTER TABLE {table} RENAME TO kept",
           f"CREATE VIEW {table} AS SELECT kept.* FROM kept, {ENDLESS} WHERE n < 0")
    try:
        yield
    finally:
        change(f"DROP VIEW {table}", f"ALTER TABLE kept RENAME TO {table}")


@pytest.fixture
def carol(own_web):
    carol = Person(own_web, "carol").sign_up()
    hook = carol.hook()
    assert hook.post(bodies.movie(1)).json["reason"] == "started"
    assert hook.post(bodies.movie(2, 97)).json["reason"] == "completed"
    return carol


def test_a_page_that_takes_too_long_ends_with_a_503(own_web, carol):
    with endless(own_web, "play"):
        for path in ("/", "/history", "/statistics"):
            view = carol.request("GET", path)
            assert (view.status, view.headers["Retry-After"]) == (503, "5"), path
            assert "takes too long" in view.text
        answer = Api(carol).raw("GET", "/history")
        assert answer.status == 503 and answer.json["reason"] == "slow"
        assert "takes too long" in answer.json["detail"]
        assert own_web.request("GET", "/login").status == 200
    assert carol.request("GET", "/history").status == 200


def asked_at_once(server, people, path):
    """(status, body) of a page for each of them, all served in one round."""
    with fastcgi.connections(server.folder / "web.sock", len(people)) as connections:
        with asleep(server.web):
            for connection, person in zip(connections, people):
                cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
                connection.send(fastcgi.begin() + fastcgi.params(
                    REQUEST_METHOD="GET", REQUEST_URI=path, HTTP_COOKIE=cookies,
                    REMOTE_ADDR="127.0.0.1") + fastcgi.stdin(b""))
        return [connection.answer() for connection in connections]


def test_one_person_cannot_take_a_whole_round(own_web, carol):
    """After two seconds of it only others are served."""
    dave = newcomer(own_web)
    with endless(own_web, "play"):
        answers = asked_at_once(own_web, [carol] * 6 + [dave], "/history")
        assert [status for status, _ in answers] == [503] * 6 + [200]
        assert b"takes too long" in answers[0][1]
        assert b"too much at the same time" in answers[5][1]
    # Nor after a quarter of its places.
    statuses = [status for status, _ in asked_at_once(
        own_web, [carol] * 70 + [dave], "/settings/account")]
    assert statuses == [200] * 64 + [503] * 6 + [200]


def test_a_form_that_takes_too_long_ends_alone(own_web, carol):
    dave = newcomer(own_web)
    csrf = {person: person.csrf() for person in (carol, dave)}
    play = own_web.value("SELECT min(id) FROM play")

    def zone(person, name):
        return person, "/settings/account/zone", {"zone": name, "csrf": csrf[person]}

    slow = carol, f"/plays/{play}/remove", {"csrf": csrf[carol]}
    with endless(own_web, "play"):
        statuses = at_once(own_web, [zone(carol, "Europe/Rome"), slow, zone(dave, "Asia/Tokyo"),
                                     slow])
    assert statuses == [303, 503, 303, 503]
    assert own_web.rows("SELECT time_zone FROM person ORDER BY id") == [
        ("Europe/Rome",), ("Asia/Tokyo",)]
