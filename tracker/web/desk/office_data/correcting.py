"""Changes of blocks and public bodies of the library by the form with which they are added."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import ReadIn
from tracker.services.core.office import Office
from tracker.services.office_data.corrections import (
    EntryToChange,
    change_by_form,
    entry_to_change,
    typed_block,
    typed_body,
)
from tracker.services.office_data.made_entries import NewBlock, NewBody, OrderedBy
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.office_data.reasons_given import ReasonGiven
from tracker.services.ports.own_library import EntryName
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import told_on
from tracker.web.base.language import gettext, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.office_data.entry_forms import BlockForm, BodyForm
from tracker.web.desk.office_data.filing_address_form import filing_fields
from tracker.web.desk.office_data.sourced_forms import other_language

PAGES = Pages("desk_correcting", Access.DESK, "/desk/library")
FOLDERS_WITH_FORM = ("blocks", "bodies")


@PAGES.route("/<folder>/<key>/form", methods=["GET", "POST"])
def correct(folder: str, key: str) -> Response | tuple[str, int]:
    """Change a block or a public body by its form. Facts in unchanged fields stay as they are."""
    if folder not in FOLDERS_WITH_FORM:
        raise NotOnFile("There is no folder “{folder}” in the library.", folder=folder)
    office, name = the_office(), EntryName(folder, key)
    known = entry_to_change(office, name)
    entry = known.entry
    if not isinstance(entry, Block | PublicBody):
        return redirect(url_for("desk_library.change", folder=folder, key=key))
    form = _form(office, entry, known)
    with told_on(form):
        if form.sent():
            change_by_form(
                office,
                name,
                form.typed_block() if isinstance(form, BlockForm) else form.typed_body(),
                filled_with=str(form.filled_with.data),
                why=str(form.why.data),
                by=by(),
            )
            flash(gettext("Saved. Someone else has to compare the sources."))
            return redirect(url_for("desk_library.entry", folder=folder, key=key))
    shown = render_template(
        "desk/library_correct.html",
        form=form,
        name=name,
        title=worded(entry.title if isinstance(entry, Block) else entry.name),
        corrects=not office.own_library.versions(name),
        country=entry.country,
        alike=(),
        other_language=form.language_name,
    )
    return shown, form.code


def _form(office: Office, entry: Block | PublicBody, known: EntryToChange) -> BlockForm | BodyForm:
    """Return the form filled with the entry, or as it was sent."""
    language = other_language(office, entry.country)
    if isinstance(entry, Block):
        fields = _block_fields(typed_block(entry), language)
        block_form = BlockForm(office, entry.country, filled_with=known.digest, **fields)
        if not entry.bodies:
            block_form.allow_no_body()
        form: BlockForm | BodyForm = block_form
    else:
        fields = _body_fields(typed_body(entry), language)
        body_form = BodyForm(office, entry.country, filled_with=known.digest, **fields)
        if not entry.calendar:
            body_form.leave_without_calendar()
        form = body_form
    form.is_new = False
    return form


def _body_fields(facts: NewBody, language: str) -> dict[str, Any]:
    seen = facts.designated
    return {
        "name": facts.name.get(SOURCE),
        "name_there": facts.name.get(language),
        "in_sentence": facts.in_sentence,
        "short_name": facts.short_name,
        "role": facts.role.value,
        "laws": list(facts.laws),
        "calendar": facts.calendar,
        "address_to": facts.address_to.get(SOURCE),
        "address_to_there": facts.address_to.get(language),
        "head": facts.head,
        "review_to": facts.review_to,
        "address": "\n".join(facts.address),
        "email": facts.email,
        "designated_by": seen.designated_by.value if seen else "",
        "designated_in": "\n".join(seen.source.named) if seen else "",
        "confirmed_on": seen.confirmed_on if seen else None,
        **filing_fields(facts),
        "website": facts.website,
        "channels": list(facts.channels),
        "note": facts.note,
        **_source_fields(facts.source),
    }


def _block_fields(facts: NewBlock, language: str) -> dict[str, Any]:
    return {
        "kind": facts.kind.value,
        "service": facts.service.get(SOURCE),
        "service_there": facts.service.get(language),
        "where": facts.where.get(SOURCE),
        "where_there": facts.where.get(language),
        "places": ", ".join(facts.places),
        "since": facts.since,
        "known": facts.known.value,
        "until": facts.until,
        "last_confirmed": facts.last_confirmed,
        "bodies": list(facts.bodies),
        "powers": list(facts.powers),
        # An empty one, for an order that the entry does not have yet.
        "orders": [*map(_order_fields, facts.orders), {}],
        "reasons": [*map(_reason_fields, facts.reasons), {}],
        "note": facts.note,
        **_source_fields(facts.source),
    }


def _order_fields(order: OrderedBy) -> dict[str, Any]:
    return {
        "orderer": order.body,
        "name": order.name,
        "says": order.says,
        "on": order.on,
        "sources": "\n".join(order.source.named),
    }


def _reason_fields(given: ReasonGiven) -> dict[str, Any]:
    return {
        "speaker": given.body,
        "name": given.name,
        "setting": given.setting.value,
        "on": given.on,
        "says": given.says,
        "sources": "\n".join(given.source.named),
    }


def _source_fields(source: ReadSource) -> dict[str, Any]:
    """Return the sources, and how they were read. Nothing is chosen if nobody has read them."""
    read_in = None if source.read_in is ReadIn.MEMORY else source.read_in.value
    return {"sources": "\n".join(source.named), "read_in": read_in}
