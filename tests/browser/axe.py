# SPDX-License-Identifier: MIT
"""axe-core, at the version of package-lock.json, in the page as the browser renders it."""

from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "build/axe/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = """
const [tags, done] = arguments;
axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false }).then(
	found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
		`${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`))),
	error => done([`axe failed: ${error}`]));
"""


def axe(browser):
    """A list of sentences, empty for a good page."""
    if not browser.run("return 'axe' in window"):
        browser.run(SCRIPT.read_text())
    return browser.wait_for_answer(RUN, TAGS)
