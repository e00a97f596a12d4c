# SPDX-License-Identifier: MIT
"""The manual and the completion cover exactly the existing commands and settings."""

import re
import subprocess

import pytest

from server import BUILD, ENV, ROOT

HEADERS = ROOT / "ctl/command.h"


def commands():
    """The rows of the table: "user add", "check"."""
    rows = re.findall(r"^\tROW\(([a-z_]+)\)", HEADERS.read_text(), re.M)
    return {row.replace("_", " ", 1).replace("_", "-") for row in rows}


def settings():
    help_text = subprocess.run([BUILD / "ryot-cgi", "--help"], capture_output=True, text=True,
                               timeout=120, env=ENV, check=True).stdout
    return set(re.findall(r"^  --([a-z-]+) [A-Z]", help_text, re.M))


def complete(*words):
    """Bash's completions of the last word."""
    script = (f'. {ROOT}/ctl/ryotctl.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
              f' _ryotctl {BUILD}/ryotctl; printf "%s\\n" "${{COMPREPLY[@]}}"')
    done = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True,
                          timeout=120, env=ENV)
    assert done.stderr == "", done
    return {word for word in done.stdout.split("\n") if word}


@pytest.mark.parametrize("page", sorted(p.name for p in (ROOT / "man").iterdir()))
def test_page_is_well_formed(page):
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", ROOT / "man" / page],
                          capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_program_has_a_page():
    assert {p.stem for p in (ROOT / "man").iterdir()} >= {"ryot-cgi", "ryot-yank", "ryotctl"}


def test_manual_has_every_command():
    page = (ROOT / "man/ryotctl.1").read_text()
    assert set(re.findall(r"^\.It Cm ([a-z]+(?: [a-z-]+)?)", page, re.M)) == commands()


def test_manual_has_every_setting():
    page = (ROOT / "man/ryot.conf.5").read_text()
    named = dict(re.findall(r"^\.It Sy ([a-z-]+) Pq Ev ([A-Z_]+)$", page, re.M))
    assert set(named) == settings()
    assert all(variable == "RYOT_" + key.replace("-", "_").upper()
               for key, variable in named.items())


def test_completion_offers_every_command():
    nouns = {command.split()[0] for command in commands()}
    assert complete("ryotctl", "") == nouns
    for noun in nouns:
        verbs = {command.split()[1] for command in commands() if command.startswith(noun + " ")}
        assert complete("ryotctl", noun, "") == verbs
    assert complete("ryotctl", "int") == {"integration"}
    assert complete("ryotctl", "--json", "user", "p") == {"passwd"}


def test_completion_offers_the_options_of_a_command():
    assert complete("ryotctl", "backup", "--") == {"--force", "--json", "--help"}
    assert complete("ryotctl", "integration", "add", "--u") == {"--url", "--user", "--unchecked"}
