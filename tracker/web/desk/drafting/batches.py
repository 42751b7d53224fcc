"""The same request to several bodies, begun, reviewed and finalised as one batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.office import Office
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import chosen, propose
from tracker.services.drafting.drafts import Lack
from tracker.services.ports.cases import CaseRow
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.offering import capacities, organisations_offered
from tracker.web.desk.drafting.draft_form import ApplicantForm

PAGES = Pages("desk_batches", Door.DESK, "/desk")
NOT_SENT = frozenset({Phase.DRAFTED, Phase.APPROVED})


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a batch: a draft with what it is missing, or a request with its status."""

    reference: str
    block: str
    body: str
    draft: Draft | None = None
    lacks: tuple[Lack, ...] = ()
    row: CaseRow | None = None

    @property
    def sent(self) -> bool:
        """Return whether the letter was sent."""
        return self.row is not None and self.row.phase not in NOT_SENT


@PAGES.route("/new/together", methods=["GET", "POST"])
def together() -> Response | tuple[str, int]:
    """Begin drafts to all bodies in the address, with the applicant typed once.

    Either all are begun or none.
    """
    office, form = the_office(), ApplicantForm(cosigners=[{}])
    block = request.args.get("block", "")
    bodies = chosen(office, block, request.args.getlist("body"))
    proposals = [propose(office, block, body.key) for body in bodies]
    laws = {proposal.law.key: proposal.law for proposal in proposals}
    # A capacity has a meaning under one law only: with several laws, each draft asks for its own.
    only = next(iter(laws.values())) if len(laws) == 1 else None
    form.offer(organisations_offered(office))
    form.eligibility.choices = capacities(only) if only else {}
    with told_on(form):
        if form.sent():
            typed = {only.key: form.eligibility.data or ""} if only else {}
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
    """Show the progress of a batch; finalise all its drafts, or none."""
    office, form = the_office(), PageForm()
    members = _members(office, office.related_requests.batch(batch))
    with told_on(form):
        if form.sent():
            versions = {m.reference: _version(m.reference) for m in members if m.draft}
            drafts.settle_together(office, versions, by=by())
            flash(gettext("All finalised. The wording is now fixed. Next, approve each letter."))
            return redirect(url_for(".batch", batch=batch))
    unfinished = [member for member in members if member.draft]
    return render_template(
        "desk/batch.html",
        form=form,
        members=members,
        drafts=unfinished,
        ready=bool(unfinished) and not any(member.lacks for member in unfinished),
        settled=len(members) - len(unfinished),
        sent=sum(member.sent for member in members),
    ), form.code


def to_the_batch(office: Office, begun: Sequence[Draft]) -> Response:
    """Redirect to the batch that was begun, or to its only draft."""
    if len(begun) == 1:
        return redirect(url_for("desk_drafting.draft", reference=begun[0].reference))
    batch = office.related_requests.of(begun[0].reference).batch
    number = len(begun)
    flash(ngettext("{number} draft started.", "{number} drafts started.", number))
    return redirect(url_for("desk_batches.batch", batch=batch))


def _members(office: Office, references: Sequence[str]) -> list[Member]:
    unfinished = {draft.reference for draft in office.drafts.all()}
    with office.cases.look_all([each for each in references if each not in unfinished]) as cases:
        rows = [row for case in cases if (row := case.row())]
    found = [_left(office, office.drafts.draft(each)) for each in references if each in unfinished]
    found += [
        Member(
            row.reference,
            office.library.block_title(row.block),
            office.library.body_short_name(row.body),
            row=row,
        )
        for row in rows
    ]
    return sorted(found, key=lambda member: member.body)


def _left(office: Office, draft: Draft) -> Member:
    applicant = office.drafts.applicant_of(draft.reference)
    return Member(
        draft.reference,
        office.library.block_title(draft.block),
        office.library.body_short_name(draft.body),
        draft=draft,
        lacks=drafts.lacks(office, draft, applicant),
    )


def _version(reference: str) -> int:
    """Return the draft version that the page showed. Raises BadInput if it is missing."""
    version = request.form.get(f"version-{reference}", type=int)
    if version is None:
        raise BadInput("A draft was added to this batch. Check it, then finalise them all.")
    return version
