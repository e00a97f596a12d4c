# SPDX-License-Identifier: MIT
"""Every test speaks to a real nginx and a real ryot-cgi, started for its module."""

import pytest

import person as people
from server import BUILD, Server


def pytest_sessionstart():
    for name in ("ryot-cgi", "ryotctl"):
        if not (BUILD / name).exists():
            pytest.exit(f"{BUILD / name} is missing; call: make FLAVOUR=asan", 2)


def run(server, pages=False):
    try:
        server.start()
        if pages:
            server.start_web()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server():
    """Shared by a module: each test takes people of its own."""
    yield from run(Server())


@pytest.fixture(scope="module")
def limited_server():
    """With the rate limit that users get."""
    yield from run(Server(real_limits=True))


@pytest.fixture
def own_limited_server():
    yield from run(Server(real_limits=True))


@pytest.fixture
def own_server():
    """For a test that stops or breaks it."""
    yield from run(Server())


@pytest.fixture
def person(server):
    return server.person()


@pytest.fixture
def hook(person):
    """A Jellyfin integration of somebody new."""
    return person.hook("jellyfin")


@pytest.fixture(scope="module")
def web():
    """With both instances: webhooks, and pages. Shared by a module."""
    yield from run(Server(), pages=True)


@pytest.fixture(scope="module")
def alice(web):
    """The administrator, who has been through the first run of `web`."""
    return people.Person(web, "alice").sign_up()


@pytest.fixture
def bob(web, alice):
    """Somebody new each time, no administrator, who has signed in."""
    return people.newcomer(web)


@pytest.fixture
def own_web():
    """With both instances, for one test; nobody has signed up yet."""
    yield from run(Server(), pages=True)
