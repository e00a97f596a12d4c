# SPDX-License-Identifier: MIT
"""A person without a mouse: Tab, letters, Space, Enter."""

FOCUS_NAME = """
const at = document.activeElement;
return (at.getAttribute("aria-label") || [...(at.labels || [])].map(l => l.textContent).join() ||
	at.textContent || "").replace(/\\s+/g, " ").trim();
"""


class Keyboard:
    def __init__(self, browser):
        self.browser = browser

    def to(self, name, most=80):
        """Presses Tab until the element with that name has the focus."""
        passed = []
        for _ in range(most):
            self.browser.press("TAB")
            passed.append(self.browser.run(FOCUS_NAME))
            if passed[-1] == name:
                return self
        raise AssertionError(f"Tab never came to {name!r}, only to {passed}")

    def type(self, text):
        self.browser.press(text)
        return self

    def enter(self):
        """Follows the link, presses the button, submits the form."""
        before = self.browser.document
        self.browser.press("ENTER")
        self.browser.wait_next(before)
