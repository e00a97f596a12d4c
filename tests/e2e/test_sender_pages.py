# SPDX-License-Identifier: MIT
"""docs/senders/ has a page for each sender, with the steps that the programs show."""

import re

import pytest

from server import HOOKS, ROOT

PAGES = ROOT / "docs/senders"


def senders():
    """The names of the providers that can send, from their rows."""
    for path in sorted((ROOT / "shared/providers").glob("*.c")):
        text = path.read_text()
        name = re.search(r"^const struct provider provider_\w+ = \{\n\t\.name = \"(.+)\"", text,
                         re.M)
        if name and "\n\t.sink = " in text:
            yield name[1]


SENDERS = list(senders())
ASKED = ["komga"]  # sends nothing: it is asked


def test_every_sender_has_a_page_and_is_in_the_readme():
    assert len(SENDERS) >= 8
    assert {page.stem for page in PAGES.iterdir()} == {*SENDERS, *ASKED}
    readme = (ROOT / "README.md").read_text()
    for name in [*SENDERS, *ASKED]:
        assert f"](docs/senders/{name}.md)" in readme, name


def steps_of(text):
    """Without numbers and line breaks."""
    return [" ".join(step.split()) for step in re.split(r"^ {0,2}\d+\. ", text, flags=re.M)[1:]]


@pytest.mark.parametrize("name", SENDERS)
def test_the_steps_are_those_of_the_program(server, name):
    hook = server.person().hook(name)
    shown = server.run_ctl("integration", "show", hook.id).stdout.decode()
    shown = re.sub(rf"\S+{HOOKS}/{name}/{hook.slug}", "ADDRESS", shown).split("\n\n", 2)[2]
    page = (PAGES / f"{name}.md").read_text()
    assert steps_of(page.split("\n## ")[1]) == steps_of(shown)
    assert f"ryotctl integration add {name}" in page
