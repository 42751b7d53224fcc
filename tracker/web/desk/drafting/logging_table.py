"""Logging the dispatches or receipts of many requests from one pasted table."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from tracker.domain.case.case_status import Phase
from tracker.services.cases.batches.batch_parcel import dispatch_lines, parcel_letters
from tracker.services.cases.batches.dispatch_logging import (
    MOST_LOGGED,
    TablePlan,
    log_dispatches,
    log_receipts,
    plan_dispatches,
    plan_receipts,
)
from tracker.services.cases.batches.dispatch_table import (
    RECEIVED_COLUMNS,
    RECEIVED_HEADINGS,
    RECEIVED_LIST,
    SENT_COLUMNS,
    SENT_HEADINGS,
    read_table,
)
from tracker.services.core.naming import CHANNELS, LISTED_PROOFS
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.drafting.list_days import DayOrder
from tracker.services.ports.cases import CaseRow
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_logging_table", Access.DESK, "/desk/log-table")
# The page shows this many lines of each kind.
_MOST_SHOWN = 100
_ONE_OR_SEVERAL = lazy_gettext(
    "One scan proves all lines that name no file. With several files, name the file in each line."
)


class TableForm(PageForm):
    """A pasted table, and the files that prove it."""

    table = TextAreaField(lazy_gettext("Table"), filters=[plain_lines])
    order = SelectField(
        lazy_gettext("Dates such as 3/4/2026"),
        choices=lambda: [
            (DayOrder.UNSAID.value, gettext("Refuse them")),
            (DayOrder.DAY_FIRST.value, gettext("Day first")),
            (DayOrder.MONTH_FIRST.value, gettext("Month first")),
        ],
    )

    @property
    def day_order(self) -> DayOrder:
        """Return the order of day and month in dates such as 3/4/2026."""
        return DayOrder(self.order.data or "")

    @property
    def logs(self) -> bool:
        """Return whether the pressed button logs the lines instead of only checking them."""
        return request.form.get("action") == "log"


class SentTableForm(TableForm):
    """A table of dispatches."""

    letter = RadioField(
        lazy_gettext("Which file was sent?"),
        default=HeldLetter.WORD.value,
        choices=lambda: [
            (HeldLetter.WORD.value, gettext("The Word documents as approved, unchanged")),
            (HeldLetter.TEXT.value, gettext("The email texts as approved, unchanged")),
        ],
    )
    papers = Papers(
        lazy_gettext("Proof of sending"),
        description=_ONE_OR_SEVERAL,
    )
    without_proof = BooleanField(lazy_gettext("There is no proof that they were sent"))


class ReceivedTableForm(TableForm):
    """A table of receipts."""

    papers = Papers(
        lazy_gettext("Proof of receipt"),
        description=_ONE_OR_SEVERAL,
    )


@PAGES.route("/sent", methods=["GET", "POST"])
def sent() -> Response | tuple[str, int]:
    """Check a table of dispatches line by line, and log them."""
    office, form = the_office(), SentTableForm()

    def log(plan: TablePlan) -> int:
        return log_dispatches(
            office,
            plan,
            form.papers.uploads,
            letter=HeldLetter(form.letter.data),
            without_proof=bool(form.without_proof.data),
            by=by(),
        )

    def check() -> TablePlan:
        return plan_dispatches(
            office, read_table(form.table.data or "", SENT_COLUMNS), form.day_order
        )

    return _page(office, form, "sent", check, log)


@PAGES.route("/received", methods=["GET", "POST"])
def received() -> Response | tuple[str, int]:
    """Check a table of receipts line by line, and log them."""
    office, form = the_office(), ReceivedTableForm()

    def log(plan: TablePlan) -> int:
        return log_receipts(office, plan, form.papers.uploads, by=by())

    def check() -> TablePlan:
        return plan_receipts(
            office, read_table(form.table.data or "", RECEIVED_COLUMNS), form.day_order
        )

    return _page(office, form, "received", check, log)


def _page(
    office: Office,
    form: SentTableForm | ReceivedTableForm,
    kind: str,
    check: Callable[[], TablePlan],
    log: Callable[[TablePlan], int],
) -> Response | tuple[str, int]:
    batch, plan = request.args.get("batch", ""), None
    if request.method == "GET":
        form.table.data = _beginning(office, batch, kind) if batch else ""
    with told_on(form):
        if form.sent():
            plan = check()
            if form.logs and plan.next:
                number = log(plan)
                said = ngettext("{number} entry logged.", "{number} entries logged.", number)
                if not plan.left:
                    flash(said)
                    return redirect(_back(batch))
                form.table.data = plan.left
                plan = check()
                flash(said)
    return render_template(
        "desk/log_table.html",
        form=form,
        kind=kind,
        batch=batch,
        plan=plan,
        most=_MOST_SHOWN,
        most_logged=MOST_LOGGED,
        known=CHANNELS if kind == "sent" else LISTED_PROOFS,
        headings=SENT_HEADINGS if kind == "sent" else RECEIVED_HEADINGS,
        back=_back(batch),
    ), form.code


def _back(batch: str) -> str:
    if batch:
        return url_for("desk_batches.batch", batch=batch)
    return url_for("desk_listing.listing")


def _beginning(office: Office, batch: str, kind: str) -> str:
    """Return the lines of a batch that are still to be filled in."""
    _, requests = drafts_and_requests(office, office.related_requests.batch(batch))
    with office.cases.look_all(requests) as cases:
        rows: dict[str, CaseRow] = {row.reference: row for case in cases if (row := case.row())}
    if kind == "sent":
        waiting = [key for key, row in rows.items() if row.phase == Phase.APPROVED]
        return dispatch_lines(office, parcel_letters(office, waiting)) if waiting else ""
    sent = [row for row in rows.values() if row.phase == Phase.SENT]
    bodies = sorted((office.library.body_short_name(row.body), row.reference) for row in sent)
    lines = [f"{reference.upper()}\t{body}\t\t" for body, reference in bodies]
    return "\n".join(["\t".join(RECEIVED_LIST), *lines]) if lines else ""
