"""The rows of a batch: each draft or request with its law, its state and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask import request

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.law.law import Law
from tracker.services.core.office import Office
from tracker.services.drafting import drafts
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.drafting.drafts import Lack, request_languages
from tracker.services.ports.cases import CaseRow
from tracker.web.base.language import lazy_gettext, page_language, page_locale
from tracker.web.desk.base.offering import capacities
from tracker.web.desk.drafting.draft_form import WhoAsksForm
from tracker.web.desk.drafting.draft_pages import MissingShown, missing_shown
from tracker.web.desk.drafting.law_capacities import CapacitiesForm
from tracker.web.record.law.law_run import reply_time

NOT_SENT = frozenset({Phase.DRAFTED, Phase.APPROVED})


class BatchState(StrEnum):
    """How far a member of a batch is."""

    MISSING = "missing"
    READY = "ready"
    FINALISED = "finalised"
    SENT = "sent"


BATCH_STATES: Mapping[BatchState, str] = {
    BatchState.MISSING: lazy_gettext("Something missing"),
    BatchState.READY: lazy_gettext("Ready to finalise"),
    BatchState.FINALISED: lazy_gettext("Finalised"),
    BatchState.SENT: lazy_gettext("Sent"),
}
# What is missing, in two words, by field.
_MISSING = {
    "law": lazy_gettext("Law not verified"),
    "eligibility": lazy_gettext("Capacity missing"),
    "questions": lazy_gettext("No items"),
    "language": lazy_gettext("No wording"),
    "name": lazy_gettext("Name missing"),
    "address": lazy_gettext("Address missing"),
    "contact": lazy_gettext("Contact missing"),
    "signing": lazy_gettext("Decision on the signatory missing"),
    "signatory": lazy_gettext("Name differs from the signatory"),
}
_NAMES_SOMEONE = lazy_gettext("Item names a person")


@dataclass(frozen=True, slots=True)
class MissingInRow:
    """What a draft still needs, in two words and in a sentence with its address."""

    label: str
    shown: MissingShown


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One member of a batch: a draft with what it is missing, or a request with its status."""

    reference: str
    block: str
    body: str
    country: str
    law: str
    time: str
    draft: Draft | None = None
    missing: tuple[MissingInRow, ...] = ()
    row: CaseRow | None = None

    @property
    def state(self) -> BatchState:
        """Return how far it is."""
        if self.row is not None:
            return BatchState.FINALISED if self.row.phase in NOT_SENT else BatchState.SENT
        return BatchState.MISSING if self.missing else BatchState.READY


@dataclass(frozen=True, slots=True)
class LawLanguages:
    """A law of a batch, with the languages in which all its drafts could be written instead."""

    law: Law
    others: tuple[str, ...]


def law_languages(office: Office, rows: Sequence[BatchRow]) -> tuple[LawLanguages, ...]:
    """Return each law of the drafts of a batch, with its other languages."""
    written: dict[str, set[str]] = {}
    for draft in (row.draft for row in rows if row.draft):
        written.setdefault(draft.law, set()).add(draft.language)
    found = []
    for key, now in written.items():
        law = office.library.law(key)
        others = (each for each in request_languages(office, law) if now != {each})
        found.append(LawLanguages(law, tuple(others)))
    return tuple(found)


class FillForm(WhoAsksForm, CapacitiesForm):
    """What all drafts of a batch have in common, to fill in where it is empty."""

    def __init__(self, laws: Sequence[Law]) -> None:
        super().__init__()
        # The law of the missing capacities, if there is only one.
        self.only = laws[0] if len(laws) == 1 else None
        self.eligibility.choices = capacities(self.only) if self.only else {}
        self.offer_capacities(() if self.only else laws)

    def fills(self) -> bool:
        """Return whether the pressed button fills in what is empty."""
        return request.form.get("action") == "fill"

    def typed(self) -> Applicant:
        """Return what was typed of the applicant."""
        return Applicant(
            name=(self.name.data or "").strip(),
            address=(self.address.data or "").strip(),
            contact=(self.contact.data or "").strip(),
        )

    def typed_capacities(self) -> Mapping[str, str]:
        """Return the chosen capacity by law."""
        if self.only is None:
            return super().typed_capacities()
        known = {str(key) for key, *_ in self.eligibility.iter_choices()}
        chosen = self.eligibility.data or ""
        return {self.only.key: chosen} if chosen in known else {}


def batch_rows(office: Office, references: Sequence[str]) -> list[BatchRow]:
    """Return the members of a batch, sorted by body."""
    unfinished, requests = drafts_and_requests(office, references)
    with office.cases.look_all(requests) as cases:
        rows = [row for case in cases if (row := case.row())]
    found = [_draft_row(office, office.drafts.draft(each)) for each in unfinished]
    found += [replace(_row(office, row), row=row) for row in rows]
    return sorted(found, key=lambda member: member.body)


def laws_to_fill(office: Office, rows: Sequence[BatchRow]) -> tuple[Law, ...]:
    """Return the laws of the drafts whose capacity is missing, each once."""
    keys = dict.fromkeys(row.draft.law for row in rows if row.draft and not row.draft.eligibility)
    return tuple(law for key in keys if (law := office.library.law(key)).eligibility.kinds)


def selected(rows: Sequence[BatchRow]) -> frozenset[str]:
    """Return the references selected in the form; before it is sent, those that are ready."""
    if request.method == "POST":
        return frozenset(request.form.getlist("reference"))
    return frozenset(row.reference for row in rows if row.state is BatchState.READY)


def known_state(words: str) -> BatchState | None:
    """Return the state that an address names; None for all."""
    return BatchState(words) if words in set(BatchState) else None


def typed_version(reference: str) -> int:
    """Return the draft version that the page showed. Raises BadInput if it is missing."""
    version = request.form.get(f"version-{reference}", type=int)
    if version is None:
        raise BadInput("A draft was added to this batch. Check it, then finalise them all.")
    return version


def _draft_row(office: Office, draft: Draft) -> BatchRow:
    applicant = office.drafts.applicant_of(draft.reference)
    lacks = drafts.all_lacks(office, draft, applicant)
    missing = tuple(_missing(draft.reference, lack) for lack in lacks)
    return replace(_row(office, draft), draft=draft, missing=missing)


def _missing(reference: str, lack: Lack) -> MissingInRow:
    label = str(_MISSING.get(lack.field, _NAMES_SOMEONE))
    return MissingInRow(label, missing_shown(reference, lack))


def _row(office: Office, of: Draft | CaseRow) -> BatchRow:
    """Return the row of a draft or request with its names, in the page's language."""
    library, locale = office.library, page_locale()
    body, law = library.bodies.get(of.body), library.instrument(of.law)
    return BatchRow(
        reference=of.reference,
        block=library.block_title(of.block, page_language()),
        body=library.body_short_name(of.body),
        country=locale.country(body.country) if body else "",
        law=locale.words(law.title) if law else of.law,
        time=reply_time(law, office.today_at(of.body), locale) if law else "",
    )
