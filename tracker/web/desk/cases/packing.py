"""The bundle of a remedy as one PDF or as separate files, and an identity number for letters."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.base.text import Text
from tracker.domain.law.bundle import BundlePart
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.identifying import keep_identity
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.proof_sheet import dispatch_proofs
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.bundle.annex_copies import takes_copy
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex, enclosed_hashes
from tracker.services.letters.bundle.bundle_plan import MOST_BUNDLE_PAGES, TEXTS, BundleChoices
from tracker.services.letters.bundle.court_bundle import (
    court_bundle,
    offered_annexes,
    require_printable,
)
from tracker.services.letters.bundle.court_evidence import captures_for
from tracker.services.letters.bundle.court_papers import BLANK_FORMS
from tracker.services.letters.bundle.forum_bundle import bundle_order
from tracker.services.letters.bundle.progress import BundleStep, progress_of
from tracker.services.letters.filling import left_to_do
from tracker.services.letters.frozen_letters import final_letter
from tracker.services.letters.remedies import RemedyPlace
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.filters import language_name
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.places import place_in
from tracker.web.desk.cases.remedies import NextLetter, letters
from tracker.web.desk.letters.evidence_makers import evidence_words, shown_makers
from tracker.web.desk.letters.letters import written_in

PAGES = Pages("desk_packing", Access.DESK, "/desk/requests/<reference>")
LONGEST_NUMBER = 60
# What a start of LibreOffice takes on a small server.
_SECONDS_A_START = 4
_PLACE = re.compile(r"[1-9][0-9]?")


# The parts of a bundle, by their names on this page.
BUNDLE_PARTS: Mapping[BundlePart, str] = {
    BundlePart.INDEX: lazy_gettext("Index with page numbers"),
    BundlePart.DATES: lazy_gettext("List of dates"),
    BundlePart.PLEADING: lazy_gettext("The pleading"),
    BundlePart.ANNEXES: lazy_gettext("Annexes, each after a sheet"),
    BundlePart.CERTIFICATES: lazy_gettext("Draft certificates for electronic evidence"),
    BundlePart.CERTIFIED_COPIES: lazy_gettext("Application for certified copies"),
    BundlePart.AFFIDAVIT: lazy_gettext("Affidavit, blank"),
    BundlePart.AUTHORITY: lazy_gettext("Letter of authority, blank"),
    BundlePart.VAKALATNAMA: lazy_gettext("Vakalatnama, blank, if counsel appears"),
}
# The steps in which a bundle is made.
BUNDLE_STEPS: Mapping[BundleStep, str] = {
    BundleStep.READING: lazy_gettext("Reading the request"),
    BundleStep.DRAWING: lazy_gettext("Drawing the annexes"),
    BundleStep.PRINTING: lazy_gettext("Printing our own documents"),
    BundleStep.NUMBERING: lazy_gettext("Entering the page numbers in the index"),
    BundleStep.BINDING: lazy_gettext("Binding the parts"),
}
# Parts that are left out unless a person chooses them.
_ON_DEMAND = frozenset(BLANK_FORMS)


class PackForm(PageForm):
    """The choices for the bundle of one remedy."""

    language = SelectField(lazy_gettext("Language of the letter"))
    identity = BooleanField(lazy_gettext("Print the applicant’s identity number"))
    parts = SelectMultipleField(lazy_gettext("Documents in the bundle"))
    annexes = SelectMultipleField(
        lazy_gettext("Annexes to include"),
        description=lazy_gettext("What you leave out keeps its place and is filed separately."),
    )
    evidence = SelectMultipleField(
        lazy_gettext("Captures and measurements to add"),
        description=lazy_gettext("Each gets a draft certificate, which someone has to check."),
    )
    with_pdf = BooleanField(
        lazy_gettext("Add each letter as a PDF to the separate files"),
        description=lazy_gettext("This takes about 15 seconds. Select the button once and wait."),
    )

    def __init__(
        self,
        office: Office,
        dossier: Dossier,
        order: Sequence[BundlePart],
        annexes: Mapping[str, str],
        evidence: Mapping[str, str],
    ) -> None:
        self.order = order
        for_a_citizen = dossier.drafted.eligibility == "for-a-citizen"
        wanted = [p for p in self.order if p not in _ON_DEMAND]
        if for_a_citizen:
            wanted.append(BundlePart.AUTHORITY)
        # A page that only downloads has the choices in its address.
        super().__init__(
            request.args if request.args.get("parts") else None,
            language=dossier.drafted.language,
            parts=wanted,
            annexes=list(annexes),
            evidence=(),
        )
        self.parts.choices = {part.value: BUNDLE_PARTS[part] for part in self.order}
        self._offered = frozenset(annexes)
        self.offered_evidence = evidence
        self.annexes.choices, self.evidence.choices = dict(annexes), dict(evidence)
        known = written_in(office, dossier, LetterKind.APPEAL)
        self.language.choices = {key: language_name(key) for key in known}
        if not dossier.applicant.identity:
            del self.identity
        if not office.documents.prints:
            del self.with_pdf

    @property
    def chosen(self) -> LetterChoices:
        """Return the choices for the letter."""
        return LetterChoices(
            language=self.language.data,
            identity="identity" in self and bool(self.identity.data),
        )

    def place_of(self, part: str) -> int:
        """Return the place that a person gave a part, or that of the forum’s order."""
        typed = (request.form or request.args).get(f"place-{part}", "")
        usual = self.order.index(BundlePart(part)) + 1
        return int(typed) if _PLACE.fullmatch(typed) else usual

    @property
    def ordered(self) -> tuple[BundlePart, ...]:
        """Return the chosen parts in their order."""
        chosen = [part for part in self.order if part.value in (self.parts.data or ())]
        return tuple(sorted(chosen, key=self.place_of))

    @property
    def bundle(self) -> BundleChoices:
        """Return the choices for the PDF."""
        out = self._offered - set(self.annexes.data or ())
        return BundleChoices(self.chosen, self.ordered, out, tuple(self.evidence.data or ()))

    @property
    def wants_pdf(self) -> bool:
        """Return whether the letters are added as PDF."""
        return "with_pdf" in self and bool(self.with_pdf.data)


class IdentityForm(PageForm):
    """The number of an identity card, for laws that want it in a letter."""

    identity = StringField(
        lazy_gettext("Identity number"),
        [
            Length(
                max=LONGEST_NUMBER,
                message=lazy_gettext("Number must be 60 characters or fewer."),
            )
        ],
        description=lazy_gettext("Leave it empty to remove it."),
    )


@dataclass(frozen=True, slots=True)
class _Packing:
    """The remedy of a bundle, its annexes, the form of the choices, the rule of the forum on the
    order, empty if none was read, and what it wants filed."""

    reference: str
    block: str
    place: RemedyPlace | None
    words: str
    annexes: Sequence[BundleAnnex]
    form: PackForm
    rule: str
    wants: tuple[tuple[Text, str], ...]


@PAGES.route("/pack", methods=["GET", "POST"])
@requires_confirmation
def pack(reference: str) -> Response | tuple[str, int]:
    """Take the choices for the bundle of a remedy; return its files in a ZIP, or lead to the page
    that makes one PDF."""
    packing = _packing(reference)
    form = packing.form
    with told_on(form):
        if form.sent() and request.form.get("as") == "pdf":
            require_printable(the_office(), form.ordered)
            return redirect(f"{url_for('.making', reference=reference)}?{_choices()}")
        if form.sent():
            zipped = appeal_pack(
                the_office(),
                reference,
                packing.place,
                form.chosen,
                with_pdf=form.wants_pdf,
                parts=form.ordered,
                evidence=form.bundle.evidence,
                beside=dispatch_proofs(the_office(), reference),
                by=by(),
            )
            return _download(kept_open(zipped.chunks), "application/zip", zipped.name)
    return _pack_page(packing)


@PAGES.get("/pack/making")
@requires_confirmation
def making(reference: str) -> Response:
    """Say how long the PDF takes, and have the browser fetch it. The page stays until it comes."""
    packing = _packing(reference)
    chosen = request.query_string.decode()
    return action_page(
        "pack_making",
        packing.form,
        reference,
        seconds=_seconds(packing.annexes, packing.form.bundle.left_out),
        file=f"{url_for('.bundle_file', reference=reference)}?{chosen}",
        back=f"{url_for('.pack', reference=reference)}?{chosen}",
        progress=f"{url_for('.progress', reference=reference)}?{chosen}",
    )


@PAGES.get("/pack/progress")
@requires_confirmation
def progress(reference: str) -> Response:
    """Show which part of the bundle is being made. The page then reloads itself."""
    office, chosen = the_office(), request.query_string.decode()
    made = progress_of(office, reference, by())
    return action_page(
        "pack_progress",
        PageForm(),
        reference,
        step_words=BUNDLE_STEPS[made.step] if made else "",
        made=made,
        slow=bool(made and made.slow(office.now())),
        stopped=bool(made and made.stopped(office.now())),
        again=f"{url_for('.making', reference=reference)}?{chosen}",
    )


@PAGES.get("/pack/bundle.pdf")
@requires_confirmation
def bundle_file(reference: str) -> Response | tuple[str, int]:
    """Return the bundle as one PDF; the page of the choices if it cannot be made."""
    packing = _packing(reference)
    form = packing.form
    with told_on(form):
        if form.validate():
            made = court_bundle(the_office(), reference, packing.place, form.bundle, by=by())
            return _download(made.data, "application/pdf", made.name)
        form.code = 422
    return _pack_page(packing)


def _packing(reference: str) -> _Packing:
    office = the_office()
    dossier = open_dossier(office, reference)
    step = _step(office, dossier)
    place = place_in(step.remedy)
    offered = offered_annexes(office, reference, place)
    annexes = {each.key: f"{each.label}: {each.title}" for each in offered if each.files}
    enclosed = enclosed_hashes(offered)
    evidence = {
        key: words
        for key, words in evidence_words(office, dossier.block.key).items()
        if key not in enclosed
    }
    stage = place[0] if place else ""
    order, cite = bundle_order(dossier.law, stage), dossier.law.cite
    rule = cite(order.sources, page_locale().language)
    wants = tuple(
        (each.says, cite(each.sources, page_locale().language))
        for each in forum_of(dossier.law, stage).wants
    )
    form = PackForm(office, dossier, order.parts, annexes, evidence)
    return _Packing(reference, dossier.block.key, place, step.words, offered, form, rule, wants)


def _pack_page(packing: _Packing) -> Response:
    office, reference = the_office(), packing.reference
    captured = [each.capture.address for each in captures_for(office, packing.block)]
    return action_page(
        "pack",
        packing.form,
        reference,
        sends_to=url_for(".pack", reference=reference, remedy=request.args.get("remedy") or None),
        words=packing.words,
        rule=packing.rule,
        wants=packing.wants,
        most_pages=MOST_BUNDLE_PAGES,
        seconds=_seconds(packing.annexes, frozenset()),
        places=_places_left(office, reference, packing.place),
        copies=[each for each in packing.annexes if takes_copy(each.key)],
        captured=[e.key for e in packing.annexes if any(map(e.may_be, captured))],
        makers=shown_makers(
            office, reference, packing.block, packing.annexes, packing.form.offered_evidence
        ),
    )


def _choices() -> str:
    """Return what was chosen, as the address of another page says it."""
    chosen = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "as") and not name.startswith("confirm-")
    ]
    remedy = request.args.get("remedy", "")
    return urlencode([*chosen, *([("remedy", remedy)] if remedy else [])])


def _seconds(annexes: Sequence[BundleAnnex], left_out: frozenset[str]) -> int:
    """Return about how many seconds a PDF takes: LibreOffice starts for the letters, for the pages
    with numbers, for all texts together, and for each Word document."""
    inside = [file.paper.media for e in annexes if e.key not in left_out for file in e.files]
    starts = 2 + any(each in TEXTS for each in inside) + inside.count(MEDIA_TYPES["docx"])
    seconds = starts * _SECONDS_A_START + len(inside)
    return -(-seconds // 5) * 5


def _places_left(office: Office, reference: str, place: RemedyPlace | None) -> int:
    """Return how many places of the letter are still to be filled in; none once it is final."""
    with office.cases.look(reference) as case:
        if place and final_letter(office, case, place):
            return 0
        return len(left_to_do(office, case, place).places)


def _download(content: bytes | Iterable[bytes], mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@PAGES.route("/identity", methods=["GET", "POST"])
def identity(reference: str) -> Response | tuple[str, int]:
    """Save an identity number, or remove it."""
    dossier = open_dossier(the_office(), reference)
    form = IdentityForm(identity=dossier.applicant.identity)
    with told_on(form):
        if form.sent():
            keep_identity(the_office(), reference, form.identity.data or "")
            return done(reference, gettext("Identity number saved."))
    return action_page("identity", form, reference)


def _step(office: Office, dossier: Dossier) -> NextLetter:
    """Return the letter of the remedy in the address; of the first one if it names none.

    Raises NotAllowed if there is none, NotOnFile for a remedy that has no letter.
    """
    found = [step for step in letters(office, dossier) if step.kind is LetterKind.APPEAL]
    if not found:
        raise NotAllowed("There is no bundle yet: no right to a remedy has arisen.")
    named = request.args.get("remedy", "")
    for step in found:
        if named in ("", step.remedy):
            return step
    raise NotOnFile("There is no such remedy. Choose one on the request page.")
