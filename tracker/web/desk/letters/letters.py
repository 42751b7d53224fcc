"""The letters of a request: each as it would be sent now, with the choices made for it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from io import BytesIO
from typing import Any

from flask import redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.events.correspondence.letter_finalised import (
    AFTER_FILING,
    PLEADINGS,
    REMEDY_LETTERS,
)
from tracker.domain.law.law import LetterKind
from tracker.domain.words.conditions import conditional_sentences
from tracker.domain.words.letter import Declaration, Letter, LetterChoices
from tracker.domain.words.pleading import LetteredAnnex
from tracker.services.cases.approving_letters import (
    ApprovalNow,
    approval_now,
    finalised_before_edits,
)
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.core.recording import FrozenLetter
from tracker.services.core.roles import Act
from tracker.services.letters.bundle.bundle_source import newer_than
from tracker.services.letters.editing import OpenPleading, pleading_in
from tracker.services.letters.filling import places_to_fill
from tracker.services.letters.frozen_letters import (
    FinalLetter,
    final_letter,
    finalise_letter,
    frozen_letter,
)
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.offering import Offer, fitting, letter_languages
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.letters.request_pack import request_pack
from tracker.services.letters.wordings.taking_on import barred_languages, require_usable
from tracker.services.letters.wordings.unworded import InEnglish
from tracker.services.ports.cases import CaseFile
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.filters import language_name
from tracker.web.base.language import flash_caution, gettext, page_locale, refused
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import done
from tracker.web.desk.base.dossier import Dossier, dossier_of
from tracker.web.desk.base.places import place_in
from tracker.web.desk.base.words import DECLARED, LETTERS
from tracker.web.desk.drafting.logos import letter_with_logos
from tracker.web.desk.letters.addressing import (
    before_a_court,
    goes_to,
    letter_title,
    logs_filing,
    speaks_against,
)
from tracker.web.desk.letters.pleading_places import places_form

PAGES = Pages("desk_letters", Access.DESK, "/desk/requests/<reference>/letters")
_OF_REMEDIES = (LetterKind.APPEAL, LetterKind.INTERNAL_REVIEW, LetterKind.REJOINDER)
# Letters that declare by choice. An appeal has a row for it.
DECLARING = (LetterKind.INTERNAL_REVIEW, LetterKind.REJOINDER)


class _LetterAct(StrEnum):
    """What a person does with a letter, in this order."""

    FILL = "fill"
    APPROVE = "approve"
    FINALISE = "finalise"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """The letter of a remedy that was filed, and the documents that are newer than it."""

    final: FinalLetter
    newer: tuple[LetteredAnnex, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A letter with everything that its page shows beside it; `frozen` are its fixed files."""

    dossier: Dossier
    kind: LetterKind
    letter: Letter
    chosen: LetterChoices
    frozen: FrozenLetter | None
    place: RemedyPlace | None
    instead: InEnglish | None = None
    approval: ApprovalNow | None = None
    outdated: bool = False
    pleading: OpenPleading | None = None
    filed: FiledLetter | None = None

    @property
    def fixed(self) -> FrozenLetter | None:
        """Return the files of an approved request, which goes out exactly as approved, or of a
        letter that was filed."""
        return self.frozen if self.kind is LetterKind.REQUEST or self.filed else None

    @property
    def acts(self) -> tuple[_LetterAct, ...]:
        """Return what this person can do with the letter, the next act first."""
        left = self.pleading is not None and bool(places_to_fill(self.pleading))
        open_now = self.pleading and not (self.approval and self.approval.holds)
        final = self.frozen is not None and not self.outdated
        if self.filed:
            return (_LetterAct.DOWNLOAD,)
        can = {
            _LetterAct.FILL: left and person_may(Act.DRAFT),
            _LetterAct.APPROVE: bool(open_now) and person_may(Act.APPROVE) and not left,
            _LetterAct.FINALISE: self.kind is not LetterKind.REQUEST
            and person_may(Act.FILE)
            and not final,
            _LetterAct.DOWNLOAD: True,
        }
        return tuple(act for act in _LetterAct if can[act])

    def word(self, office: Office) -> bytes:
        """Return the Word document as it was approved or filed, or as it would go out today.

        Raises NotAllowed for a wording that this office may not send yet.
        """
        if self.fixed:
            return office.archive.read(self.dossier.reference, self.fixed.word)
        require_usable(office, self.dossier.law, self.letter.language)
        return office.documents.docx(self.letter, self.dossier.today)

    def text(self, office: Office) -> bytes:
        """Return the text of the email as approved or filed, or as it would go out today.

        Raises NotAllowed for a wording that this office may not send yet.
        """
        if self.fixed:
            return office.archive.read(self.dossier.reference, self.fixed.text)
        require_usable(office, self.dossier.law, self.letter.language)
        return office.documents.plain(self.letter).encode()


@PAGES.get("/<kind>")
def letter(reference: str, kind: str) -> str:
    """Show a letter as it would be sent now; a letter for a remedy uses the remedy in the
    address."""
    office = the_office()
    shown = _composed(office, reference, kind)
    dossier, place = shown.dossier, _place()
    return render_template(
        "desk/letter.html",
        dossier=dossier,
        kind=kind,
        chosen=shown.chosen,
        query=request.args.to_dict(flat=False),
        remedy=request.args.get("remedy", ""),
        **_filing_shown(office, shown, place),
        letter=letter_with_logos(office, shown.letter),
        frozen=shown.frozen,
        **_text_shown(office, shown),
        filed=shown.filed,
        rows_at=_rows_at(shown),
        pleading=shown.pleading,
        places=places_form(shown.pleading) if shown.pleading and not shown.filed else None,
        places_at=_rows_at(shown, "places"),
        row_at=partial(_rows_at, shown, "row"),
        approval=shown.approval,
        approver=_name_of(office, shown.approval),
        outdated=shown.outdated,
        finalises=_finalises(shown),
        acts=shown.acts,
        shows_authorities=shown.kind in _OF_REMEDIES and person_may(Act.BROWSE),
        approve_at=_rows_at(shown, "approve"),
        languages=[(key, language_name(key)) for key in written_in(office, dossier, shown.kind)],
        declared=DECLARED if shown.kind in DECLARING else {},
        language=shown.letter.language,
        instead=shown.instead if not shown.filed else None,
        live=office.live,
        prints=office.documents.prints,
        annexed=shown.kind is LetterKind.REQUEST and bool(dossier.drafted.enclosures),
    )


def _filing_shown(office: Office, shown: _Shown, place: RemedyPlace | None) -> dict[str, Any]:
    """Return the name of a letter, its recipient, the reasons against filing it today, and the
    step that logs its filing."""
    of = (office, shown.dossier, shown.kind, place)
    return {
        "title": letter_title(*of),
        "court": before_a_court(*of),
        "addressee": goes_to(*of),
        "against": speaks_against(*of),
        "logs_filing": logs_filing(*of),
    }


def _text_shown(office: Office, shown: _Shown) -> dict[str, Any]:
    """Return the text of a letter that does not change any more, empty before, and the sentences
    of a letter that make it conditional."""
    fixed = shown.text(office).decode() if shown.fixed else ""
    text = fixed or office.documents.plain(shown.letter)
    return {"fixed": fixed, "conditions": conditional_sentences(text)}


def _finalises(shown: _Shown) -> bool:
    """Return whether the person may finalise this letter now."""
    open_still = not shown.fixed and not shown.filed and shown.kind is not LetterKind.REQUEST
    return open_still and person_may(Act.FILE)


@PAGES.get("/<kind>.docx")
def letter_docx(reference: str, kind: str) -> Response:
    """Return a letter as a Word document."""
    office = the_office()
    shown = _composed(office, reference, kind)
    data = shown.word(office)
    name = f"{shown.kind}-{reference}.docx"
    return send_file(BytesIO(data), MEDIA_TYPES["docx"], as_attachment=True, download_name=name)


@PAGES.post("/<kind>.pdf")
def letter_pdf(reference: str, kind: str) -> Response:
    """Return a letter as a PDF made from the Word document.

    It is a POST because rendering takes a while.
    """
    office = the_office()
    shown = _composed(office, reference, kind)
    data = office.documents.pdf(shown.word(office))
    name = f"{shown.kind}-{reference}.pdf"
    return send_file(BytesIO(data), MEDIA_TYPES["pdf"], as_attachment=True, download_name=name)


@PAGES.get("/<kind>.txt")
def letter_text(reference: str, kind: str) -> Response:
    """Return a letter as plain text for an email."""
    office = the_office()
    shown = _composed(office, reference, kind)
    words = shown.text(office)
    name = f"{shown.kind}-{reference}.txt"
    return send_file(BytesIO(words), MEDIA_TYPES["txt"], as_attachment=True, download_name=name)


@PAGES.post("/request.zip")
def request_annexes(reference: str) -> Response:
    """Return the letter of a request with its annexes as a ZIP."""
    made = request_pack(the_office(), reference, by=by())
    answer = Response(kept_open(made.chunks), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


@PAGES.post("/<kind>/finalise")
def finalise(reference: str, kind: str) -> Response:
    """Fix the bytes of a letter that is ready to be sent."""
    office = the_office()
    shown = _composed(office, reference, kind)
    try:
        finalise_letter(office, reference, shown.kind, shown.place, shown.chosen, by=by())
    except NotAllowed as refusal:
        flash_caution(refused(refusal))
        query: dict[str, Any] = request.args.to_dict(flat=False)
        return redirect(url_for(".letter", reference=reference, kind=kind, **query))
    return done(
        reference,
        gettext("Letter finalised. Its files are in the timeline and do not change."),
    )


def _name_of(office: Office, approval: ApprovalNow | None) -> str:
    """Return the name of the person who approved a letter; empty if nobody did."""
    account = office.people.account(approval.approval.by) if approval else None
    return account.name if account else ""


def _rows_at(shown: _Shown, page: str = "rows", row: str | None = None) -> str:
    """Return the address at which the letter of a remedy is edited; empty for other letters."""
    if shown.kind not in PLEADINGS or shown.filed or not person_may(Act.BROWSE):
        return ""
    return url_for(
        f"desk_pleading.{page}",
        reference=shown.dossier.reference,
        remedy=_pleading_key(shown) or request.args.get("remedy") or None,
        language=shown.letter.language,
        row=row,
    )


def _pleading_key(shown: _Shown) -> str:
    """Return the name of a pleading in addresses, empty for one that is not shown as rows."""
    place = shown.pleading.place if shown.pleading else None
    return f"{place.stage}:{place.opening}" if place else ""


def _place() -> RemedyPlace | None:
    """Return the remedy that the address names; None for a letter after filing."""
    place = place_in(request.args.get("remedy", ""))
    return None if place and place[0] in AFTER_FILING else place


def letter_choices() -> LetterChoices:
    """Return the choices in the address; unknown declarations are ignored."""
    wanted = request.args.getlist("declare")
    return LetterChoices(
        language=request.args.get("language", ""),
        declares=tuple(each for each in Declaration if each in wanted),
        identity="identity" in request.args,
        plain_paper="plain" in request.args,
    )


def _composed(office: Office, reference: str, kind: str) -> _Shown:
    """Return the letter of a kind.

    Raises NotOnFile for an unknown kind, and NotAllowed if the letter does not fit now.
    """
    if kind not in LETTERS:
        raise NotOnFile(
            "There is no letter “{kind}”. There are: {known}.", kind=kind, known=", ".join(LETTERS)
        )
    with office.cases.look(reference) as case:
        dossier, chosen = dossier_of(office, case), letter_choices()
        offers = fitting(dossier.case_status, office.library, dossier.today)
        offer = _offered(LetterKind(kind), _place(), offers)
        place = offer.place if offer.silence else _place()
        writer = writer_of(office, case, offer.kind, place, chosen)
        frozen = frozen_letter(office, writer, place)
        letter = writer.letter()
        shown = _Shown(dossier, writer.kind, letter, chosen, frozen, place, writer.instead)
        if writer.kind not in PLEADINGS:
            return shown
        filed = _filed(office, case, writer) if writer.kind in REMEDY_LETTERS else None
        if filed:
            return replace(shown, frozen=filed.final.frozen, filed=filed)
        if not person_may(Act.BROWSE):
            return shown
        found = pleading_in(writer)
        outdated = finalised_before_edits(office, case, found)
        approval = approval_now(office, case, found)
        return replace(shown, approval=approval, outdated=outdated, pleading=found)


def _filed(office: Office, case: CaseFile, writer: Writer) -> FiledLetter | None:
    """Return the letter of a remedy as it was filed, None while it was not."""
    final = final_letter(office, case, writer.plea.remedy.place) if writer.plea else None
    if final is None or final.filed is None:
        return None
    return FiledLetter(final, newer_than(final, writer, page_locale(), as_logged=True))


def _offered(kind: LetterKind, place: RemedyPlace | None, offers: tuple[Offer, ...]) -> Offer:
    """Return the offer that an address means. Raises NotAllowed if no such letter fits now."""
    alike = REMEDY_LETTERS if kind in REMEDY_LETTERS else (kind,)
    if not (meant := [offer for offer in offers if offer.kind in alike]):
        raise NotAllowed("This letter is not due yet. Check the request to see which letters are.")
    return next((offer for offer in meant if offer.place == place), meant[0])


def written_in(office: Office, dossier: Dossier, kind: LetterKind) -> tuple[str, ...]:
    """Return the languages to choose from.

    A live office is offered only wordings that were reviewed or taken on, and the language of the
    request.
    """
    first = dossier.drafted.language
    known = letter_languages(office.documents, dossier.law, kind, first)
    barred = barred_languages(office, dossier.law) - {first}
    return tuple(key for key in known if key not in barred)
