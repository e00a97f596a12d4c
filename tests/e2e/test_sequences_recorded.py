# SPDX-License-Identifier: MIT
"""Evenings recorded on running Jellyfin servers, and made up after reports from the field:
every body at its time, and the plays that must stand at the end."""

import pytest

import clocked

FOLDERS = ("jellyfin-real/sequences", "field")
EVENINGS = clocked.evenings(*FOLDERS)


@pytest.mark.parametrize("path", EVENINGS)
def test_what_stands_at_the_end(clocked_server, path):
    evening = clocked.Evening(clocked_server, path)
    for step in evening.run():
        assert evening.problems_after(step) == [], step
    told = "\n".join(str(answer) for answer in evening.answers)
    assert evening.problems_after() == [], told
