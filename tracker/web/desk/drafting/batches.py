"""The same request to several bodies, begun, reviewed and finalised as one batch."""

from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.audit import note_once
from tracker.services.core.office import Office
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import chosen, propose
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafting_together import (
    fill_together,
    settle_together,
    write_together,
)
from tracker.services.people.private_access import require_access
from tracker.services.ports.people import AuditAct
from tracker.web.base.access import Access, Pages, by, the_person
from tracker.web.base.forms import told_on
from tracker.web.base.language import gettext, ngettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.offering import capacities, organisations_offered
from tracker.web.desk.drafting.batch_rows import (
    BATCH_STATES,
    BatchRow,
    FillForm,
    batch_rows,
    known_state,
    law_languages,
    laws_to_fill,
    selected,
    typed_version,
)
from tracker.web.desk.drafting.draft_form import ApplicantForm
from tracker.web.desk.drafting.law_capacities import CapacitiesForm
from tracker.web.desk.drafting.logos import letter_with_logos


class TogetherForm(ApplicantForm, CapacitiesForm):
    """The applicant of several drafts, with the capacity under each law."""


PAGES = Pages("desk_batches", Access.DESK, "/desk")


@PAGES.route("/new/together", methods=["GET", "POST"])
def together() -> Response | tuple[str, int]:
    """Begin drafts to all bodies in the address, with the applicant typed once.

    Either all are begun or none.
    """
    office, form = the_office(), TogetherForm(cosigners=[{}])
    require_access(office, the_person())
    block = request.args.get("block", "")
    bodies = chosen(office, block, request.args.getlist("body"))
    proposals = [propose(office, block, body.key) for body in bodies]
    laws = {proposal.law.key: proposal.law for proposal in proposals}
    only = next(iter(laws.values())) if len(laws) == 1 else None
    form.offer(organisations_offered(office))
    form.eligibility.choices = capacities(only) if only else {}
    form.offer_capacities(() if only else list(laws.values()))
    with told_on(form):
        if form.sent():
            capacity = form.eligibility.data
            typed = {only.key: capacity} if only and capacity else form.typed_capacities()
            keys = [body.key for body in bodies]
            who = form.typed_applicant(Applicant())
            behind = form.typed_supporters()
            begun = drafts.start_together(office, block, keys, who, typed, behind, by=by())
            return to_the_batch(office, begun)
    return render_template(
        "desk/together.html",
        form=form,
        block=office.library.block(block),
        proposals=proposals,
        only=only,
        shared=(),
        bodies=[body.key for body in bodies],
        eligibility_cite=only.cite(only.eligibility.sources) if only else "",
    ), form.code


@PAGES.route("/batches/<batch>", methods=["GET", "POST"])
def batch(batch: str) -> Response | tuple[str, int]:
    """Show the members of a batch; fill what is empty in its drafts, or finalise some of them."""
    office = the_office()
    rows = batch_rows(office, office.related_requests.batch(batch))
    form = FillForm(laws_to_fill(office, rows))
    with told_on(form):
        if form.sent():
            flash(_acted(office, form, rows))
            return redirect(url_for(".batch", batch=batch))
    state = known_state(request.args.get("state", ""))
    return render_template(
        "desk/batch.html",
        form=form,
        batch=batch,
        rows=rows,
        shown=[row for row in rows if not state or row.state is state],
        counts=Counter(row.state for row in rows),
        missing=Counter(each.label for row in rows for each in row.missing),
        laws=len({row.law for row in rows}),
        languages=law_languages(office, rows),
        unapproved=_in_phase(rows, Phase.DRAFTED),
        approved=_in_phase(rows, Phase.APPROVED),
        state=state,
        states=BATCH_STATES,
        selected=selected(rows),
    ), form.code


@PAGES.get("/batches/<batch>/letters")
def letters(batch: str) -> str:
    """Show the letters of all drafts of a batch one after another, for reading and printing."""
    office = the_office()
    rows = batch_rows(office, office.related_requests.batch(batch))
    composed = []
    for draft in (row.draft for row in rows if row.draft):
        note_once(office, AuditAct.APPLICANT_SEEN, who=by(), about=draft.reference)
        applicant = office.drafts.applicant_of(draft.reference)
        composed.append(letter_with_logos(office, preview_draft(office, draft, applicant)))
    return render_template("desk/batch_letters.html", batch=batch, rows=rows, letters=composed)


def _in_phase(rows: Sequence[BatchRow], phase: Phase) -> int:
    """Return how many requests of a batch are in a phase."""
    return sum(row.row is not None and row.row.phase == phase for row in rows)


def _acted(office: Office, form: FillForm, rows: Sequence[BatchRow]) -> str:
    """Do the action of the pressed button, and return its message."""
    if language := request.form.get("language"):
        return _written(office, language, rows)
    return _filled(office, form, rows) if form.fills() else _settled(office, rows)


def _written(office: Office, wanted: str, rows: Sequence[BatchRow]) -> str:
    law, _, language = wanted.partition(" ")
    versions = {row.reference: typed_version(row.reference) for row in rows if row.draft}
    number = write_together(office, versions, law, language, by=by())
    return ngettext("{number} draft changed.", "{number} drafts changed.", number)


def _filled(office: Office, form: FillForm, rows: Sequence[BatchRow]) -> str:
    versions = {row.reference: typed_version(row.reference) for row in rows if row.draft}
    number = fill_together(office, versions, form.typed(), form.typed_capacities(), by=by())
    return ngettext("{number} draft filled in.", "{number} drafts filled in.", number)


def _settled(office: Office, rows: Sequence[BatchRow]) -> str:
    """Finalise the selected drafts, all or none. Raises BadInput if none is selected."""
    chosen_rows = [row for row in rows if row.draft and row.reference in selected(rows)]
    if not chosen_rows:
        raise BadInput("Select at least one draft.")
    versions = {row.reference: typed_version(row.reference) for row in chosen_rows}
    settle_together(office, versions, by=by())
    return gettext("All finalised. The wording is now fixed. Next, approve each letter.")


def to_the_batch(office: Office, begun: Sequence[Draft]) -> Response:
    """Redirect to the batch that was begun, or to its only draft."""
    if len(begun) == 1:
        return redirect(url_for("desk_drafting.draft", reference=begun[0].reference))
    batch = office.related_requests.of(begun[0].reference).batch
    number = len(begun)
    flash(ngettext("{number} draft started.", "{number} drafts started.", number))
    return redirect(url_for("desk_batches.batch", batch=batch))
