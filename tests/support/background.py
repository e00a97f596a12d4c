# SPDX-License-Identifier: MIT
"""Work that runs while a test does something else, and ends with it."""

import contextlib
import threading

BOUND = 120  # seconds within which the work must end when told to


@contextlib.contextmanager
def background(*works):
    """Calls each work(over) in a separate thread; it must return soon after the event
    `over` is set, at the end of the block. Raises the exceptions of the work."""
    over, raised = threading.Event(), []

    def run(work):
        try:
            work(over)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield over
    finally:
        over.set()
        for thread in threads:
            thread.join(BOUND)
    assert not any(thread.is_alive() for thread in threads), "the work does not end"
    if raised:
        raise raised[0]


class Background:
    """The same as a base class, for work that counts or keeps something."""

    def __init__(self, *works):
        self._work = background(*works)

    def __enter__(self):
        self._work.__enter__()
        return self

    def __exit__(self, *error):
        return self._work.__exit__(*error)
