#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Pictures of all pages, at both widths, light and dark, for visual inspection.

	RYOT_BUILD=build/asan /usr/bin/python3 tests/browser/screens.py FOLDER [PAGE...]
"""

import sys
from pathlib import Path

for folder in "support", "e2e":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))

from driver import SCHEMES, SIZES, Browser  # noqa: E402
from pages import NAMES, page_of  # noqa: E402
from seed import Story  # noqa: E402
from server import Server  # noqa: E402


def take(browser, folder, story, wanted):
    for name in wanted or NAMES:
        page = page_of(story, name)
        browser.be(page.person)
        for size in SIZES:
            for scheme in SCHEMES:
                browser.shape(size, scheme)
                browser.visit(page.path)
                browser.screenshot(folder / f"{name}-{size}-{scheme}.png")
        print(name, page.path, flush=True)


def main(folder, *wanted):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    server = Server()
    browser = None
    try:
        server.start().start_web()
        browser = Browser(server.base_url)
        take(browser, folder, Story(server), wanted)
    finally:
        if browser:
            browser.quit()
        server.clean_up()


if __name__ == "__main__":
    main(*sys.argv[1:])
