# SPDX-License-Identifier: MIT
"""Every test uses a real nginx and a real ryot-cgi, started once per module."""

import pytest

import person as people
from audiobookshelf import furnished, home, other_shelf, shelf
from clocked import ClockedServer
from server import BUILD, EARLY_LIMITS, REAL_LIMITS, Server

# Fixtures defined elsewhere, for all tests of this folder.
__all__ = ["furnished", "home", "other_shelf", "shelf"]


def pytest_sessionstart():
    for name in ("ryot-cgi", "ryotctl", "tests/shims/clock.so", "tests/shims/hash.so"):
        if not (BUILD / name).exists():
            pytest.exit(f"{BUILD / name} is missing; call: make e2e", 2)


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
    """Shared by a module: each test adds its own people."""
    yield from run(Server())


@pytest.fixture(scope="module")
def limited_server():
    """Refuses webhooks early: a sender that waits for its answers meets the limit too."""
    yield from run(Server(EARLY_LIMITS))


@pytest.fixture(scope="module")
def clocked_server():
    """Its clock is set by the test; shared by a module."""
    server = ClockedServer()
    for ready in run(server):
        yield ready
        server.set_clock(0)


@pytest.fixture
def shipped_server():
    """With the rate limits of the shipped configuration."""
    yield from run(Server(REAL_LIMITS))


@pytest.fixture
def own_server():
    """For a test that stops or breaks the server."""
    yield from run(Server())


@pytest.fixture
def person(server):
    return server.person()


@pytest.fixture
def hook(person):
    """A Jellyfin integration of a new person."""
    return person.hook("jellyfin")


@pytest.fixture(scope="module")
def web():
    """With both instances: webhooks and pages. Shared by a module."""
    yield from run(Server(), pages=True)


@pytest.fixture(scope="module")
def alice(web):
    """The administrator, who has completed the first run of `web`."""
    return people.Person(web, "alice").sign_up()


@pytest.fixture
def bob(web, alice):
    """A new signed-in person for each test, not an administrator."""
    return people.newcomer(web)


@pytest.fixture
def own_web():
    """With both instances, for one test; nobody has signed up yet."""
    yield from run(Server(), pages=True)
