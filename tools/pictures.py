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
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from tracker.app.assembly import build_office, found_office
from tracker.app.site_of_office import app_of
from tracker.domain.case.case_status import Phase
from tracker.domain.law.law import LetterKind
from tracker.services.core.current_library import as_public
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.storing import take_file
from tracker.services.office_data.demonstration import DEMONSTRATOR, seed_demonstration
from tracker.services.people.accounts import link_for
from tracker.services.ports.cases import RowFilter
from tracker.services.public.data_files import renew
from tracker.services.reminders.reminding import remind
from tracker.settings import read_settings

README = Path(__file__).parents[1] / "docs/pictures"
GUIDES = README / "guide"
PAGES = README / "pages"
# Emails that came, for the pictures of the page Mail: from the body of a request, from a ticket
# system, and from a shop.
CAME = (
    (
        "RTI Cell <rti@pta.gov.pk>",
        "Your request under the Right of Access to Information Act",
        "Your request {reference} has been received under diary no. 12-3/2026/RTI.\n"
        "The copies are enclosed. A fee of Rs. 200 is payable.\n",
    ),
    ("Helpdesk <helpdesk@pta.gov.pk>", "[#41] Application", "We write about your application.\n"),
    ("Offers <news@shop.example>", "Our offers this week", "Everything is cheaper this week.\n"),
)
SIZE: ViewportSize = {"width": 1040, "height": 800}
TALL: ViewportSize = {"width": 1040, "height": 1560}
PASSWORD = "a password for pictures"  # noqa: S105  # of an office that is gone a moment later
COLOURS, FEWER = 96, 32
DESK: ViewportSize = {"width": 1280, "height": 844}
PHONE: ViewportSize = {"width": 390, "height": 844}
# How high a picture of two screens is, and the gap between the two.
HEIGHT, GAP = 450, 16
REACHED = re.compile(
    r"^\s*How (this day was reached|this date was reached|these dates were calculated)"
)


def main() -> None:
    """Make an office, look at its pages, and keep a picture of each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_INSTANCE"] = folder
        os.environ["TRACKER_MAIL_ADDRESSES"] = "*@rti.office.example"
        settings = read_settings()
        found_office(settings, live=False, name="", email="")
        office = build_office(settings)
        seed_demonstration(office)
        account = office.people.account_by_email(DEMONSTRATOR)
        token = link_for(office, account)
        remind(office)
        office.log_upkeep.append()
        renew(as_public(office), at_once=True)
        waiting = found(office, "pk-vpn-2024", Phase.AWAITING)
        letter = prepared(office, waiting, account.id)
        came = [take_file(office, email_from(*each, waiting)).mail.id for each in CAME]
        server = make_server("127.0.0.1", 0, app_of(settings, office), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        mails = (
            ("mail", "/desk/mail", ""),
            ("mail-one", f"/desk/mail/{came[0]}", ""),
            ("mail-send", f"/desk/requests/{waiting}/email/{letter}", "The exact mail"),
        )
        take_all(office, f"http://127.0.0.1:{server.server_port}", token, mails)
        server.shutdown()


def email_from(sender: str, subject: str, text: str, reference: str) -> bytes:
    """Return an email that came for the office today."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "office@example.org", subject
    made["Date"], made["Message-ID"] = format_datetime(datetime.now(UTC)), make_msgid()
    made.set_content(text.format(reference=reference.upper()))
    return made.as_bytes()


def prepared(office: Office, reference: str, by: str) -> str:
    """Prepare a copy of a request as an email, and return its id."""
    wanted = WantedMail(LetterKind.REQUEST, "rti@pta.gov.pk", "its letterhead")
    return prepare(office, reference, wanted, by=by).id


def take_all(office: Office, url: str, token: str, mails: Iterable[tuple[str, str, str]]) -> None:
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
            *mails,
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
        answered = found(office, "pk-x-2024", Phase.PARTLY_ANSWERED)
        for name, path in each_page(answered, silent, waiting, draft):
            page.goto(url + path)
            take_both(page, PAGES / name)
        browser.close()


def each_page(answered: str, silent: str, waiting: str, draft: str) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every kind of page that docs/pages.md shows."""
    yield from (
        ("home", "/"),
        ("blocks", "/blocks"),
        ("block", "/blocks/pk-x-2024"),
        ("requests", "/requests"),
        ("request-answered", f"/requests/{answered}"),
        ("request-silent", f"/requests/{silent}"),
        ("request-urdu", f"/ur/requests/{silent}"),
        ("bodies", "/bodies"),
        ("body", "/bodies/pk-pta"),
        ("compare", "/compare"),
        ("laws", "/laws"),
        ("law", "/laws/pk-raia-2017"),
        ("powers", "/powers"),
        ("power", "/powers/pk-peca-2016-s37"),
        ("chronology", "/blocks/pk-x-2024/chronology"),
        ("measurements", "/blocks/pk-x-2024/measurements"),
        ("statement", "/statements/pk-joint-statement-2024-03"),
        ("method", "/method"),
        ("deadlines", "/deadlines?law=pk-raia-2017&stage=reply&day=2024-03-18"),
        ("search", "/search?q=section+37"),
        ("data", "/data"),
        ("log", "/log"),
        ("status", "/status"),
        ("corrections", "/corrections"),
        ("about", "/about"),
        ("desk-today", "/desk"),
        ("desk-requests", "/desk/requests"),
        ("desk-request", f"/desk/requests/{waiting}"),
        ("desk-draft", f"/desk/drafts/{draft}"),
        ("desk-response", f"/desk/requests/{waiting}/response"),
        ("desk-new", "/desk/new?block=pk-x-2024"),
        ("desk-reminders", "/desk/reminders"),
        ("desk-measurements", "/desk/measurements/pk-x-2024"),
        ("desk-publish", f"/desk/requests/{silent}/publish"),
        ("desk-people", "/desk/people"),
    )


def take_both(page: Page, picture: Path) -> None:
    """Keep the first screen of a desktop and of a phone, side by side."""
    screens = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        shown = Image.open(BytesIO(page.screenshot()))
        width = size["width"] * HEIGHT // size["height"]
        screens.append(shown.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS))
    both = Image.new("RGB", (sum(each.width for each in screens) + GAP, HEIGHT), "white")
    both.paste(screens[0], (0, 0))
    both.paste(screens[1], (screens[0].width + GAP, 0))
    keep(both, picture, FEWER)


def found(office: Office, block: str, phase: Phase) -> str:
    """Return the reference of the demonstration's first request about a block in that phase."""
    rows, _ = office.case_rows.rows(RowFilter(block=block, phases=frozenset({phase})), 0, 1)
    return rows[0].reference


def take(page: Page, picture: Path, heading: str) -> None:
    """Keep what the screen shows, from the top or from a heading on, in few colours."""
    if heading:
        for count in page.locator("details", has_text=REACHED).locator("summary").all()[:1]:
            count.click()
        page.get_by_role("heading", name=heading).first.evaluate(
            "heading => heading.scrollIntoView()"
        )
    keep(Image.open(BytesIO(page.screenshot())), picture, COLOURS)


def keep(shown: Image.Image, picture: Path, colours: int) -> None:
    """Keep a picture in few colours, with those of small parts such as the bars of a chart.

    By the number of pixels of each colour, as Pillow chooses otherwise, they would all be grey."""
    picture.parent.mkdir(exist_ok=True)
    few = shown.convert("RGB").quantize(
        colours, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
    )
    few.save(f"{picture}.png", optimize=True)


if __name__ == "__main__":
    main()
