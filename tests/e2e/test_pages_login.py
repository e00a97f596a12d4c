# SPDX-License-Identifier: MIT
"""Signing in, and what happens to those who guess."""


def test_a_newcomer_signs_in_and_out(bob):
    assert bob.get("/").headings == ["Home"]
    assert bob.sign_out().path == "/login?done=signed-out"
    assert bob.get("/").path == "/login"
