# SPDX-License-Identifier: MIT
"""What the add-on knows and decides. Nothing in this folder knows Kodi."""
