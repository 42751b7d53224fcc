"""The office: the ports, the library and the clock, in one frozen bundle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.library import Library
from tracker.services.core.i18n import Language, Locale

if TYPE_CHECKING:
    # Only annotations name these: a letter without an office does not load them all.
    from tracker.services.ports.alerts import Subscriptions
    from tracker.services.ports.captures import CapturePackager, CaptureStore
    from tracker.services.ports.case_rows import CaseRows, Recalculators
    from tracker.services.ports.cases import Archive, Cases
    from tracker.services.ports.correspondence.fetching import Incoming
    from tracker.services.ports.correspondence.letters import (
        LetterPost,
        LetterQueue,
        LettersByMail,
        RequestAddresses,
    )
    from tracker.services.ports.correspondence.reading import MailReading
    from tracker.services.ports.correspondence.scan_reading import ScanReader, ScanTexts
    from tracker.services.ports.correspondence.silence_holds import SilenceHolds
    from tracker.services.ports.data import DataFiles
    from tracker.services.ports.documents import Binder, Documents, FileCleaner, PhotographStore
    from tracker.services.ports.drafts import Drafts, RelatedRequests
    from tracker.services.ports.holds import Holds
    from tracker.services.ports.keys import KeyHolders, KeyOpening, KeyRenewal, PersonKeys
    from tracker.services.ports.log import Ledger, LogProofs, LogUpkeep
    from tracker.services.ports.measurements import MeasurementStore
    from tracker.services.ports.own_library import LawSignatures, LibraryReader, OwnLibrary
    from tracker.services.ports.people import People
    from tracker.services.ports.premises import Premises
    from tracker.services.ports.publishing import PendingPublications, Redactor, SharedPreviews
    from tracker.services.ports.records import Records
    from tracker.services.ports.recovery import Recovery
    from tracker.services.ports.reminders import (
        MorningSummaries,
        Outbox,
        Post,
        ReminderChoices,
        Reminders,
        Watchers,
    )
    from tracker.services.ports.search import PrivateSearch
    from tracker.services.ports.workbook import (
        AuthorityCheck,
        AuthorityChecks,
        TakenWording,
        TakenWordings,
        Workbook,
    )


class Today(Protocol):
    """The current date at a public body."""

    def today_at(self, body: str) -> date:
        """Return the day where a public body sits."""

    def latest_today(self) -> date:
        """Return the latest day anywhere among the public bodies."""


class Calculating(Protocol):
    """Everything needed to calculate the deadlines of a request."""

    @property
    def library(self) -> Library: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    def today_at(self, body: str) -> date: ...


@dataclass(frozen=True)
class LibraryAt:
    """A law library at a moment: enough to calculate the deadlines of a request."""

    library: Library
    moment: datetime

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def today_at(self, body: str) -> date:
        """Return the date of the moment where a public body sits."""
        return _day_at(self.library, self.moment, body)


class Writing(Protocol):
    """Everything needed to write a letter. `live` is false in a demonstration."""

    @property
    def documents(self) -> Documents: ...

    @property
    def library(self) -> Library: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def locale(self) -> Callable[[str], Locale]: ...

    @property
    def notice_days(self) -> int: ...

    @property
    def live(self) -> bool: ...

    def file(self, name: str) -> bytes | None:
        """Return a file of the office, None if there is none with that name."""

    def today_at(self, body: str) -> date: ...

    def evidence(self, block: str, language: str) -> Mapping[Enclosure, str]:
        """Return what of a block's dossier a request may annex, with the words for it, the oldest
        first: public measurements that letters may quote and that have words in a language, with
        the address of their page, and public captures of pages."""

    def printable_authorities(self) -> Mapping[str, AuthorityCheck]:
        """Return the checks of the authorities that letters may cite, by the key of each: opened,
        no stay found, and not changed in the library since."""

    def wordings_taken_on(self) -> Mapping[tuple[str, str], TakenWording]:
        """Return the statements of lawyers on wordings, by law and language."""


@dataclass(frozen=True)
class LetterContext:
    """Everything needed to write a letter without an office."""

    documents: Documents
    library: Library
    now: Callable[[], datetime]
    locale: Callable[[str], Locale]
    notice_days: int
    live: bool = True

    def today_at(self, body: str) -> date:
        """Return the current date where a public body sits."""
        return _day_at(self.library, self.now(), body)

    def file(self, name: str) -> bytes | None:
        """Return None: without an office there are no files."""
        return None

    def evidence(self, block: str, language: str) -> Mapping[Enclosure, str]:
        """Return nothing: without an office there is no dossier."""
        return {}

    def printable_authorities(self) -> Mapping[str, AuthorityCheck]:
        """Return nothing: without an office nobody checked an authority."""
        return {}

    def wordings_taken_on(self) -> Mapping[tuple[str, str], TakenWording]:
        """Return nothing: without an office nobody took on a wording."""
        return {}


@dataclass(frozen=True)
class Office:
    """Everything a use case may touch.

    `now` returns an aware datetime, and nothing else reads the clock. `password_key` makes a key
    of a password and a salt, slowly. `languages` are those of the pages by code, the source
    language first, and `every_language` those of letters too. `read_only` means that every change
    is refused.
    """

    cases: Cases
    case_rows: CaseRows
    drafts: Drafts
    related_requests: RelatedRequests
    pending_publications: PendingPublications
    shared_previews: SharedPreviews
    records: Records
    people: People
    key_opening: KeyOpening
    person_keys: PersonKeys
    key_holders: KeyHolders
    key_renewal: KeyRenewal
    private_search: PrivateSearch
    archive: Archive
    recovery: Recovery
    documents: Documents
    redactor: Redactor
    binder: Binder
    cleaner: FileCleaner
    premises: Premises
    data: DataFiles
    reminders: Reminders
    watchers: Watchers
    reminder_choices: ReminderChoices
    morning_summaries: MorningSummaries
    outbox: Outbox
    subscriptions: Subscriptions
    post: Post
    workbook: Workbook
    photographs: PhotographStore
    measurements: MeasurementStore
    captures: CaptureStore
    authority_checks: AuthorityChecks
    taken_wordings: TakenWordings
    own_library: OwnLibrary
    law_signatures: LawSignatures
    mail_reading: MailReading
    incoming: Incoming
    request_addresses: RequestAddresses
    letters_by_mail: LettersByMail
    letter_queue: LetterQueue
    silence_holds: SilenceHolds
    scan_texts: ScanTexts
    letter_post: LetterPost
    library_reader: LibraryReader
    capture_packager: CapturePackager
    log: Ledger
    log_proofs: LogProofs
    log_upkeep: LogUpkeep
    holds: Holds
    library: Library
    now: Callable[[], datetime]
    new_reference: Callable[[], str]
    new_message_id: Callable[[], str]
    password_key: Callable[[str, bytes], bytes]
    languages: Mapping[str, Language]
    every_language: Mapping[str, Language]
    locale: Callable[[str], Locale]
    notice_days: int
    public_url: str
    read_only: bool = False
    library_mark: int = 0
    scan_reader: ScanReader | None = None
    recalculators: Recalculators | None = None

    @property
    def live(self) -> bool:
        """Return whether requests are really filed, and this is no demonstration."""
        return self.premises.state().live

    @property
    def unreviewed_languages(self) -> frozenset[str]:
        """Return the languages whose wording no native reader has reviewed.

        A live office writes no letter in them.
        """
        return frozenset(c for c, known in self.every_language.items() if not known.reviewed)

    @property
    def people_names(self) -> Mapping[str, str]:
        """Return the name of every person with an account, by the account."""
        return {account.id: account.name for account in self.people.accounts()}

    def today_at(self, body: str) -> date:
        """Return the current date where a public body sits."""
        return _day_at(self.library, self.now(), body)

    def file(self, name: str) -> bytes | None:
        """Return a file of the office, None if there is none with that name."""
        return self.premises.files.read(name)

    def evidence(self, block: str, language: str) -> Mapping[Enclosure, str]:
        """Return what of a block's dossier a request may annex, with the words for it."""
        told = [each.finding for each in self.measurements.published(block) if each.stands]
        page = f"{self.public_url}/blocks/{block}/measurements"
        measured = {
            Enclosure(EnclosureKind.MEASUREMENT, each.digest): f"{each.says[language]} ({page})"
            for each in reversed(told)
            if each.for_letters and language in each.says
        }
        pages = [each.capture for each in self.captures.published(block) if each.stands]
        locale = self.locale(language)
        captured = {
            Enclosure(EnclosureKind.CAPTURE, each.sha256): locale.say(
                "Capture of {address}, saved on {day}",
                address=locale.together(each.address),
                day=locale.short_day(each.captured_on),
            )
            for each in reversed(pages)
        }
        return measured | captured

    def printable_authorities(self) -> Mapping[str, AuthorityCheck]:
        """Return the checks of the authorities that letters may cite, by the key of each."""
        known = self.library.authorities
        return {
            key: check
            for key, check in self.authority_checks.in_force().items()
            if key in known and check.lets_cite(known[key].digest)
        }

    def wordings_taken_on(self) -> Mapping[tuple[str, str], TakenWording]:
        """Return the statements of lawyers on wordings, by law and language."""
        return self.taken_wordings.in_force()

    def latest_today(self) -> date:
        """Return the latest current date at any body in the library."""
        return max(self.library.days_at(self.now()))


def _day_at(library: Library, now: datetime, body: str) -> date:
    if body not in library.bodies:
        # The earliest day anywhere: a body that the library no longer has is not accused early.
        return min(library.days_at(now))
    return now.astimezone(ZoneInfo(library.zone_of(library.body(body).key))).date()
