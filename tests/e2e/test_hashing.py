# SPDX-License-Identifier: MIT
"""A sign-in never holds the loop: passwords are hashed in at most two child processes."""

import os
import signal

import pytest

import fastcgi
from background import background
from hashing import HashingServer
from person import Person, newcomer, urlencoded
from server import BOUND, PASSWORD, wait_until

SIGN_INS, AT_MOST = 8, 2


@pytest.fixture
def hashing():
    server = HashingServer()
    try:
        server.start()
        server.start_web()
    except BaseException:
        server.clean_up()
        raise
    yield server
    if server.web:
        server.let_go()
    server.stop()


class SignIn:
    """A sign-in under way: its answer is there when it ends."""

    def __init__(self, person, **fields):
        self.person, self.fields, self.answer = person, fields, None
        self.view = person.get("/login")

    def __call__(self, over):
        self.answer = self.person.send(self.view, self.view.form("login"), **{
            "name": self.person.name, "password": PASSWORD, **self.fields})


def several(server, count):
    return [SignIn(Person(server, server.person().name)) for _ in range(count)]


def test_pages_are_answered_while_eight_people_sign_in(hashing):
    reader = newcomer(hashing)
    hashing.stops.touch()
    works = several(hashing, SIGN_INS)
    with background(*works):
        hashing.wait_for_stopped(AT_MOST)
        for _ in range(SIGN_INS):
            assert reader.get("/").headings[0] == "Home"
        assert len(hashing.hashers()) == AT_MOST
        assert not any(work.answer for work in works)
        hashing.let_go()
    assert [work.answer.status for work in works] == [303] * SIGN_INS
    for work in works:
        assert work.person.get("/").headings[0] == "Home"


def test_a_killed_child_fails_its_own_sign_in_only(hashing):
    hashing.stops.touch()
    works = several(hashing, 3)
    with background(*works):
        os.kill(hashing.wait_for_stopped(AT_MOST)[0], signal.SIGKILL)
        wait_until(lambda: any(work.answer for work in works), "the answer of the first")
        hashing.let_go()
    answers = sorted(work.answer.status for work in works)
    assert answers == [303, 303, 503]
    failed = next(work.answer for work in works if work.answer.status == 503)
    assert failed.headers["Retry-After"] and PASSWORD not in failed.html


def test_a_wrong_password_is_wrong_and_counted_once(hashing):
    work = SignIn(Person(hashing, hashing.person().name), password="something else")
    with background(work):
        pass
    assert work.answer.status == 400 and "is wrong" in work.answer.text
    assert max(hashing.rows("SELECT failures FROM attempt")) == (1,)


def test_a_new_password_is_hashed_when_the_old_one_is_checked(hashing):
    person = newcomer(hashing)
    view = person.submit("/settings/account", "settings/account/password", old=PASSWORD,
                         password="another long one", again="another long one")
    assert view.status == 200, view
    Person(hashing, person.name, "another long one").sign_in()
    assert Person(hashing, person.name).try_sign_in().status == 400


def test_a_sign_in_is_answered_before_a_stop(hashing):
    hashing.stops.touch()
    work, = several(hashing, 1)
    with background(work):
        hashing.wait_for_stopped(1)
        hashing.web.terminate()
        hashing.let_go()
    assert work.answer.status == 303
    assert hashing.web.wait(BOUND) == 0
    hashing.web = None


def test_one_who_leaves_meanwhile_harms_nobody(hashing):
    hashing.stops.touch()
    work, = several(hashing, 1)
    with fastcgi.connections(hashing.folder / "web.sock", 1) as (leaving,):
        fields = {**work.view.form("login").fields, "name": "nobody", "password": PASSWORD}
        body, kind = urlencoded(fields)
        cookies = "; ".join(f"{k}={v}" for k, v in work.person.cookies.items())
        leaving.send(fastcgi.begin() + fastcgi.params(
            REQUEST_METHOD="POST", REQUEST_URI="/login", CONTENT_LENGTH=len(body),
            CONTENT_TYPE=kind, HTTP_COOKIE=cookies, REMOTE_ADDR="127.0.0.9")
            + fastcgi.stdin(body))
        hashing.wait_for_stopped(1)
    with background(work):
        hashing.wait_for_stopped(2)
        hashing.let_go()
    assert work.answer.status == 303
