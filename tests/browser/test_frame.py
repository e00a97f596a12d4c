# SPDX-License-Identifier: MIT
"""What stands around every page: places, search, person, and what its head names."""

import json
from urllib.parse import urljoin

import pytest

PLACES = {"Home": "/", "Library": "/library", "History": "/history", "Statistics": "/statistics"}
LINKS = "return [...document.querySelectorAll('link')].map(l => [l.rel, l.href])"


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_four_places_and_where_one_is(story, browser, size):
    browser.be(story.alice)
    browser.shape(size)
    for name, path in PLACES.items():
        browser.visit(path)
        assert [a.text for a in browser.all("nav.places a")] == list(PLACES)
        assert browser.one("nav.places [aria-current=page]").text == name
        assert browser.run("return document.title").startswith(f"{name} ")
    below = browser.run("const b = document.querySelector('nav.places').getBoundingClientRect();"
                        "return b.bottom === innerHeight")
    assert below == (size == "phone")


def test_what_the_head_names_is_there(story, browser):
    browser.be(story.alice)
    browser.visit("/library")
    links = dict(browser.run(LINKS))
    assert set(links) == {"stylesheet", "icon", "apple-touch-icon", "manifest", "search"}
    got = {rel: story.alice.get(url.removeprefix(browser.base_url)) for rel, url in links.items()}
    assert {rel: view.status for rel, view in got.items() if view.status != 200} == {}
    assert got["apple-touch-icon"].body.startswith(b"\x89PNG")
    manifest = json.loads(got["manifest"].body)
    assert urljoin(links["manifest"], manifest["start_url"]) == browser.base_url + "/"
    for icon in manifest["icons"]:
        path = urljoin(links["manifest"], icon["src"]).removeprefix(browser.base_url)
        assert story.alice.get(path).status == 200
    assert got["search"].headers["Content-Type"] == "application/opensearchdescription+xml"
    assert f"{browser.base_url}/search?q={{searchTerms}}".encode() in got["search"].body
    found = browser.driver.execute_cdp_cmd("Page.getAppManifest", {})
    assert found["url"] == links["manifest"] and found["errors"] == []


def test_a_title_written_from_the_right_turns_nothing_around(story, browser):
    browser.be(story.alice)
    browser.visit("/search?q=%D7%A9%D7%9C%D7%95%D7%9D")
    assert browser.run("return [...document.querySelectorAll('main .what')].every("
                       "e => e.querySelector('bdi'))")
