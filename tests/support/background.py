# SPDX-License-Identifier: MIT
"""Work that goes on while a test does something else, and ends with it."""

import contextlib
import threading

BOUND = 120  # seconds that the work may take to end once it is told to


@contextlib.contextmanager
def background(*works):
    """Calls each work(over) in a thread of its own; it returns soon after the event
    `over` is set, which the end of the block does. Raises what a work raised."""
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
