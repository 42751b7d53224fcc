"""A lawyer's private decision on the signatory of a request, where reprisals are noted."""

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.core.roles import Act
from tracker.services.people.reprisals import (
    LONGEST_SIGNER,
    LONGEST_SIGNING_REASON,
    decide_signing,
    reprisals_of,
)
from tracker.services.ports.risks import Reprisal, SigningDecision
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.unfinished_forms import draft_of

PAGES = Pages("desk_signing", Access.DESK, "/desk/drafts/<reference>/signing")
_SIGNERS = {
    "applicant": lazy_gettext("The applicant"),
    "organisation": lazy_gettext("An organisation that supports the request"),
    "other": lazy_gettext("Someone else in place of the applicant"),
    "nobody": lazy_gettext("Nobody: the request is not sent"),
}


class SigningShown(NamedTuple):
    """A decision on the signatory, in words and with the name of the lawyer."""

    decision: SigningDecision
    words: str
    lawyer: str


class SigningForm(PageForm):
    """The signatory, and the reason."""

    signs = RadioField(
        lazy_gettext("Signatory"),
        [InputRequired(lazy_gettext("Choose who signs."))],
        choices=lambda: {key: str(words) for key, words in _SIGNERS.items()},
    )
    name = StringField(
        lazy_gettext("Name of the organisation or person who signs"),
        [
            Length(
                max=LONGEST_SIGNER,
                message=lazy_gettext(
                    "Name must be {most} characters or fewer.", most=f"{LONGEST_SIGNER:,}"
                ),
            )
        ],
        description=lazy_gettext(
            "Leave this empty if the applicant signs. The letter can be finalised only if "
            "it has this name in place of the applicant’s."
        ),
    )
    why = TextAreaField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Enter the reason.")),
            Length(
                max=LONGEST_SIGNING_REASON,
                message=lazy_gettext(
                    "Reason must be {most} characters or fewer.",
                    most=f"{LONGEST_SIGNING_REASON:,}",
                ),
            ),
        ],
        description=lazy_gettext("Private. Kept with the request, and never published."),
        filters=[plain_lines],
    )


@PAGES.route("", methods=["GET", "POST"])
def signing(reference: str) -> Response | tuple[str, int]:
    """Show the reprisals noted for the body of a draft, and record who signs."""
    office = the_office()
    draft, _ = draft_of(office, reference)
    before = office.drafts.signing(reference)
    form = SigningForm(
        signs=before.signs if before else None,
        why=before.why if before else "",
        name=before.name if before else "",
    )
    with told_on(form):
        if form.sent():
            name, why = form.name.data or "", form.why.data or ""
            decide_signing(office, reference, form.signs.data, why, name=name, by=by())
            flash(gettext("Decision on the signatory saved."))
            return redirect(url_for("desk_drafting.letter", reference=reference))
    return render_template(
        "desk/signing.html",
        form=form,
        draft=draft,
        body=office.library.body(draft.body),
        block=office.library.block(draft.block),
    ), form.code


@PAGES.app_template_global("reprisals_shown")
def _reprisals(body: str) -> list[tuple[Reprisal, str]]:
    """Return the reprisals that count for a body, each with the name of the person who noted it.
    Guests see none."""
    if not person_may(Act.NOTE):
        return []
    office = the_office()
    noted = reprisals_of(office, body)
    names = office.people_names if noted else {}
    return [(each, names.get(each.noted_by, each.noted_by)) for each in noted]


@PAGES.app_template_global("signing_shown")
def _signing(reference: str) -> SigningShown | None:
    """Return the decision on the signatory of a request; None without one, and for guests."""
    office = the_office()
    decided = office.drafts.signing(reference) if person_may(Act.NOTE) else None
    if decided is None:
        return None
    lawyer = office.people_names.get(decided.by, decided.by)
    return SigningShown(decided, str(_SIGNERS[decided.signs]), lawyer)
