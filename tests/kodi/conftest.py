# SPDX-License-Identifier: MIT
"""A real Kodi with the add-on from its zip file, and a real server. Both are started once,
because Kodi takes seconds to start. Each test adds its own person."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import media
import plugin
from rig import LATE_FREE, ZIP, Kodi
from server import BUILD, Server


def pytest_sessionstart():
    for path in (BUILD / "ryot-cgi", BUILD / "ryotctl", LATE_FREE, ZIP):
        if not path.exists():
            pytest.exit(f"{path} is missing; call: make kodi", 2)


LOG_END = 6000


def _kodi_of(item):
    return next((value for value in getattr(item, "funcargs", {}).values()
                 if isinstance(value, Kodi)), None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """A failed test shows the signal that ended Kodi, its last words, and its log."""
    outcome = yield
    report, kodi = outcome.get_result(), _kodi_of(item)
    if not report.failed or not kodi:
        return
    if kodi.crash():
        report.sections.append(("Kodi", f"crashed: {kodi.crash()}"))
    report.sections.append(("the end of Kodi's standard error", kodi.errors()[-LOG_END:]))
    # Kodi buffers its log, so what it did just before a crash is missing.
    report.sections.append(("the end of Kodi's log", kodi.log()[-LOG_END:]))


def furnish(kodi):
    media.movie(kodi.media, "The Matrix", 1999, tmdb=603, imdb="tt0133093")
    media.movie(kodi.media, "Inception", 2010, imdb="tt1375666", tmdb=27205)
    media.movie(kodi.media, "Home Video", 2020)
    media.show(kodi.media, "Game of Thrones", tmdb=1399, tvdb=121361, imdb="tt0944947")
    media.episodes(kodi.media, "Game of Thrones", 1, [1], media.SHORT_S, tmdb=63056)
    media.episodes(kodi.media, "Game of Thrones", 1, [2], tmdb=63057)
    media.episodes(kodi.media, "Game of Thrones", 1, [3, 4], tmdb=63058)
    media.episodes(kodi.media, "Game of Thrones", 0, [5], tmdb=63059)
    media.clip(kodi.media / "loose/Holiday.mkv", 600)
    kodi.scan()
    kodi.switch(False)
    for item in kodi.items():  # Kodi stores the streams of a file once it has played it
        kodi.play(item)
        kodi.stop()
    kodi.switch(True)


@pytest.fixture(scope="session")
def server():
    server = Server()
    try:
        server.start()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.stop()


@pytest.fixture(scope="session")
def installed():
    """A running Kodi, with the add-on from its zip file and some films."""
    kodi = Kodi()
    try:
        kodi.start()
        kodi.install_from_zip()
        furnish(kodi)
        plugin.install(kodi)
    except BaseException:
        print(kodi.crash(), kodi.errors()[-LOG_END:])  # no test has this Kodi yet
        kodi.clean_up()
        raise
    try:
        yield kodi
        if kodi.is_running():
            kodi.quit()
    finally:
        kodi.clean_up()


@pytest.fixture
def kodi(installed):
    """Kodi is running, nothing is playing, and nothing is waiting."""
    if not installed.is_running():
        installed.start()
    yield installed
    log = installed.log()
    if installed.crash():
        return  # the report of the test says so
    try:
        if installed.is_running() and installed.call("Player.GetActivePlayers"):
            installed.stop()
    except AssertionError:
        installed.kill()  # it hangs, and would fail all following tests too
        raise
    for word in ("EXCEPTION", "Traceback", "didn't stop in"):
        assert word not in log, log[-LOG_END:]


@pytest.fixture
def person(server):
    return server.person()


@pytest.fixture
def hook(person):
    return person.hook("kodi")


@pytest.fixture
def token(server, person):
    return server.ctl("token", "new", "--user", person.name, "--name", "Kodi")["token"]


@pytest.fixture
def ready(kodi, server, hook, token):
    """Configured with address and token."""
    kodi.forget()
    kodi.configure(address=server.base_url, token=token, interval=10, debug="true")
    return kodi
