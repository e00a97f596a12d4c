# SPDX-License-Identifier: MIT
"""The add-on without Kodi: its logic, on this machine's Python."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "kodi/script.ryot"), str(ROOT / "kodi")]

from resources.lib.ryot.item import Item, Part
from resources.lib.ryot.options import Options


@pytest.fixture
def film():
    return Item("/films/matrix.mkv", [Part("movie", {"tmdb": "603"}, "The Matrix", year=1999)],
                library_id=3)


@pytest.fixture
def double_episode():
    parts = [Part("show", {"tmdb": "1399"}, f"Part {n}", "Thrones", 2011, 1, n) for n in (3, 4)]
    return Item("/tv/s01e03e04.mkv", parts, library_id=5)


@pytest.fixture
def options():
    """Makes Options from these settings."""
    return lambda **settings: Options(lambda name: settings.get(name, ""))
