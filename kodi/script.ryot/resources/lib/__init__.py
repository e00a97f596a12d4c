# SPDX-License-Identifier: MIT
"""The add-on: what speaks to Kodi is here, what it decides is in ryot/."""
