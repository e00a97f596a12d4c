# SPDX-License-Identifier: MIT
"""The add-on. Code that calls Kodi is here; its logic is in ryot/."""
