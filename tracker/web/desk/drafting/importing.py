"""Importing a list of requests: upload it, match its columns, check the result, and import."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from flask import flash, redirect, render_template, request, stream_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.evidence import safe_name
from tracker.services.core.naming import CHANNELS, ELEMENTS, LISTED_PROOFS
from tracker.services.core.office import Office
from tracker.services.drafting import importing
from tracker.services.drafting.importing import ListCheck
from tracker.services.drafting.list_columns import (
    COLUMNS,
    NONE,
    OWN_COLUMNS,
    ColumnChoices,
    ListColumn,
)
from tracker.services.drafting.list_days import DayOrder
from tracker.services.drafting.list_reading import LARGEST_REQUEST_LIST
from tracker.services.drafting.list_rows import Planned
from tracker.services.ports.cases import CaseRow
from tracker.services.ports.workbook import Imported
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import OneFileField, PageForm, Papers, capitalised, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_language, refused, worded
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_importing", Access.DESK, "/desk/imports")
# Values that most lists leave to be given for all rows.
OFTEN_NEEDED = frozenset({"element", "capacity"})
SAMPLES, _MOST_SHOWN, _MOST_FAULTS_SHOWN, _ON_A_PAGE = 3, 100, 500, 50
# Requests made between two progress reports.
STRIDE = 10


class ListForm(PageForm):
    """A list from a spreadsheet."""

    file = OneFileField(
        lazy_gettext("The list, as CSV"), render_kw={"accept": ".csv,.txt,.tsv,text/csv"}
    )

    def content(self) -> tuple[str, bytes]:
        """Return the file's name and bytes. Raises BadInput if no file was chosen."""
        return self.file.handed_in(LARGEST_REQUEST_LIST, Message("Choose the list file."))


class ImportForm(PageForm):
    """The documents that a list names."""

    papers = Papers(lazy_gettext("Documents named in the list"))
    without = BooleanField(
        lazy_gettext("Import without the missing documents"),
        description=lazy_gettext(
            "What they would show is saved as a private note and proves nothing."
        ),
    )

    def require_named(self, checked: ListCheck) -> None:
        """Raise BadInput for a document that no row names, or for a missing one whose absence was
        not accepted."""
        added = {paper.name.casefold() for paper in self.papers.uploads}
        named = {name.casefold() for name in checked.files}
        if unknown := sorted(
            p.name for p in self.papers.uploads if p.name.casefold() not in named
        ):
            raise BadInput(
                "No row names the file “{name}”. Add its name to the list.", name=unknown[0]
            )
        missing = [name for name in checked.files if name.casefold() not in added]
        if missing and not self.without.data:
            raise BadInput(
                "The file “{name}” was not added. Add it, or choose to import without the "
                "missing documents.",
                name=missing[0],
            )


@dataclass(frozen=True, slots=True)
class _Step:
    """The progress of an import; `failed` says why it was undone."""

    made: int
    total: int
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A request made from a list."""

    imported: Imported
    row: CaseRow | None
    block: str
    body: str


@PAGES.route("", methods=["GET", "POST"])
def lists() -> Response | tuple[str, int]:
    """Show earlier lists, and upload a new one."""
    office, form = the_office(), ListForm()
    with told_on(form):
        if form.sent():
            id = importing.hand_in(office, *form.content(), by=by())
            return redirect(url_for(".columns", key=id))
    files = office.workbook.lists.files(by())
    page = render_template("desk/import.html", form=form, files=files, columns=_in_words(COLUMNS))
    return page, form.code


@PAGES.route("/<key>/columns", methods=["GET", "POST"])
def columns(key: str) -> Response | str:
    """Match the columns of a list."""
    office = the_office()
    handed = importing.handed_in(office, key, by=by())
    if request.method == "POST":
        importing.choose(office, key, _chosen(len(handed.sheet.headings)), by=by())
        return redirect(url_for(".check", key=key))
    told = [column for column in COLUMNS if _told(column, handed.choices)]
    return render_template(
        "desk/import_columns.html",
        handed=handed,
        key=key,
        told=_in_words(told),
        untold=_in_words([column for column in COLUMNS if column not in told]),
        own=OWN_COLUMNS,
        none=NONE,
        samples=[
            _samples(handed.sheet.rows, place) for place in range(len(handed.sheet.headings))
        ],
        options=_options(office),
    )


@PAGES.route("/<key>/check", methods=["GET", "POST"])
def check(key: str) -> Response | tuple[str, int]:
    """Preview an import and its errors; then import all of the next rows or none."""
    office, form = the_office(), ImportForm()
    handed = importing.handed_in(office, key, by=by())
    checked = importing.check_list(office, handed)
    with told_on(form):
        if form.sent():
            form.require_named(checked)
            made = importing.carry_out(office, key, form.papers.uploads, by=by())
            steps = _steps(made, len(checked.next))
            return Response(
                stream_template("desk/import_progress.html", steps=steps, key=key),
                content_type="text/html; charset=utf-8",
            )
    page = render_template(
        "desk/import_check.html",
        form=form,
        handed=handed,
        checked=checked,
        key=key,
        most=_MOST_SHOWN,
        most_faults=_MOST_FAULTS_SHOWN,
        rows=[_shown(office, row) for row in checked.planned[:_MOST_SHOWN]],
        safe_name=safe_name,
    )
    return scripted(page, form.code)


@PAGES.post("/<key>/forget")
def forget(key: str) -> Response:
    """Remove a list that was not imported."""
    office = the_office()
    importing.handed_in(office, key, by=by())
    office.workbook.lists.forget(key)
    flash(gettext("List removed. Nothing was imported from it."))
    return redirect(url_for(".lists"))


@PAGES.get("/<key>")
def imported(key: str) -> Response | str:
    """Show the requests made from a list, those whose time has passed first."""
    office = the_office()
    file = office.workbook.lists.file(key)
    if file.done_at is None:
        return redirect(url_for(".check", key=key))
    rows = sorted(office.workbook.lists.rows(key), key=lambda row: (not row.past, row.line))
    number = min(max(request.args.get("page", 1, type=int), 1), 1000)
    shown = rows[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    return render_template(
        "desk/imported.html",
        file=file,
        total=len(rows),
        past=sum(row.past for row in rows),
        made=_made(office, shown),
        number=number,
        last=max(ceil(len(rows) / _ON_A_PAGE), 1),
        address=lambda page: url_for(".imported", key=key, page=page),
    )


def _in_words(columns: Iterable[ListColumn]) -> list[ListColumn]:
    """Return the columns with their labels in the page's language."""
    return [
        replace(column, label=gettext(column.label), hint=column.hint and gettext(column.hint))
        for column in columns
    ]


def _told(column: ListColumn, choices: ColumnChoices) -> bool:
    """Return whether a column is shown before the optional ones."""
    known = column.key in choices.columns or bool(choices.fixed.get(column.key))
    return column.needed or column.key in OFTEN_NEEDED or known


def _chosen(width: int) -> ColumnChoices:
    places = {c.key: request.form.get(f"column-{c.key}", NONE, type=int) for c in COLUMNS}
    return ColumnChoices(
        {key: place for key, place in places.items() if 0 <= place < width},
        {
            c.key: said
            for c in COLUMNS
            if c.key not in OWN_COLUMNS
            and (said := request.form.get(f"fixed-{c.key}", "").strip()[:2000])
        },
        DayOrder(request.form.get("order", ""))
        if request.form.get("order") in set(DayOrder)
        else DayOrder.UNSAID,
    )


def _samples(rows: tuple[tuple[int, tuple[str, ...]], ...], place: int) -> str:
    """Return the first values in a column."""
    found = (cells[place] for _, cells in rows if cells[place])
    return "; ".join(words[:40] for words, _ in zip(found, range(SAMPLES), strict=False))


def _options(office: Office) -> dict[str, dict[str, str]]:
    """Return the choices for one value that applies to every row, by column."""
    library = office.library
    return {
        "block": {key: worded(block.title) for key, block in library.blocks.items()},
        "body": {key: worded(body.name) for key, body in library.bodies.items()},
        "law": {key: worded(law.title) for key, law in library.laws.items()},
        "channel": capitalised(CHANNELS),
        "reply_channel": capitalised(CHANNELS),
        "proof": {key: gettext(words) for key, words in LISTED_PROOFS.items()},
        "element": {element.value: gettext(words) for element, words in ELEMENTS.items()},
    }


def _shown(office: Office, row: Planned) -> tuple[Planned, str, str]:
    return (
        row,
        office.library.body_short_name(row.draft.body),
        office.library.block_title(row.draft.block, page_language()),
    )


def _made(office: Office, rows: list[Imported]) -> list[Made]:
    with office.cases.look_all([row.reference for row in rows]) as cases:
        lines = {case.reference: case.row() for case in cases}
    found = []
    for each in rows:
        line = lines.get(each.reference)
        names = (
            (
                office.library.block_title(line.block, page_language()),
                office.library.body_short_name(line.body),
            )
            if line
            else ("", "")
        )
        found.append(Made(each, line, *names))
    return found


def _steps(made: Iterator[tuple[int, int]], total: int) -> Iterator[_Step]:
    """Yield the progress from time to time, then completion, or why nothing was imported."""
    try:
        for number, _ in made:
            if number % STRIDE == 0 and number < total:
                yield _Step(number, total)
    except Refusal as refusal:
        yield _Step(0, total, refused(refusal))
    else:
        yield _Step(total, total)
