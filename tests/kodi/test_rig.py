# SPDX-License-Identifier: MIT
"""What the rig does so that faults of Kodi do not end it (see rig.py)."""


def test_the_home_screen_has_no_lists(kodi):
    """No item of its menu is there, so no list of it is ever shown."""
    count = "Container(9000).NumItems"
    assert kodi.call("XBMC.GetInfoLabels", labels=[count]) == {count: "0"}
