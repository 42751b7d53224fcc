"""The matrix of a block or a campaign, with the requests for each item at each body."""

import csv
from collections.abc import Iterator
from io import StringIO

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.services.cases.coalition import Matrix, MatrixFilter, coalition_matrix
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.core.spreadsheet_cells import guarded
from tracker.services.drafting import drafts
from tracker.services.ports.people import AuditAct
from tracker.web.base.access import Access, Pages, by, person_may, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.base.site_config import the_office, whole_office
from tracker.web.desk.coalition.matrix_words import SaidRow, said_columns, said_rows
from tracker.web.record.words.wording import BODY_ROLES

PAGES = Pages("desk_coalition", Access.DESK, "/desk/matrix")
ROWS_SHOWN = 20
# The subject of the audit entry for an export.
_MATRIX = "matrix"


@PAGES.get("")
def matrix() -> str:
    """Show the matrix of the block or campaign in the address, or let one be chosen."""
    return _page(the_office(), PageForm())


@PAGES.post("/draft")
def draft() -> str | tuple[str, int] | Response:
    """Start a draft to one body, with one open item or with all open items."""
    office, form = the_office(), PageForm()
    with told_on(form):
        if form.sent():
            body, _, items = request.form.get("cell", "").partition("|")
            questions = [key for key in items.split(",") if key]
            block = request.values.get("block", "")
            if not (body and questions and block):
                raise BadInput("Choose an open cell of a matrix about one block.")
            begun = drafts.start(office, block, body, by=by(), questions=questions)
            flash(gettext("Draft started with the open items for this body."))
            return redirect(url_for("desk_drafting.draft", reference=begun.reference))
    return _page(office, form), form.code


@PAGES.get("/matrix.csv")
@requires_confirmation
def table() -> Response:
    """Return every cell of the matrix as a table, including the open ones."""
    office = the_office()
    found = coalition_matrix(office, whole_office().records, _wanted())
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for row in said_rows(office, found, found.rows):
        writer.writerows([guarded(each) for each in line] for line in _lines(row))
    note_act(office, AuditAct.EXPORTED, who=by(), about=_MATRIX)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="matrix.csv")
    return answer


# Programs also read the names of the columns, so they are the same in every language.
_HEAD = (
    "body",
    "country",
    "role",
    "item",
    "state",
    "request",
    "result",
    "grounds",
    "appeal",
    "asked_by",
    "marks",
)


def _lines(row: SaidRow) -> Iterator[tuple[str, ...]]:
    body = (worded(row.body.name), row.body.country, row.body.role.value)
    for cell in row.cells:
        if not cell.said:
            yield (*body, cell.name, "open" if cell.open else "unsuitable", *[""] * 6)
        for each in cell.said:
            yield (
                *body,
                cell.name,
                "asked",
                each.reference.upper(),
                each.result,
                "; ".join(each.grounds),
                each.appeal,
                "; ".join(each.asked_by),
                "; ".join(each.marks),
            )


def _wanted() -> MatrixFilter:
    asked = request.values
    return MatrixFilter(
        block=asked.get("block", ""),
        tag=asked.get("tag", "") if person_may(Act.NOTE) else "",
        country=asked.get("country", ""),
        role=asked.get("role", ""),
    )


def _page(office: Office, form: PageForm) -> str:
    wanted = _wanted()
    chosen = bool(wanted.block or wanted.tag)
    found = coalition_matrix(office, whole_office().records, wanted) if chosen else None
    every = bool(request.args.get("all"))
    rows = found.rows if found and every else found.rows[:ROWS_SHOWN] if found else ()
    library = office.library
    return render_template(
        "desk/matrix.html",
        form=form,
        matrix=found,
        columns=said_columns(found) if found else (),
        rows=said_rows(office, found, rows) if found else (),
        asked=request.values,
        drafts_to=_draft_block(found),
        blocks={key: worded(block.title) for key, block in library.blocks.items()},
        tags=_tags(),
        countries={each: page_locale().country(each) for each in _countries(office)},
        roles={role.value: str(words) for role, words in BODY_ROLES.items()},
        kept={name: value for name, value in request.args.items() if value and name != "all"},
    )


def _draft_block(found: Matrix | None) -> str:
    """Return the block of new drafts; empty if the matrix is about several blocks, or the person
    may not draft."""
    if found is None or len(found.blocks) != 1 or not person_may(Act.DRAFT):
        return ""
    return found.blocks[0].key


def _tags() -> dict[str, str]:
    """Return the tags; none while they are locked, so that the page needs no password."""
    unlocked = whole_office().key_opening.may_open(the_person().organisation)
    known = the_office().workbook.tags.known() if unlocked and person_may(Act.NOTE) else ()
    return {name: name for name in known}


def _countries(office: Office) -> list[str]:
    return sorted({block.country for block in office.library.blocks.values()})
