# SPDX-License-Identifier: MIT
"""What add-ons in the field have reported, and what the server makes of it."""

import json

import pytest

from server import ROOT

FIELD = ROOT / "tests/fixtures/field"


@pytest.mark.parametrize("name, plays", [
    ("17-kodi-without-a-clock", [("In the camper", "completed"), ("Next", "in_progress")]),
    ("19-kodi-clock-steps-back", [("Step", "completed")])])
def test_reports_with_a_wrong_clock(person, hook, name, plays):
    for line in (FIELD / name / "told.jsonl").read_text().splitlines():
        assert hook.post(json.loads(line)).status == 200
    assert sorted((play["title"], play["state"]) for play in person.plays()) == plays
