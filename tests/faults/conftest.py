# SPDX-License-Identifier: MIT
"""Every test has a separate server to break. FAULTS_LONG=1 makes the tests exhaustive."""

import os

import pytest

from spoil import SHIM, SpoiltServer

LONG = bool(os.environ.get("FAULTS_LONG"))


def pytest_sessionstart():
    if not SHIM.exists():
        pytest.exit(f"{SHIM} is missing; call: make faults", 2)


@pytest.fixture
def spoilt():
    server = SpoiltServer()
    try:
        server.start()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.stop()


@pytest.fixture
def long():
    return LONG
