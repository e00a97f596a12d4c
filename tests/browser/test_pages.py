# SPDX-License-Identifier: MIT
"""Every page, at both widths, light and dark, with script and without."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest

from access import audit, walk
from driver import SCHEMES, SIZES
from pages import NAMES, page_of

WEIGHT = 60_000  # octets of a page with everything
# Right by the standards of HTML, SVG and ARIA; this tidy is older than they are.
TIDY_KNOWS_NOT = re.compile(
    r'<a> proprietary attribute "aria-current"|<title> proprietary attribute "id"')


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def window(request, with_script, without_script):
    return with_script if request.param else without_script


def look(window, page, size, scheme):
    window.be(page.person)
    window.shape(size, scheme)
    return window.visit(page.path)


@pytest.mark.parametrize("name", NAMES)
def test_page(story, window, name):
    """One test a page, not eight: what differs is told in what is wrong."""
    page, wrong = page_of(story, name), []
    host = urlsplit(window.base_url).netloc
    for size in SIZES:
        for scheme in SCHEMES:
            visit = look(window, page, size, scheme)
            found = [*audit(window), *noise(visit, page)]
            if visit.hosts != {host}:
                found.append(f"asks other hosts: {visit.hosts}")
            if visit.weight > WEIGHT:
                found.append(f"weighs {visit.weight}")
            if visit.count("Stylesheet") != 1 or visit.count("Script") != int(window.script):
                found.append(f"requests: {visit.types}")
            wrong += [f"{size} {scheme}: {line}" for line in found]
    assert wrong == [], "\n".join(wrong)


def noise(visit, page):
    """The console; that a page is not there, it is told of those that are not."""
    if visit.status != page.status:
        yield f"status {visit.status}"
    for line in visit.console:
        if page.status == 200 or f"status of {page.status}" not in line:
            yield line


@pytest.mark.parametrize("name", NAMES)
def test_tab_walks_through_it_in_order(story, with_script, name):
    page = page_of(story, name)
    look(with_script, page, "desk", "light")
    assert walk(with_script, 60) == []


@pytest.mark.parametrize("name", NAMES)
def test_valid_html(story, name):
    page = page_of(story, name)
    asker = page.person or story.guest
    html = asker.get(page.path).body
    done = subprocess.run(["tidy", "-e", "-q", "-utf8"],
                          input=html, capture_output=True, timeout=30)
    said = [line for line in done.stderr.decode().splitlines()
            if line.strip() and not TIDY_KNOWS_NOT.search(line)]
    assert said == [], "\n".join(said)
