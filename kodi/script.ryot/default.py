# SPDX-License-Identifier: MIT
"""Called by the buttons of the settings."""

import sys

from resources.lib.actions import main

main(sys.argv)
