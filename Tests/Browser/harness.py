"""What every journey through a real browser shares: windows, signing in, and how a page is looked at.

A journey is a Python file beside this one, which `BrowserScript.run` starts:

    from harness import Journey

    with Journey() as journey:
        page = journey.window(width=360)
        journey.sign_in(page, "giam.khao", journey.data["password"])
        journey.goto(page, "/judging")
        journey.look(page, "judging")

Environment: CNNT_ADDRESS (http://127.0.0.1:PORT), CNNT_DATA (JSON from the Swift test), CNNT_SCREENSHOTS (a folder for pictures;
none are taken without it), PYTHONPATH (the folder with Playwright and axe). Any exception ends it with status 1.
"""

import json
import os
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PHONE, DESK, NARROWEST = 360, 1280, 320
# WCAG 2.0, 2.1 and 2.2, levels A and AA
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Chromium says so of every answer that is an error; what a page should do about one, a journey looks at itself
EXPECTED = re.compile(r"^Failed to load resource: ")

expect.set_options(timeout=60_000)


def fill(page, **values):
    """Fills fields by their name; of a choice, the value."""
    for name, value in values.items():
        if page.locator(f"select[name='{name}']").count():
            page.select_option(f"select[name='{name}']", value)
        elif page.locator(f"input[type=radio][name='{name}'], input[type=checkbox][name='{name}']").count():
            page.check(f"input[name='{name}'][value='{value}']")
        else:
            page.fill(f"[name='{name}']", value)


def send(page):
    """The button of the page's form."""
    page.locator("main button.act-button").first.click()


class Journey:
    """One browser, in which several people may have windows of their own."""

    def __init__(self):
        self.address = os.environ["CNNT_ADDRESS"].rstrip("/")
        self.data = json.loads(os.environ.get("CNNT_DATA", "{}"))
        self.folder = os.environ.get("CNNT_SCREENSHOTS")
        self.complaints = []

    def __enter__(self):
        self._playwright = sync_playwright().start()
        # the sandbox of Chromium does not start as root, as which the tests may run
        self.browser = self._playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self._show_where_it_ended()
        self.browser.close()
        self._playwright.stop()
        if kind is None:
            assert not self.complaints, "the browser complained: " + "; ".join(self.complaints)

    def _show_where_it_ended(self):
        """Says where every window is, and takes its picture, so that a failure can be understood."""
        pages = [page for context in self.browser.contexts for page in context.pages]
        for number, page in enumerate(pages):
            try:
                told = [text.strip() for text in page.locator("h1, .errors li").all_inner_texts()]
                print(f"window {number} at {self.path(page)}: {told}", flush=True)
                self.screenshot(page, f"failed-{number}")
            except Exception as error:  # a page on its way elsewhere; what failed is told all the same
                print(f"window {number} cannot be looked at: {error}", flush=True)

    # Windows and addresses

    def window(self, width=PHONE, height=740, dark=False, scripts=True):
        """A window of a browser that nobody is signed in with.

        width, height: CSS pixels. scripts: whether JavaScript runs.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            has_touch=width < 600,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        # the first step of a test among many others may wait for a processor
        context.set_default_timeout(180_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, message):
        if message.type == "error" and not EXPECTED.match(message.text):
            self.complaints.append(message.text)

    def goto(self, page, path, status=200):
        """Opens an address of the site, and fails if it answers with another status."""
        answer = page.goto(self.address + path)
        assert answer.status == status, f"{path}: {answer.status} instead of {status}"
        return answer

    def path(self, page):
        """Where the window is: path, question and fragment."""
        return page.url.removeprefix(self.address)

    def sign_in(self, page, login, password, next="/account"):
        """Signs a person in by the form, as they would, and follows to the address `next`."""
        self.goto(page, f"/sign-in?next={next}")
        page.fill("#login", login)
        page.fill("#password", password)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: not url.removeprefix(self.address).startswith("/sign-in"))
        assert self.path(page) == next, f"signing in led to {self.path(page)}"

    # Looking at a page

    def look(self, page, name):
        """A page as it must be on a phone and at a desk: axe finds nothing, and nothing is wider than the screen."""
        before = page.viewport_size
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": before["height"]})
            self.check_axe(page, f"{name} at {width} px")
            self.screenshot(page, f"{name}-{width}")
        self.check_width(page, name)
        page.set_viewport_size(before)

    def check_axe(self, page, name=""):
        """Nothing serious or critical by the rules of WCAG 2.2 A and AA."""
        found = Axe().run(
            page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        )
        bad = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: "
            + " | ".join(node["html"][:160] for node in rule["nodes"][:4])
            for rule in found.response["violations"]
            if rule["impact"] in ("serious", "critical")
        ]
        assert not bad, f"{name or self.path(page)}: " + "; ".join(bad)

    def check_width(self, page, name=""):
        """No scrolling sideways at 320 CSS pixels (WCAG 2.2, 1.4.10)."""
        before = page.viewport_size
        page.set_viewport_size({"width": NARROWEST, "height": before["height"]})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(before)
        assert width <= NARROWEST, f"{name or self.path(page)}: {width} px wide on a screen of {NARROWEST} px"

    def screenshot(self, page, name):
        """The whole page as NAME.png, if pictures are asked for."""
        if self.folder:
            page.screenshot(path=os.path.join(self.folder, name + ".png"), full_page=True)
