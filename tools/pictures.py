"""Makes the pictures of the README and of the user guides, from a demonstration office.

    PYTHONPATH=. .venv/bin/python tools/pictures.py

It needs Chromium. Nothing is left behind but the pictures in docs/pictures; they show the
demonstration as it stands today, so that days in them move with the day on which they are made.
"""

import os
import re
import shutil
import tempfile
import threading
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from tracker.app import build_office, create_app, found_office
from tracker.domain.case.case_status import Phase
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration import DEMONSTRATOR, seed_demonstration
from tracker.services.people.accounts import link_for
from tracker.services.ports.cases import RowFilter
from tracker.services.reminders.reminding import remind
from tracker.settings import read_settings

README = Path(__file__).parents[1] / "docs/pictures"
GUIDES = README / "guide"
SIZE: ViewportSize = {"width": 1040, "height": 800}
TALL: ViewportSize = {"width": 1040, "height": 1560}
PASSWORD = "a password for pictures"  # noqa: S105  # of an office that is gone a moment later
COLOURS = 96
REACHED = re.compile(
    r"^\s*How (this day was reached|this date was reached|these dates were calculated)"
)


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
    waiting = found(office, "pk-vpn-2024", Phase.AWAITING)
    silent = found(office, "pk-x-2024", Phase.APPEAL_SILENT)
    draft = office.drafts.all()[0].reference
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB")
        page.goto(f"{url}/welcome/{token}")
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_label("Repeat the password").fill(PASSWORD)
        page.get_by_role("button", name="Set password and sign in").click()
        for name, path, heading in (
            ("today", "/desk", ""),
            ("new-request", "/desk/new?block=pk-x-2024", ""),
            ("draft", f"/desk/drafts/{draft}", ""),
            ("request", f"/desk/requests/{waiting}", ""),
            ("days", f"/desk/requests/{waiting}", "Key dates"),
            ("timeline", f"/desk/requests/{silent}", "Timeline"),
            ("response", f"/desk/requests/{waiting}/response", ""),
            ("came", f"/desk/requests/{waiting}/record/document-received", ""),
            ("publish", f"/desk/requests/{silent}/publish", ""),
            ("reminders", "/desk/reminders", ""),
        ):
            page.goto(url + path)
            take(page, GUIDES / name, heading)
        page.set_viewport_size(TALL)
        for name, path, heading in (
            ("desk", "/desk/requests", ""),
            ("request", f"/requests/{silent}", ""),
            ("block", "/blocks/pk-x-2024", ""),
        ):
            page.goto(url + path)
            take(page, README / name, heading)
        browser.close()


def found(office: Office, block: str, phase: Phase) -> str:
    """Return the reference of the demonstration's only request about a block in that phase."""
    (row,), _ = office.case_rows.rows(RowFilter(block=block, phases=frozenset({phase})), 0, 2)
    return row.reference


def take(page: Page, picture: Path, heading: str) -> None:
    """Keep what the screen shows, from the top or from a heading on, in few colours."""
    if heading:
        for count in page.locator("details", has_text=REACHED).locator("summary").all()[:1]:
            count.click()
        page.get_by_role("heading", name=heading).first.evaluate(
            "heading => heading.scrollIntoView()"
        )
    shown = Image.open(BytesIO(page.screenshot()))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(f"{picture}.png", optimize=True)


if __name__ == "__main__":
    main()
