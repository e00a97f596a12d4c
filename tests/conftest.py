# SPDX-License-Identifier: MIT
"""For every suite: a failed test leaves no program and no thread running, and neither does
a suite. pytest.ini bounds the time of each test."""

import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))

import leftovers  # noqa: E402


def pytest_sessionstart():
    leftovers.adopt()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if call.when == "call":
        item.has_failed = report.failed


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    item.before = set(leftovers.descendants())
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    """After the fixtures. Leftovers of a passed test are checked at the end only: it may
    have restarted a shared program."""
    yield
    if getattr(item, "has_failed", False):
        left = {pid: name for pid, name in leftovers.descendants().items()
                if pid not in item.before}
        leftovers.end(left)
        if left:
            print(f"\n{item.nodeid} failed and left running: {', '.join(left.values())}")


def pytest_sessionfinish(session):
    left = leftovers.descendants()
    leftovers.end(left)
    threads = [thread.name for thread in threading.enumerate()
               if thread is not threading.main_thread() and not thread.daemon]
    if left or threads:
        print(f"\nThe tests left running: {', '.join([*left.values(), *threads])}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
