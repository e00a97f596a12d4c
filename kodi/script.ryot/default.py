# SPDX-License-Identifier: MIT
"""Entry point of the buttons in the settings."""

import sys

from resources.lib.actions import main

main(sys.argv)
