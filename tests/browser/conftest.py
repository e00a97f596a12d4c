# SPDX-License-Identifier: MIT
"""Pages in a real browser: one server with a story, and one window with and one without
script, for all tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import axe  # noqa: E402
from driver import Browser  # noqa: E402
from seed import Story  # noqa: E402
from server import BUILD, Server  # noqa: E402


def pytest_sessionstart():
    for name in ("ryot-cgi", "ryotctl"):
        if not (BUILD / name).exists():
            pytest.exit(f"{BUILD / name} is missing; call: make FLAVOUR=asan", 2)
    if not axe.SCRIPT.exists():
        pytest.exit(f"{axe.SCRIPT} is missing; call: make build/axe", 2)


def run_server():
    server = Server()
    try:
        server.start().start_web()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server():
    yield from run_server()


@pytest.fixture
def empty_server():
    """A server without people."""
    yield from run_server()


@pytest.fixture(scope="session")
def story(server):
    """Tests only read it."""
    return Story(server)


def open_window(server, script):
    window = Browser(server.base_url, script)
    yield window
    window.quit()


@pytest.fixture(scope="session")
def with_script(server):
    yield from open_window(server, True)


@pytest.fixture(scope="session")
def without_script(server):
    yield from open_window(server, False)


@pytest.fixture
def browser(with_script):
    """With script, signed out, wide, light."""
    with_script.be(None)
    with_script.shape("desk")
    return with_script
