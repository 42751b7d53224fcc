"""Makes the pictures of the user guides anew, from a demonstration office of its own.

    .venv/bin/python tools/pictures.py

It needs Chromium. Nothing is left behind but the pictures in docs/pictures/guide; they show the
demonstration as it stands today, so that days in them move with the day on which they are made.
"""

import os
import shutil
import tempfile
import threading
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tracker.app import build_office, create_app, found_office
from tracker.services.demonstrating import DEMONSTRATOR, seed_demonstration
from tracker.services.office import Office
from tracker.services.people import link_for
from tracker.services.ports import Filter
from tracker.services.reminding import remind
from tracker.settings import read_settings

FOLDER = Path(__file__).parents[1] / "docs/pictures/guide"
SIZE = {"width": 1040, "height": 800}
PASSWORD = "a password for pictures"  # noqa: S105  # of an office that is gone a moment later
COLOURS = 96


def main() -> None:
    """Make an office, look at its pages, and keep a picture of each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_INSTANCE"] = folder
        settings = read_settings()
        found_office(settings, live=False, name="", email="")
        office = build_office(settings)
        seed_demonstration(office)
        account = office.people.account_by_email(DEMONSTRATOR)
        token = link_for(office, account)
        remind(office)
        server = make_server("127.0.0.1", 0, create_app(), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        take_all(office, f"http://127.0.0.1:{server.server_port}", token)
        server.shutdown()


def take_all(office: Office, url: str, token: str) -> None:
    """Sign in, and take a picture of every page that the guides show."""
    waiting = found(office, "pk-vpn-2024", "pk-pta")
    silent = found(office, "pk-x-2024", "pk-pta")
    draft = office.cases.drafts()[0].reference
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB")
        page.goto(f"{url}/welcome/{token}")
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_role("button", name="Set the password").click()
        for name, path, heading in (
            ("today", "/desk", ""),
            ("new-request", "/desk/new?block=pk-x-2024", ""),
            ("draft", f"/desk/drafts/{draft}", ""),
            ("request", f"/desk/requests/{waiting}", ""),
            ("days", f"/desk/requests/{waiting}", "Days that matter"),
            ("timeline", f"/desk/requests/{silent}", "Timeline"),
            ("response", f"/desk/requests/{waiting}/response", ""),
            ("came", f"/desk/requests/{waiting}/came", ""),
            ("publish", f"/desk/requests/{silent}/publish", ""),
            ("reminders", "/desk/reminders", ""),
        ):
            page.goto(url + path)
            take(page, name, heading)
        browser.close()


def found(office: Office, block: str, body: str) -> str:
    """The reference of the demonstration's request to a body about a block."""
    (row,), _ = office.cases.rows(Filter(block=block, body=body), 0, 1)
    return row.reference


def take(page: Page, name: str, heading: str) -> None:
    """Keep what a desk's screen shows, from the top or from a heading on, in few colours."""
    if heading:
        for count in page.locator("details.how > summary").all()[:1]:
            count.click()
        page.get_by_role("heading", name=heading, exact=True).evaluate(
            "heading => heading.scrollIntoView()"
        )
    shown = Image.open(BytesIO(page.screenshot()))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
