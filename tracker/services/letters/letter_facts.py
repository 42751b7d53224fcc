"""The facts of a letter, gathered from the history, and its pleas with event and section."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.text import SOURCE
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.request import Applicant, Cosigner
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.words.letter import (
    PAGE_LINE,
    Letter,
    LetterBlock,
    LetterChoices,
    LetterFacts,
    LetterTable,
)
from tracker.domain.words.pleading import AnnexGroup, Pleading
from tracker.domain.words.pleading_edits import NO_EDITS, EditedPleading, edited
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import DECLARATIONS
from tracker.services.core.office import Writing
from tracker.services.letters.appeal_words import Plea, appeal_values
from tracker.services.letters.authority_checks import citable
from tracker.services.letters.chronology import annexed, annexes, chronology
from tracker.services.letters.cosigning import (
    identity_line,
    signature_lines,
    signatures,
    supporting,
)
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.enforcing.application import application_of, heading_of
from tracker.services.letters.enforcing.plea_of_letter import plea_of
from tracker.services.letters.folder import (
    Folder,
    block_as_asked,
    details_of,
    edits_of,
    folder_before,
    reference_line,
)
from tracker.services.letters.grounds_of_appeal import (
    circumstances,
    none_given,
    of_vacancy,
    open_questions,
    points,
)
from tracker.services.letters.letter_months import calendars
from tracker.services.letters.letter_steps import (
    extension_grounds,
    flags_of,
    given,
    later_values,
    named_values,
    silence_at,
    undecided_values,
)
from tracker.services.letters.letterhead import banner_of
from tracker.services.letters.offering import language_lacks, letter_languages
from tracker.services.letters.pleading.annex_letters import annex_list
from tracker.services.letters.pleading.composing import pleading_of
from tracker.services.letters.pleading.counting import count_blocks, count_title, counted_days
from tracker.services.letters.pleading.edited_letter import as_pleaded
from tracker.services.letters.pleading.layout import PARTS_OF, blocks_of, headings_of
from tracker.services.letters.pleading.source import AS_PARTY, PleadingSource
from tracker.services.letters.rejoining.filed_pleading import FiledPleading, filed_pleading
from tracker.services.letters.rejoining.rejoinder import rejoinder_of
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.letters.request_facts import NO_REQUEST, RequestFacts
from tracker.services.letters.wordings import parallel_text, unworded

DEFAULT = LetterChoices()


def compose(
    office: Writing,
    case: Folder,
    kind: LetterKind,
    remedy: RemedyPlace | None = None,
    chosen: LetterChoices = DEFAULT,
    on: date | None = None,
) -> Letter:
    """Return the letter as it would go out now, dated today or `on`. Raises as `writer_of`."""
    return writer_of(office, case, kind, remedy, chosen, on).letter()


def writer_of(
    office: Writing,
    case: Folder,
    kind: LetterKind,
    remedy: RemedyPlace | None = None,
    chosen: LetterChoices = DEFAULT,
    on: date | None = None,
) -> "Writer":
    """Return the writer of a letter.

    Raises NotAllowed before a request is finalised, before a remedy is open and, for a rejoinder,
    if no appeal is undecided; BadInput for a remedy that is not open or was not read, or for
    a language that the law does not accept. The letter of a remedy is in one language: if a
    sentence that it prints has no words in that language, it is in English.
    """
    case_status = case_status_of(case.history, office.library)
    now = case_status.case_state
    drafted = now.finalised if kind is LetterKind.REQUEST else now.drafted
    if drafted is None:
        raise NotAllowed("No request has been finalised yet, so there is no letter to write.")
    law = office.library.law(drafted.law)
    day = on or office.today_at(drafted.body)
    plea, kind = plea_of(kind, case_status, office.library, remedy, day)
    usual = (*letter_languages(office.documents, law, kind, drafted.language), drafted.language)
    language = chosen.language or usual[0]
    if lack := language_lacks(office.documents, law, kind, language):
        raise lack
    chosen = replace(chosen, language=language)
    silence = silence_at(case_status, remedy) if kind is LetterKind.NOTICE and remedy else None
    filed = _filed_before(office, case, plea if kind is LetterKind.REJOINDER else None, chosen)
    writer = Writer(office, case, kind, case_status, drafted, plea, chosen, day, silence, filed)
    return writer.in_english(lacking) if (lacking := writer.unworded()) else writer


def _filed_before(
    office: Writing, case: Folder, plea: Plea | None, chosen: LetterChoices
) -> FiledPleading | None:
    """Return the pleading that a rejoinder follows, as it was filed."""
    filed = plea.case_status.case_state.appealed(*plea.remedy.place) if plea else None
    if plea is None or filed is None:
        return None
    before, day = folder_before(case, filed.seq), filed.event.on.latest
    then = writer_of(office, before, LetterKind.APPEAL, plea.remedy.place, chosen, day)
    return filed_pleading(case, plea, then.pleading, then.source, then.kind)


class Writer:
    """A letter while it is composed. `instead` says why it is in English if another was meant."""

    def __init__(
        self,
        office: Writing,
        case: Folder,
        kind: LetterKind,
        case_status: CaseStatus,
        drafted: Drafted,
        plea: Plea | None,
        chosen: LetterChoices,
        today: date,
        silence: FellSilent | None = None,
        filed_before: FiledPleading | None = None,
    ) -> None:
        self.office, self.case, self.kind = office, case, kind
        self.case_status, self.drafted = case_status, drafted
        self.plea, self.silence = plea, silence
        self.law: Law = office.library.law(drafted.law)
        spoken = office.locale(chosen.language).within(self.law.country)
        self.locale: Locale = unworded.heard(spoken) if kind in REMEDY_LETTERS else spoken
        self.instead: unworded.InEnglish | None = None
        self._unworded: tuple[str, ...] = ()
        self.chosen, self.today = chosen, today
        # All that is read of the request is read now: its session may be closed later.
        self.applicant: Applicant = case.applicant()
        self._reference = reference_line(case, plea, self.locale)
        self.edits = edits_of(case, plea, office.library, self.locale, kind)
        self._filed_before, self._appeal_edits = filed_before, NO_EDITS
        if kind is LetterKind.REJOINDER:
            self._appeal_edits = edits_of(case, plea, office.library, self.locale)
        self.request: RequestFacts | None = None
        if kind is LetterKind.REQUEST:
            self.request = RequestFacts(office, drafted, self.applicant, self.locale, today)
        self.details = details_of(case)
        happened = circumstances(case_status, self.law, plea, today, self.details)
        self.pleaded = {**happened, **of_vacancy(plea, office.library, today)}
        self.annexed = annexed(kind, case_status, plea, silence)
        self._before = self._grounds_before(plea) if plea else ""
        self._english: Writer | None = None
        if parallel_text.goes_with_english(office, self.law.key, chosen.language, kind):
            told, chosen = parallel_text.in_english(office, case), replace(chosen, language=SOURCE)
            self._english = writer_of(office, told, kind, None, chosen, today)

    def unworded(self) -> tuple[str, ...]:
        """Return the sentences in English for lack of words; none for a language with pages."""
        if not unworded.is_heard(self.locale):
            return ()
        block, known = self.office.library.block(self.drafted.block), citable(self.office)
        said = unworded.texts_of_remedies(self.office.library, self.law, block, known)
        printed = self.office.documents.plain(self.letter())
        return (*self._unworded, *unworded.unworded_in(printed, said, self.locale))

    def in_english(self, lacking: tuple[str, ...] = ()) -> "Writer":
        """Return the writer of the letter in English. Raises BadInput if the law bars English."""
        chosen = replace(self.chosen, language=SOURCE)
        place = self.plea.remedy.place if self.plea else None
        english = writer_of(self.office, self.case, self.kind, place, chosen, self.today)
        english.instead = unworded.because(self.locale, lacking)
        return english

    def letter(self) -> Letter:
        """Return the letter."""
        letter = self.office.documents.compose(self.kind, self.locale.language, self.facts())
        letter = replace(letter, plain_paper=self.chosen.plain_paper)
        english = self._english.letter() if self._english else None
        return parallel_text.with_english(letter, english, self.locale) if english else letter

    def facts(self) -> LetterFacts:
        """Return everything that the letter's template may use."""
        law, locale = self.law, self.locale
        counted = calendars(self.case_status, law, self.office.library, locale, self._filed())
        return LetterFacts(
            values=self._values(),
            lists=self._lists(),
            parts=self._parts(),
            tables={"annexes": self.annex_table(), "chronology": self._chronology()},
            flags=self._flags(),
            calendars={"days-counted": counted},
            cosigners=signatures(self.office, self._signers(), locale.language),
            banner=banner_of(self.office, law, locale),
            page_line=locale.translate(PAGE_LINE),
        )

    def _rows_said(self) -> Mapping[str, str]:
        return self._appeal_edits.rows_said or self.edits.rows_said

    def _signers(self) -> tuple[Cosigner, ...]:  # beside the applicant, on the request only
        return self.applicant.cosigners if self.kind is LetterKind.REQUEST else ()

    def _chronology(self, source: PleadingSource | None = None) -> LetterTable:
        told = (self.case.history, self.case_status, self.details, self.law, self.locale)
        return counted_days(source, *told) if source else chronology(*told, self._filed())

    def _filed(self) -> date | None:
        return self.today if self.plea else None

    def _values(self) -> dict[str, str]:
        values = self._request_values()
        values |= later_values(self.case_status, self.law, self.locale, self.details)
        values |= undecided_values(self.case_status, self.law, self.silence, self.locale)
        if self.request:
            values |= self.request.values(self._supporters())
        if self.plea:
            told = (self.office.library, self.locale, self.applicant.recipient, self._rows_said())
            values |= appeal_values(self.plea, *told)
            values |= heading_of(self.kind, self._source(self.plea, values))
        return values

    @cached_property
    def drafted_pleading(self) -> Pleading | None:
        """Return the pleading of a remedy as the program drafts it, None for another letter."""
        source = self.source
        if source is None:
            return None
        if self.kind is LetterKind.ENFORCEMENT:
            return application_of(source)
        if self._filed_before:
            return rejoinder_of(source, self._filed_before)
        return pleading_of(source)

    @property
    def source(self) -> PleadingSource | None:
        """Return what the pleading of a remedy is composed from, None for another letter."""
        return self._source(self.plea, self._values()) if self.plea else None

    @cached_property
    def edited(self) -> EditedPleading | None:
        """Return the pleading with the edits of the office, None for another letter."""
        return edited(self.drafted_pleading, self.edits) if self.drafted_pleading else None

    @property
    def pleading(self) -> Pleading | None:
        """Return the pleading as the letter has it, None for another letter."""
        return as_pleaded(self.edited) if self.edited else None

    def _source(self, plea: Plea, values: Mapping[str, str]) -> PleadingSource:
        hears = self.office.library.bodies.get(plea.remedy.to)
        said = {**values, "grounds-before": self._before}
        if hears and hears.without_members(self.today):
            said |= {"without-members": hears.key}
        if self._respondent() != self.drafted.body:
            said["handed-on"] = self._respondent()
        if self.kind is LetterKind.ENFORCEMENT:
            said[AS_PARTY] = self._respondent()
        return PleadingSource(
            plea,
            self.pleaded,
            self.drafted,
            block_as_asked(self.case, self.office.library.block(self.drafted.block)),
            self.office.library,
            self.locale,
            self.chosen,
            self.applicant.name,
            self.today,
            self.annexed,
            citable(self.office),
            said,
            self.details,
            frozenset(self._appeal_edits.items_out or self.edits.items_out),
            self._appeal_edits.rows_out or self.edits.rows_out,
            self._rows_said(),
        )

    def count_of_time(self) -> tuple[str, tuple[LetterBlock, ...]]:
        """Return the title and content of the sheet that counts the time of a remedy.

        Raises NotAllowed for another letter.
        """
        if self.plea is None or self.pleading is None:
            raise NotAllowed("Only the letter of a remedy has a count of time.")
        source = self._source(self.plea, self._values())
        blocks = count_blocks(self._chronology(source), source)
        return count_title(self.pleading, source), blocks

    def _grounds_before(self, plea: Plea) -> str:
        """Return the grounds of the step before, if its letter was written here."""
        filed = next(iter(steps_before(plea)), None)
        joined = forum_of(self.law, plea.stage).decider
        if not joined or filed is None or not isinstance(filed.event, AppealFiled):
            return ""
        place, day = (filed.event.stage, filed.event.opening), filed.event.on.latest
        if not self.case_status.case_state.remedy_letter(*place):
            return ""
        then = folder_before(self.case, filed.seq)
        of = writer_of(self.office, then, LetterKind.APPEAL, place, self.chosen, day)
        self._unworded = of.instead.sentences if of.instead else ()
        return headings_of(of.pleading, of.locale) if of.pleading else ""

    def _parts(self) -> Mapping[str, tuple[LetterBlock, ...]]:
        if self.pleading is None:
            return {}
        return blocks_of(self.pleading, PARTS_OF[self.kind], self.locale)

    def annex_table(self) -> LetterTable:
        """Return the annexes: of a remedy by letters, of any other letter by numbers."""
        if self.pleading is None:
            return annexes(self.annexed, self.law, self.locale)
        own = self.pleading.annexes
        if self.kind is LetterKind.REJOINDER:
            own = tuple(each for each in own if each.group is AnnexGroup.LATER)
        return annex_list(own, self.locale)

    def _request_values(self) -> dict[str, str]:
        library, respondent = self.office.library, self._respondent()
        own, first = self.applicant.recipient, self.kind is LetterKind.REQUEST
        return {
            "reference": self._reference,
            "today": self.locale.short_day(self.today),
            **named_values(library, self.law, self.drafted, respondent, own, self.locale, first),
            "applicant_name": self.applicant.name,
            "applicant_address": self.applicant.address,
            "applicant_contact": self.applicant.contact,
            "applicant_identity": identity_line(self.applicant, self.chosen, self.locale),
            "settled_on": self.locale.day(self.drafted.on.latest),
            "answer_by": self.locale.day(self.today + timedelta(days=self.office.notice_days)),
        }

    def _respondent(self) -> str:
        """Return the body that a request asks, or that must answer, or had to at the time."""
        if self.silence:
            return self.silence.body
        if self.plea:
            return self.plea.respondent()
        asks = self.kind is LetterKind.REQUEST  # which no later transfer changes
        return self.drafted.body if asks else self.case_status.case_state.acting_body

    def _lists(self) -> dict[str, tuple[str, ...]]:
        unanswered = self.silence or none_given(self.case_status)
        return {
            "records": tuple(asked.words for asked in self.drafted.questions),
            "points": self._points(),
            "supporters": self._supporters(),
            "open_questions": () if unanswered else open_questions(self.case_status),
            "given": given(self.case_status),
            "extension_grounds": extension_grounds(self.case_status, self.law, self.locale),
            "declarations": tuple(self.locale.say(DECLARATIONS[d]) for d in self.chosen.declares),
            "signature": signature_lines(self.applicant, self.kind),
            **(self.request.lists() if self.request else NO_REQUEST),
        }

    def _supporters(self) -> tuple[str, ...]:
        organisations = self.office.library.organisations
        return supporting(self.drafted.supporters, self._signers(), organisations, self.locale)

    def _points(self) -> tuple[str, ...]:
        found = points(self.law, self.kind, self.pleaded, self.locale)
        return () if self.silence else tuple(found)  # for bodies that are asked, not appeal bodies

    def _flags(self) -> frozenset[str]:
        if self.silence:
            told = {"undecided-appeal", *(("has-annexes",) if self.annexed else ())}
            return frozenset({*told, *(("supporters",) if self.drafted.supporters else ())})
        flags = flags_of(self.case_status, self.law, self.pleaded, annexes=bool(self.annexed))
        flags |= {"handed-on"} if self._respondent() != self.drafted.body else set()
        flags |= {"supporters"} if self._supporters() else set()
        return frozenset({*flags, self.drafted.eligibility})
