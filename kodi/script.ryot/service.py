# SPDX-License-Identifier: MIT
"""Started with Kodi, runs until Kodi ends."""

from resources.lib.service import main

main()
