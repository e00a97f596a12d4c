# SPDX-License-Identifier: MIT
"""The logic of the add-on. Nothing in this folder imports Kodi."""
