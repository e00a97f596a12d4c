# SPDX-License-Identifier: MIT
"""Bodies of the fixtures, their expected outcomes, and variations of them."""

import json
import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "fixtures"
OUTCOME = {"no-identifier": "unmatched", "incomplete-episode": "unmatched"}


def read(name, provider="jellyfin"):
    return (FOLDER / provider / name).read_bytes()


def expected(provider):
    return json.loads(read("expected.json", provider))["files"]


def everything():
    """(provider, file, expected outcome) of every body."""
    return [(provider, name, expect)
            for provider in ("jellyfin", "kodi")
            for name, expect in sorted(expected(provider).items())]


def sequences():
    return json.loads(read("sequences.json"))["sequences"]


def names_on_disk(provider):
    return {name for name in os.listdir(FOLDER / provider)
            if name.endswith(".json")} - {"expected.json", "sequences.json"}


def jellyfin(name="movie-progress.json", **changes):
    """A body with some values replaced: {"Item.Name": "x"}; None removes a key."""
    body = json.loads(read(name))
    for path, value in changes.items():
        *parents, last = path.split(".")
        at = body
        for key in parents:
            at = at[key]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return body


def movie(number, percent=50):
    """A tick of a film that has only this TMDb id."""
    runtime = 60_000_000_000
    return jellyfin(**{
        "Item.ProviderIds": {"Tmdb": str(number)}, "Item.RunTimeTicks": runtime,
        "Item.MediaSources": [], "Item.Id": f"{number:032x}",
        "Session.PlayState.PositionTicks": runtime * percent // 100})


def kodi(number=603, percent=34, **more):
    return {"identifier": str(number), "lot": "movie", "progress": percent,
            "show_season_number": None, "show_episode_number": None, **more}
