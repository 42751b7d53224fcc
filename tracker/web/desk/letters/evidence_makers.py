"""Who made a capture or measurement, or saved an email: entered for its draft certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex
from tracker.services.letters.bundle.court_evidence import captures_for, measurements_for
from tracker.services.letters.bundle.email_evidence import EMAIL, saved_by_hand
from tracker.services.letters.bundle.evidence_makers import (
    LONGEST_MAKER,
    EvidenceMaker,
    keep_maker,
    keep_saver,
    maker_of,
    saver_of,
)
from tracker.services.ports.keys import Locked
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office

OF_BLOCKS = Pages(
    "desk_evidence_makers", Access.DESK, "/desk/measurements/<key>/evidence/<digest>"
)
OF_MAILS = Pages("desk_email_savers", Access.DESK, "/desk/requests/<reference>/emails/<digest>")
_TYPED = {"dir": "auto", "autocomplete": "off"}


def maker_fields() -> Mapping[str, StringField]:
    """Return the fields for who made a piece of evidence."""
    at_most = lazy_gettext("At most {most} characters.", most=LONGEST_MAKER)
    too_long = Length(max=LONGEST_MAKER, message=at_most)
    return {
        "made_by": StringField(
            lazy_gettext("Who made or saved it"),
            [too_long],
            description=lazy_gettext("Name and post, for the draft certificate."),
            render_kw=_TYPED,
        ),
        "made_at": StringField(
            lazy_gettext("At what time"),
            [too_long],
            description=lazy_gettext("With the time zone, for example 14:05, Pakistan time."),
            render_kw=_TYPED,
        ),
        "made_how": StringField(
            lazy_gettext("With what device and program"),
            [too_long],
            description=lazy_gettext(
                "These three are optional. They are stored encrypted, and printed only in the "
                "bundle."
            ),
            render_kw=_TYPED,
        ),
    }


class MakerForm(PageForm):
    """Who made a piece of evidence, when and how."""

    made_by, made_at, made_how = maker_fields().values()


def typed_maker(form: PageForm) -> EvidenceMaker:
    """Return what was entered in these fields."""
    return EvidenceMaker(*((form[name].data or "").strip() for name in maker_fields()))


@dataclass(frozen=True, slots=True)
class ShownMaker:
    """A piece of evidence that gets a certificate, who made it, and the page to change that."""

    title: str
    maker: EvidenceMaker
    page: str


def maker_if_open(office: Office, block: str, sha256: str) -> EvidenceMaker | None:
    """Return who made a capture or measurement, None if this person may not see it, or the key to
    it is not open. So a page that shows it among other things asks for no password."""
    if not person_may(Act.PREPARE):
        return None
    try:
        return maker_of(office, block, sha256)
    except Locked:
        return None


def evidence_words(office: Office, block: str) -> Mapping[str, str]:
    """Return the captures and measurements of a block in words, by their hashes."""
    day = page_locale().short_day
    found = {
        each.capture.sha256: gettext(
            "Capture of {address}, {day}",
            address=each.capture.address,
            day=day(each.capture.captured_on),
        )
        for each in captures_for(office, block)
    }
    return found | {
        each.sha256: gettext(
            "Measurement asked on {day}: {rows} rows", day=day(each.asked_on), rows=each.rows
        )
        for each in measurements_for(office, block)
    }


def shown_makers(
    office: Office,
    reference: str,
    block: str,
    annexes: Sequence[BundleAnnex],
    offered: Mapping[str, str],
) -> tuple[ShownMaker, ...]:
    """Return the evidence of a bundle that a person made: the emails and enclosed evidence among
    its annexes, then the captures and measurements `offered`, by their hashes."""
    remedy = request.args.get("remedy") or None
    found: list[ShownMaker] = []

    def of_block(title: str, sha256: str) -> ShownMaker:
        page = url_for(
            "desk_evidence_makers.maker",
            key=block,
            digest=sha256,
            reference=reference,
            remedy=remedy,
        )
        return ShownMaker(title, maker_of(office, block, sha256), page)

    with office.cases.look(reference) as case:
        for annex in annexes:
            title = f"{annex.label}: {annex.title}"
            for file in annex.files:
                digest = file.paper.digest
                if file.evidence:
                    found.append(of_block(title, digest))
                elif file.paper.media == EMAIL and saved_by_hand(office, reference, digest):
                    page = url_for(
                        "desk_email_savers.saver",
                        reference=reference,
                        digest=digest,
                        remedy=remedy,
                    )
                    found.append(ShownMaker(title, saver_of(case, digest), page))
    return (*found, *(of_block(title, sha256) for sha256, title in offered.items()))


@OF_BLOCKS.route("", methods=["GET", "POST"])
def maker(key: str, digest: str) -> Response | tuple[str, int]:
    """Enter who made a capture or measurement, when and how."""
    office = the_office()
    found = office.library.block(key)
    titles = evidence_words(office, found.key)
    if digest not in titles:
        raise NotOnFile("There is no such capture or measurement. Choose one from the list.")
    known = maker_of(office, found.key, digest)
    form = MakerForm(made_by=known.name, made_at=known.moment, made_how=known.how)
    with told_on(form):
        if form.sent():
            keep_maker(office, found.key, digest, typed_maker(form), by=by())
            return _saved(key)
    return _page(form, titles[digest], key), form.code


@OF_MAILS.route("", methods=["GET", "POST"])
def saver(reference: str, digest: str) -> Response | tuple[str, int]:
    """Enter who saved an email of a request as a file, when and how."""
    office = the_office()
    with office.cases.look(reference) as case:
        named = {paper.digest: paper.name for paper in case.papers() if paper.media == EMAIL}
        known = saver_of(case, digest)
    if digest not in named:
        raise NotOnFile("This request has no such email. Choose one from the bundle.")
    form = MakerForm(made_by=known.name, made_at=known.moment, made_how=known.how)
    with told_on(form):
        if form.sent():
            keep_saver(office, reference, digest, typed_maker(form), by=by())
            return _saved()
    return _page(form, named[digest]), form.code


def _page(form: MakerForm, title: str, block: str = "") -> str:
    back, words = _back(block)
    return render_template(
        "desk/evidence_maker.html", form=form, title=title, back=back, back_words=words
    )


def _saved(block: str = "") -> Response:
    flash(gettext("Saved. The draft certificate has it."))
    return redirect(_back(block)[0])


def _back(block: str) -> tuple[str, str]:
    """Return where a page leads back to: the bundle, or the measurements of a block."""
    named = request.view_args or {}
    if reference := named.get("reference") or request.args.get("reference", ""):
        remedy = request.args.get("remedy") or None
        page = url_for("desk_packing.pack", reference=reference, remedy=remedy, _anchor="makers")
        return page, gettext("Back to the bundle")
    return url_for("desk_measuring.block", key=block), gettext("Measurements")
