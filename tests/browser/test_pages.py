# SPDX-License-Identifier: MIT
"""Every page, at both widths, light and dark, with and without script."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest

from access import audit, walk
from axe import axe
from driver import SCHEMES, SIZES
from pages import NAMES, page_of, pattern_matches, patterns

WEIGHT = 60_000  # bytes of a page with all its resources
RUNNING = """return document.getAnimations().some(one => one.playState === "running" &&
	one.effect.getComputedTiming().duration > 1)"""
# Valid by the standards of HTML, SVG and ARIA; this version of tidy is older than they are.
# An empty <span> is no fault either: tidy would drop it.
TIDY_KNOWS_NOT = re.compile(
    r'<a> proprietary attribute "aria-current"|<meta> proprietary attribute "media"|'
    r'<title> proprietary attribute "id"|'
    r'<input> proprietary attribute "(autocapitalize|inputmode|minlength)"|'
    r"trimming empty <span>")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def window(request, with_script, without_script):
    return with_script if request.param else without_script


def look(window, page, size="desk"):
    window.be(page.person)
    window.shape(size)
    return window.visit(page.path)


@pytest.mark.parametrize("name", NAMES)
def test_page(story, window, name):
    """One test per page, not eight: the message names the variant."""
    page, wrong = page_of(story, name), []
    for size in SIZES:
        visit = look(window, page, size)
        wrong += [f"{size}: {line}" for line in judge(window, visit, page)]
        for scheme in SCHEMES:
            window.shape(size, scheme)
            found = audit(window) + (axe(window) if window.script else [])
            wrong += [f"{size} {scheme}: {line}" for line in found]
    assert wrong == [], "\n".join(wrong)


def judge(window, visit, page):
    """Problems in the transfer log and the console."""
    if visit.status != page.status:
        yield f"status {visit.status}"
    for line in visit.console:
        # Chromium reports a missing page on the console.
        if page.status == 200 or f"status of {page.status}" not in line:
            yield line
    if visit.hosts != {urlsplit(window.base_url).netloc}:
        yield f"asks {visit.hosts}"
    if visit.weight > WEIGHT:
        yield f"weighs {visit.weight}"
    if window.script:
        yield from window.shifts()
    if window.run(RUNNING):
        yield "moves, although less motion is asked for"
    if visit.count("Stylesheet") != 1 or visit.count("Script") != int(window.script):
        yield f"requests: {visit.types}"


@pytest.mark.parametrize("name", NAMES)
def test_narrow_zoomed_and_printed(story, with_script, name):
    """320 pixels; a window of 1280 at 200 %; paper, without frame and with all that folds."""
    page, window = page_of(story, name), with_script
    look(window, page)
    for pixels, factor in (320, 1), (640, 2):
        window.width(pixels, factor)
        assert window.run(TOO_WIDE) == []
    window.shape("desk")
    with window.printed():
        assert window.run(ON_PAPER) == []


TOO_WIDE = """
const wide = document.documentElement.scrollWidth - innerWidth;
return wide === 0 ? [] : [`by ${wide} px`, ...[...document.querySelectorAll("body *")].filter(
	e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 160))];
"""
ON_PAPER = """
const shown = element => element.checkVisibility({ checkVisibilityCSS: true });
const all = selector => [...document.querySelectorAll(selector)];
return [...all("body > header, nav, footer, form, button").filter(shown),
	...all("details:not([open]) > :not(summary)").filter(e => !e.closest("form, nav") &&
		!e.querySelector("form") && !shown(e))].map(e => e.outerHTML.slice(0, 160));
"""


def test_every_page_is_listed(story):
    paths = [page_of(story, name).path for name in NAMES]
    left_out = {pattern for pattern in patterns()
                if not any(pattern_matches(pattern, path) for path in paths)}
    assert left_out == set() != patterns()


@pytest.mark.parametrize("name", NAMES)
def test_tab_follows_the_document_order(story, with_script, name):
    page = page_of(story, name)
    look(with_script, page)
    assert walk(with_script, 60) == []


@pytest.mark.parametrize("name", NAMES)
def test_valid_html(story, name):
    page = page_of(story, name)
    asker = page.person or story.guest
    html = asker.get(page.path).body
    done = subprocess.run(["tidy", "-e", "-q", "-utf8"],
                          input=html, capture_output=True, timeout=120)
    said = [line for line in done.stderr.decode().splitlines()
            if line.strip() and not TIDY_KNOWS_NOT.search(line)]
    assert said == [], "\n".join(said)
