"""The sheet of the next last days, as a page to print, a Word document and a PDF."""

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.reminders.last_days_sheet import (
    SHEET_DAYS,
    USUAL_DAYS,
    LastDaysSheet,
    last_days_sheet,
    left_out_words,
    sheet_document,
    sheet_title,
)
from tracker.services.reminders.morning_summary import usual_today
from tracker.web.base.access import Access, Pages
from tracker.web.base.language import page_locale
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_last_days", Access.DESK, "/desk/last-days")


@PAGES.get("")
def sheet() -> str:
    """Show the sheet, to print it."""
    office = the_office()
    found, locale = _found(office), page_locale()
    return render_template(
        "desk/last_days.html",
        sheet=found,
        title=sheet_title(found, locale),
        left=left_out_words(found, locale) if found.left else "",
        days=_days(),
        choices=SHEET_DAYS,
        prints=office.documents.prints,
    )


@PAGES.get("/last-days.docx")
def word() -> Response:
    """Return the sheet as a Word document."""
    return _sent(_word(the_office()), "docx")


@PAGES.post("/last-days.pdf")
def pdf() -> Response:
    """Return the sheet as a PDF. It is a POST because rendering takes a while."""
    office = the_office()
    return _sent(office.documents.pdf(_word(office)), "pdf")


def _word(office: Office) -> bytes:
    found = _found(office)
    return office.documents.docx(sheet_document(office, found, page_locale()), found.today)


def _found(office: Office) -> LastDaysSheet:
    return last_days_sheet(office, usual_today(office), _days(), page_locale())


def _days() -> int:
    """Return the requested number of days, or the usual one if it is not offered."""
    asked = request.values.get("days", USUAL_DAYS, type=int)
    return asked if asked in SHEET_DAYS else USUAL_DAYS


def _sent(data: bytes, ending: str) -> Response:
    name = f"last-days.{ending}"
    return send_file(BytesIO(data), MEDIA_TYPES[ending], as_attachment=True, download_name=name)
