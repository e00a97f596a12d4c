# SPDX-License-Identifier: MIT
"""Entry point of the service: runs from the start of Kodi to its end."""

from resources.lib.service import main

main()
