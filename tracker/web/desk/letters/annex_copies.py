"""Copies for annexes that the request has no file of: handed in, replaced and withdrawn.

The copy of a decision has its page under the authority, any other under its request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.letters.bundle.annex_copies import (
    COPY,
    MOST_COPY_PAGES,
    CopyPlace,
    copies_of,
    copy_pdf,
    keep_copy,
    place_of_copy,
    place_of_decision,
    takes_copy,
    withdraw_copy,
)
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex
from tracker.services.letters.bundle.court_bundle import offered_annexes
from tracker.services.ports.cases import Paper
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.places import place_in
from tracker.web.desk.base.words import purpose_name

PAGES = Pages("desk_annex_copies", Access.DESK, "/desk/requests/<reference>/annexes/<key>")
OF_DECISIONS = Pages("desk_decision_copies", Access.DESK, "/desk/authorities/<key>/copy")


class CopyForm(PageForm):
    """The file of a copy, or a document that the request has already."""

    held = SelectField(
        lazy_gettext("Document of this request"),
        description=lazy_gettext("Choose it here if the request has the document already."),
    )
    file = Papers(
        lazy_gettext("File"),
        needed=lazy_gettext("Choose the file."),
        single=True,
        description=lazy_gettext(
            "We store it as a PDF, without links, scripts and attached files. At most {most} "
            "pages.",
            most=MOST_COPY_PAGES,
        ),
    )

    def __init__(self, held: Mapping[str, Paper], suggested: str = "") -> None:
        super().__init__(held=suggested)
        if not held:
            del self.held
            return
        named = {key: f"{each.name} ({purpose_name(each.purpose)})" for key, each in held.items()}
        self.held.choices = {"": gettext("None of these")} | named
        if self.held.data:
            self.file.needed = ""


@dataclass(frozen=True, slots=True)
class _CopyPage:
    """What the page of a copy is about: its place, its title, and where it leads back to."""

    place: CopyPlace
    title: str
    back: str
    back_words: str


@PAGES.route("", methods=["GET", "POST"])
def annex(reference: str, key: str) -> Response:
    """Show the copy of an annex, and store one for it."""
    office = the_office()
    found = _annex(office, reference, key)
    about = _CopyPage(
        place_of_copy(reference, key),
        f"{found.label}: {found.title}",
        _bundle(reference),
        gettext("Back to the bundle"),
    )
    held, suggested = _held(office, reference, found)
    return _page(about, CopyForm(held, suggested), held)


@PAGES.post("/withdraw")
def withdraw(reference: str, key: str) -> Response:
    """Withdraw the copy of an annex."""
    withdraw_copy(the_office(), _of_request(reference, key), by=by())
    flash(gettext("Copy withdrawn."))
    return redirect(url_for(".annex", reference=reference, key=key, remedy=_remedy()))


@PAGES.get("/copy.pdf")
def pdf(reference: str, key: str) -> Response:
    """Return the copy of an annex that the bundle prints."""
    return _pdf(_of_request(reference, key))


@OF_DECISIONS.route("", methods=["GET", "POST"])
def decision(key: str) -> Response:
    """Show the office’s copy of a decision, and store one."""
    office = the_office()
    place = place_of_decision(office, key)
    title = worded(office.library.authority(key).cite)
    if reference := request.args.get("reference", ""):
        back, words = _bundle(reference), gettext("Back to the bundle")
    else:
        back = url_for("desk_authorities.page", key=key)
        words = gettext("Back to the authority")
    return _page(_CopyPage(place, title, back, words), CopyForm({}), {})


@OF_DECISIONS.post("/withdraw")
def withdraw_decision(key: str) -> Response:
    """Withdraw the office’s copy of a decision."""
    office = the_office()
    withdraw_copy(office, place_of_decision(office, key), by=by())
    flash(gettext("Copy withdrawn."))
    return redirect(
        url_for(
            ".decision", key=key, remedy=_remedy(), reference=request.args.get("reference") or None
        )
    )


@OF_DECISIONS.get("/copy.pdf")
def decision_file(key: str) -> Response:
    """Return the office’s copy of a decision."""
    return _pdf(place_of_decision(the_office(), key))


@PAGES.app_template_global("copy_page_of")
def copy_page_of(reference: str, key: str) -> str:
    """Return the address of the page on which the copy of an annex is handed in."""
    place = place_of_copy(reference, key)
    if place.reference:
        return url_for("desk_annex_copies.annex", reference=reference, key=key, remedy=_remedy())
    return url_for(
        "desk_decision_copies.decision", key=place.about, reference=reference, remedy=_remedy()
    )


@PAGES.app_template_global("decision_has_copy")
def decision_has_copy(key: str) -> bool:
    """Return whether the office has a copy of a decision."""
    office = the_office()
    return any(not each.ended for each in copies_of(office, place_of_decision(office, key)))


def _page(about: _CopyPage, form: CopyForm, held: Mapping[str, Paper]) -> Response:
    office = the_office()
    with told_on(form):
        if form.sent():
            keep_copy(office, about.place, _chosen(office, about.place, form, held), by=by())
            flash(gettext("Copy saved. The bundle prints it behind its sheet."))
            return redirect(about.back)
    listed = copies_of(office, about.place)
    page = render_template(
        "desk/annex_copy.html",
        form=form,
        about=about,
        now=next((each for each in listed if not each.ended), None),
        before=[each for each in listed if each.ended],
        people=office.people_names,
    )
    return scripted(page, form.code)


def _chosen(office: Office, place: CopyPlace, form: CopyForm, held: Mapping[str, Paper]) -> Upload:
    """Return the file that was handed in, or else the document that was chosen."""
    if upload := form.file.first:
        return upload
    paper = held[form.held.data]
    return Upload(paper.name, office.archive.read(place.reference, paper.digest), paper.media)


def _held(office: Office, reference: str, annex: BundleAnnex) -> tuple[Mapping[str, Paper], str]:
    """Return the documents of a request that can be an annex, by their digests, and the one that
    may be this annex: it was enclosed, and comes from the site that the report names."""
    with office.cases.look(reference) as case:
        found = {each.digest: each for each in case.papers() if each.purpose != COPY}
        documents = case.applicant().documents
    for each in documents:
        if annex.may_be(each.address) and each.digest in found:
            return found, each.digest
    return found, ""


def _annex(office: Office, reference: str, key: str) -> BundleAnnex:
    """Return an annex that takes a copy. Raises NotOnFile if the letter has none with this key."""
    place = place_in(request.args.get("remedy", ""))
    for each in offered_annexes(office, reference, place):
        if each.key == key and takes_copy(key) and place_of_copy(reference, key).reference:
            return each
    raise NotOnFile("This annex is not in the letter any more. Check the bundle.")


def _of_request(reference: str, key: str) -> CopyPlace:
    place = place_of_copy(reference, key)
    if not takes_copy(key) or not place.reference:
        raise NotOnFile("This annex is not in the letter any more. Check the bundle.")
    return place


def _pdf(place: CopyPlace) -> Response:
    office = the_office()
    for each in copies_of(office, place):
        if not each.ended:
            return send_file(
                BytesIO(copy_pdf(office, place, each)),
                MEDIA_TYPES["pdf"],
                as_attachment=True,
                download_name=f"{place.key}.pdf",
            )
    raise NotOnFile("There is no copy of this annex. Hand in the file first.")


def _bundle(reference: str) -> str:
    return url_for("desk_packing.pack", reference=reference, remedy=_remedy(), _anchor="copies")


def _remedy() -> str | None:
    return request.args.get("remedy") or None
