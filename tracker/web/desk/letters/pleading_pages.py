"""The letter of a remedy as rows: edited, moved, left out, added, and approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.events.correspondence.letter_finalised import AFTER_FILING
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingPart
from tracker.domain.words.pleading_edits import (
    EditedPleading,
    EditedRow,
    PleadingEdits,
    add_own_row,
    keep_row,
    leave_row_out,
    move_row,
    restore_row,
)
from tracker.domain.words.word_changes import WordChange, word_changes
from tracker.services.cases.approving_letters import (
    ApprovalNow,
    approval_now,
    approve_letter,
    finalised_before_edits,
)
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.letters.editing import (
    ADDABLE,
    OpenPleading,
    PleadingChange,
    TypedRow,
    change_pleading,
    english_rows,
    keep_number,
    leave_out_item,
    open_pleading,
    own_row,
    reword,
)
from tracker.services.letters.filling import fill_places
from tracker.services.letters.office_arguments import argument_versions, offered_arguments
from tracker.services.ports.drafts import EditedMeanwhile
from tracker.services.ports.workbook import OfficeArgument
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.filters import language_name
from tracker.web.base.forms import told_on
from tracker.web.base.language import flash_caution, gettext, page_locale, refused
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, dossier_of
from tracker.web.desk.base.places import place_in
from tracker.web.desk.letters.letters import written_in
from tracker.web.desk.letters.pleading_forms import AddForm, NumberForm, RowWordsForm
from tracker.web.desk.letters.pleading_places import places_form
from tracker.web.desk.letters.pleading_rows import (
    STATE_PILLS,
    ShownRow,
    edited_by,
    part_name,
    references,
    sections,
    shown_items,
    shown_parts,
    shown_row,
)

# The status of a form that rests on edits which someone else changed.
_CHANGED = 409
PAGES = Pages("desk_pleading", Access.DESK, "/desk/requests/<reference>/pleading")


@dataclass(frozen=True)
class _Open:
    """A pleading with its request, read in one transaction, and how addresses name it."""

    dossier: Dossier
    found: OpenPleading
    approval: ApprovalNow | None
    outdated: bool
    file_number: str
    english: Mapping[str, str]

    @property
    def query(self) -> dict[str, str]:
        """Return what addresses say to name this pleading."""
        place = self.found.place
        return {"remedy": f"{place.stage}:{place.opening}", "language": place.language}

    @property
    def kind(self) -> str:
        """Return the kind of its letter, as addresses have it."""
        kind = self.found.writer.kind
        return (kind if kind in AFTER_FILING else LetterKind.APPEAL).value

    def address(self, page: str, **more: object) -> str:
        """Return the address of a page of this pleading."""
        values = {**self.query, **more}
        return url_for(page, reference=self.dossier.reference, **values)  # type: ignore[arg-type]


def _read(office: Office, reference: str, *, english: bool = False) -> _Open:
    """Return the pleading that the address names, with the `english` words of its rows if asked.

    Raises NotOnFile, NotAllowed, BadInput.
    """
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        chosen = LetterChoices(language=request.args.get("language", ""))
        found = open_pleading(office, case, place_in(request.args.get("remedy", "")), chosen)
        approval = approval_now(office, case, found)
        outdated = finalised_before_edits(office, case, found)
        beside = english_rows(found) if english else {}
        return _Open(dossier, found, approval, outdated, case.file_number(), beside)


@PAGES.get("")
def rows(reference: str) -> str:
    """Show the letter as rows."""
    office = the_office()
    opened = _read(office, reference, english=True)
    found, dossier = opened.found, opened.dossier
    latest = {each.id: each for each in office.workbook.arguments.latest()}
    parts = tuple(shown_parts(found, latest))
    names = office.people_names
    return render_template(
        "desk/pleading.html",
        opened=opened,
        dossier=dossier,
        parts=parts,
        contents=[(each.part.value, each.title, len(each.rows)) for each in parts],
        pills=STATE_PILLS,
        edits=found.edits,
        names=names,
        editor=edited_by(found.edits, names),
        places=places_form(found),
        items=shown_items(found),
        row_at=partial(opened.address, ".row"),
        may_edit=person_may(Act.DRAFT),
        may_approve=person_may(Act.APPROVE),
        languages=[
            (key, language_name(key)) for key in written_in(office, dossier, found.writer.kind)
        ],
    )


@PAGES.post("/act")
def act(reference: str) -> Response:
    """Move a row, leave it out, put it back, or restore its drafted words."""
    office = the_office()
    action, _, key = request.form.get("act", "").partition(" ")
    opened = _read(office, reference)
    address, place = opened.address(".rows", _anchor=f"row-{key}"), opened.found.place
    if action not in ACTIONS:
        raise NotOnFile("There is no such action. Go back to the letter.")
    version = _version()
    try:
        change = _change_of(opened.found, action, key)
        change_pleading(office, reference, place, version, change, by=by())
    except (BadInput, EditedMeanwhile) as refusal:
        flash_caution(refused(refusal))
    return redirect(address)


_OF_ITEMS = ("without-item", "with-item")
ACTIONS = ("up", "down", "out", "back", "restore", "keep", *_OF_ITEMS)


def _change_of(found: OpenPleading, action: str, key: str) -> PleadingChange:
    if action in _OF_ITEMS:
        return leave_out_item(found, key, out=action == "without-item")

    def change(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
        row = _known(now, key)
        if action in ("up", "down"):
            return move_row(now, edits, key, up=action == "up")
        if action in ("out", "back"):
            return leave_row_out(row, edits, out=action == "out")
        return restore_row(row, edits) if action == "restore" else keep_row(row, edits)

    return change


def _version() -> int:
    """Return the version on which a form is based. Raises BadInput."""
    typed = request.form.get("version", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise BadInput("This form does not say what it changes. Reload the page.")
    return int(typed)


@PAGES.route("/row", methods=["GET", "POST"])
def row(reference: str) -> Response | tuple[str, int]:
    """Edit the words of one row. If someone else saved first, both texts are shown."""
    office, key = the_office(), request.args.get("row", "")
    opened = _read(office, reference, english=True)
    shown = shown_row(opened.found, key)
    form = _row_form(opened, shown)
    theirs: tuple[WordChange, ...] = ()
    with told_on(form):
        if form.sent():
            _save_words(office, opened, key, form)
            flash(gettext("Row saved. The letter has your words."))
            return redirect(opened.address(".rows", _anchor=f"row-{key}"))
    if form.code == _CHANGED:
        theirs = word_changes(shown.row.row.words, form.words.data or "")
        form.version.data = str(opened.found.edits.version)
    page = render_template(
        "desk/pleading_row.html",
        opened=opened,
        dossier=opened.dossier,
        form=form,
        shown=shown,
        names=office.people_names,
        theirs=theirs,
        part=part_name(opened.found, shown.row.part),
        references=tuple(references(opened.found)),
    )
    return page, form.code


def _row_form(opened: _Open, shown: ShownRow) -> RowWordsForm:
    own, version = shown.row.added, str(opened.found.edits.version)
    if own is None:
        form = RowWordsForm(version=version, words=shown.row.row.words)
    else:
        form = RowWordsForm(version=version, words=own.words, title=own.title)
    if own is None or not own.title:
        del form.title
    return form


def _save_words(office: Office, opened: _Open, key: str, form: RowWordsForm) -> None:
    title = (form.title.data or "") if "title" in form else ""
    change = reword(opened.found, key, form.words.data or "", title)
    place, reference = opened.found.place, opened.dossier.reference
    change_pleading(office, reference, place, _version(), change, by=by())


def _known(now: EditedPleading, key: str) -> EditedRow:
    """Return a row. Raises NotOnFile if the letter has none with this key."""
    row = now.row(key)
    if row is None:
        raise NotOnFile("This row is not in the letter any more. Check the letter.")
    return row


@PAGES.route("/places", methods=["GET", "POST"])
def places(reference: str) -> Response | tuple[str, int]:
    """Fill in places of the letter. If someone else saved first, what was typed comes back."""
    opened = _read(the_office(), reference)
    found, form = opened.found, places_form(opened.found)
    with told_on(form):
        if form.sent():
            change = fill_places(form.answers(found), form.left_out(found))
            change_pleading(the_office(), reference, found.place, _version(), change, by=by())
            flash(gettext("Saved. The letter has your words."))
            return redirect(opened.address("desk_letters.letter", kind=opened.kind))
    # A blank that still stands was filled in by nobody else, whatever changed beside it.
    form.version.data = str(found.edits.version)
    page = render_template(
        "desk/pleading_places.html",
        opened=opened,
        dossier=opened.dossier,
        places=form,
        row_at=partial(opened.address, ".row"),
    )
    return page, form.code


@PAGES.route("/add", methods=["GET", "POST"])
def add(reference: str) -> Response | tuple[str, int]:
    """Add a row to a part: one's own words, or an argument of the office."""
    office, part = the_office(), _part()
    opened, argument = _read(office, reference), _argument(office)
    form = _add_form(opened, part, argument)
    with told_on(form):
        if form.sent():
            _add_row(office, opened, part, form, argument)
            flash(gettext("Row added at the end of its part."))
            return redirect(opened.address(".rows", _anchor=part.value))
    if form.code == _CHANGED:
        form.version.data = str(opened.found.edits.version)
    page = render_template(
        "desk/pleading_add.html",
        opened=opened,
        dossier=opened.dossier,
        form=form,
        part=part,
        title=part_name(opened.found, part),
        argument=argument,
        offered=offered_arguments(office, opened.dossier.law.key),
        references=tuple(references(opened.found)),
    )
    return page, form.code


def _part() -> PleadingPart:
    wanted = request.args.get("part", "")
    if wanted not in {part.value for part in ADDABLE}:
        raise NotOnFile("Rows cannot be added to this part. Choose another part of the letter.")
    return PleadingPart(wanted)


def _argument(office: Office) -> OfficeArgument | None:
    wanted = request.args.get("argument", "")
    return argument_versions(office, wanted)[0] if wanted else None


def _add_form(opened: _Open, part: PleadingPart, argument: OfficeArgument | None) -> AddForm:
    form = AddForm(
        version=str(opened.found.edits.version),
        title=argument.title if argument else "",
        words=argument.words if argument else "",
        source=argument.source if argument else "",
    )
    nothing = {"": gettext("None")}
    form.entry.choices = nothing | {
        str(entry.seq): gettext(
            "{number}. {what}, {day}",
            number=entry.seq,
            what=gettext(entry.event.label),
            day=page_locale().short_span(entry.event.on),
        )
        for entry in opened.dossier.history
    }
    form.provision.choices = {**nothing, **sections(opened.found)}
    if part is not PleadingPart.GROUNDS:
        del form.title
    if not person_may(Act.FILE):
        del form.authority, form.read_at, form.opened
    return form


def _add_row(
    office: Office,
    opened: _Open,
    part: PleadingPart,
    form: AddForm,
    argument: OfficeArgument | None,
) -> None:
    cites = "authority" in form
    typed = TypedRow(
        part,
        form.words.data or "",
        (form.title.data or "") if "title" in form else "",
        int(form.entry.data or 0),
        form.provision.data or "",
        form.source.data or "",
        (form.authority.data or "") if cites else "",
        (form.read_at.data or "") if cites else "",
        bool(form.opened.data) if cites else False,
        argument,
    )
    own = own_row(opened.found, typed, by=by(), may_cite=cites)
    place, reference = opened.found.place, opened.dossier.reference
    change_pleading(
        office, reference, place, _version(), lambda now, edits: add_own_row(edits, own), by=by()
    )


@PAGES.post("/approve")
def approve(reference: str) -> Response:
    """Approve the letter as it reads now."""
    office = the_office()
    opened = _read(office, reference)
    place, address = opened.found.place, opened.address("desk_letters.letter", kind=opened.kind)
    chosen = LetterChoices(language=place.language)
    try:
        approve_letter(
            office, reference, (place.stage, place.opening), _version(), chosen, by=by()
        )
        flash(gettext("Letter approved. A later change of its words cancels the approval."))
    except (EditedMeanwhile, NotOnFile):
        raise
    except Refusal as refusal:
        flash_caution(refused(refusal))
    return redirect(address)


@PAGES.route("/number", methods=["GET", "POST"])
def number(reference: str) -> Response:
    """Set the office's own file number, which each letter prints beside the reference."""
    office = the_office()
    with office.cases.look(reference) as case:
        form = NumberForm(number=case.file_number())
    with told_on(form):
        if form.sent():
            keep_number(office, reference, form.number.data or "", by=by())
            return done(
                reference,
                gettext("File number saved. Each letter prints it beside the reference."),
            )
    return action_page("file_number", form, reference)
