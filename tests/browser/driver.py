# SPDX-License-Identifier: MIT
"""Debian's Chromium, driven by selenium: one window with script, one without."""

import json
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
BOUND = 120  # seconds that a page or a condition may take

# Collects what moves on a page while it loads and after it.
WATCH = """
window.shifts = [];
window.shiftsSeen = new PerformanceObserver(list => shifts.push(...list.getEntries()));
shiftsSeen.observe({ type: "layout-shift", buffered: true });
"""
# Shifts are told after the frame in which they happen.
SHIFTS = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => {
	shifts.push(...shiftsSeen.takeRecords());
	done(shifts.map(shift => `shifts by ${shift.value}: ` + shift.sources.map(source =>
		source.node instanceof Element ? source.node.outerHTML.slice(0, 80) : "text")));
}));
"""


def options(script):
    made = Options()
    made.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                     "--disable-gpu", "--no-first-run", "--disable-extensions",
                     "--disable-background-networking", "--disable-component-update",
                     "--disable-sync", "--disable-default-apps", "--hide-scrollbars",
                     # No address but our own server resolves.
                     "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        made.add_argument(argument)
    made.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not script:
        made.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    return made


class Browser:
    """A window. `visit` loads a path; the log tells what was transferred."""

    def __init__(self, base_url, script=True):
        self.base_url, self.script = base_url, script
        self.driver = webdriver.Chrome(
            options=options(script), service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(BOUND)
        self.driver.set_script_timeout(BOUND)
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})

    def quit(self):
        self.driver.quit()

    # --- appearance ---

    def shape(self, size, scheme="light"):
        width, height = SIZES[size]
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme},
                         {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def width(self, pixels, factor=1):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": pixels, "height": 844, "deviceScaleFactor": factor, "mobile": False})

    @contextmanager
    def printed(self):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    # --- sessions ---

    def be(self, person):
        """Takes that person's cookies; None: signs out."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        for name, value in (person.cookies if person else {}).items():
            self.driver.execute_cdp_cmd("Network.setCookie", {
                "url": self.base_url, "name": name, "value": value, "httpOnly": True,
                "sameSite": "Lax"})

    # --- navigation ---

    def visit(self, path):
        """Loads the page with an empty cache; returns what was transferred."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.drop_logs()
        self.driver.get(self.base_url + path)
        return Visit(self.driver.get_log("performance"), self.driver.get_log("browser"))

    def drop_logs(self):
        self.driver.get_log("performance")
        self.driver.get_log("browser")

    @property
    def path(self):
        at = urlsplit(self.driver.current_url)
        return at.path + (f"?{at.query}" if at.query else "")

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def run(self, script, *args):
        """Works with script off too: that switch applies to the page's scripts only."""
        return self.driver.execute_script(script, *args)

    def wait_for_answer(self, script, *args):
        """The last argument of the script is a function to hand its result to."""
        return self.driver.execute_async_script(script, *args)

    def shifts(self):
        """What has moved on the page without being asked to. Needs script."""
        return self.wait_for_answer(SHIFTS)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, (selector, len(found), self.path)
        return found[0]

    def wait(self, condition, what):
        return WebDriverWait(self.driver, BOUND, 0.05).until(lambda _: condition(), what)

    def click(self, element):
        """A click that leads to another page, until that has loaded."""
        before = self.document
        # The places of a phone lie above what is at the lower edge.
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()
        self.wait_next(before)

    @property
    def document(self):
        """The id of the loaded document. The browser reports it itself: asking for an
        element while it disappears fails in many ways."""
        return self.driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"][
            "loaderId"]

    def wait_next(self, before):
        """Waits until that document has been replaced by another complete one."""
        self.wait(lambda: self.document != before, "another page")
        self.wait(lambda: self.run("return document.readyState") == "complete",
                  "the end of the page")

    def follow(self, href):
        """The first link to that path."""
        found = self.all(f"main a[href='{href}']")
        assert found, (href, self.path)
        self.click(found[0])

    def open(self, summary):
        """The <details> with that summary."""
        found = [one for one in self.all("summary") if one.text == summary]
        assert len(found) == 1, (summary, self.path)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", found[0])
        found[0].click()

    def submit(self, action, **fields):
        """Fills in the form with that action, and submits it with its button."""
        forms = [form for form in self.all("form[method=post]")
                 if form.get_dom_attribute("action") == action]
        assert len(forms) == 1, (action, len(forms), self.path)
        for name, value in fields.items():
            field = forms[0].find_element(By.NAME, name)
            if field.tag_name == "select":
                field.find_element(By.CSS_SELECTOR, f"option[value='{value}']").click()
                continue
            field.clear()
            field.send_keys(value)
        self.click(forms[0].find_element(By.TAG_NAME, "button"))

    def press(self, *keys):
        """Names of selenium's Keys ("TAB"), or text to type."""
        for key in keys:
            ActionChains(self.driver).send_keys(getattr(Keys, key, key)).perform()

    def screenshot(self, path):
        """The whole page, as wide as the window."""
        height = self.run("return document.documentElement.scrollHeight")
        width = self.run("return innerWidth")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": min(height, 6000), "deviceScaleFactor": 1,
            "mobile": False})
        self.driver.save_screenshot(str(path))


class Visit:
    """What one page transferred: the performance log and the console."""

    def __init__(self, performance, console):
        self.console = [f"{line['level']} {line['message']}" for line in console]
        self.urls, self.types, self.sizes, self.status = {}, {}, {}, None
        for entry in performance:
            message = json.loads(entry["message"])["message"]
            self.take(message["method"], message["params"])

    def take(self, method, params):
        request = params.get("requestId")
        if method == "Network.requestWillBeSent":
            self.urls[request] = params["request"]["url"]
            self.types[request] = params.get("type")
        elif method == "Network.responseReceived" and params["type"] == "Document":
            self.status = params["response"]["status"]
        elif method == "Network.dataReceived":
            self.sizes[request] = self.sizes.get(request, 0) + params["dataLength"]

    @property
    def hosts(self):
        return {urlsplit(url).netloc for url in self.urls.values()
                if not url.startswith("data:")}

    @property
    def weight(self):
        """The size of everything, uncompressed."""
        return sum(self.sizes.values())

    def count(self, kind):
        return sum(1 for found in self.types.values() if found == kind)
