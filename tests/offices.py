"""A whole office over a temporary SQLite database, at a fixed moment, for tests of use cases."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from argon2.low_level import Type, hash_secret_raw

from tests.read_once import read_packaged_once
from tests.reading_here import reader_here
from tests.ready_made import Beginning, References, made_once, may_begin, ready_made
from tests.shared import KEY as KEY
from tests.shared import KEY_FILE as KEY_FILE
from tests.shared import database_in, own_storage, shared_storage
from tracker.app.assembly import office_over
from tracker.documents.binding.binder import ConfinedBinder
from tracker.documents.cleaning.cleaner import ConfinedCleaner
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.documents.press import Press
from tracker.documents.printing import printed
from tracker.documents.wacz import WaczPackager
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, ConsentBy, ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant, Filing, Urgency
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.domain.events import KINDS
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.law.body import PublicBody
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.own.layers import FileReader
from tracker.ledger.files import KeyFile, Keys, NoteFile
from tracker.ledger.notes import Signer
from tracker.ledger.sequencer import empty_note
from tracker.ledger.signed_log import SignedLog
from tracker.mail.letters.writing import mail_text, written
from tracker.services.cases.pre_publication_notice import (
    criticised,
    notified,
    send_notice,
)
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.letterhead import LETTERHEAD
from tracker.services.office_data.demonstration import seed_demonstration
from tracker.services.ports.correspondence.fetching import Incoming
from tracker.services.ports.correspondence.letters import (
    HandedOver,
    LetterPost,
    LetterWords,
    MailEnvelope,
    ServerAnswer,
)
from tracker.services.ports.correspondence.reading import MailReading
from tracker.services.ports.holds import Hold, Holds
from tracker.services.ports.premises import Premises
from tracker.services.ports.reminders import Mail, MailDestination, Post
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.settings import templates_folder
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage
from tracker.translations import every_language, languages, spoken_languages

BY = "tester"
URGENT = Urgency("a detained reporter", "the order shows why", "8 March 2024")
_TEMPLATES = TemporaryDirectory(prefix="tracker-templates-")

read_packaged_once()


@dataclass
class Clock:
    """A moment that only a test moves."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def set(self, day: date, hour: int = 9) -> None:
        """Morning in London and afternoon in Islamabad, unless another hour (UTC) is named."""
        self.moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class NoHolds(Holds):
    """A server whose date and database nobody doubts, unless a test says otherwise."""

    said: tuple[Hold, ...] = ()

    def active(self) -> tuple[Hold, ...]:
        return self.said

    def check(self) -> tuple[Hold, ...]:
        return self.said

    def barred_by(self) -> Hold | None:
        return Hold.CLOCKS_DIFFER if Hold.CLOCKS_DIFFER in self.said else None

    def bind(self) -> None:
        pass

    def unseen_jump(self) -> timedelta:
        return timedelta()

    def note_entries(self) -> None:
        pass

    def note_database(self) -> None:
        pass

    def confirm_clock(self) -> None:
        self.said = ()

    def confirm_database(self, *, without_witness: bool = False) -> bool:
        self.said = ()
        return True


@dataclass
class Pigeonhole(Post):
    """A post that keeps what it is handed, so that a test can read it."""

    outside: bool = False
    kept: list[tuple[str, Mail]] = field(default_factory=list)

    @property
    def destination(self) -> MailDestination:
        return MailDestination("a pigeonhole", "pigeonhole", self.outside)

    def deliver(self, address: str, mail: Mail) -> None:
        self.kept.append((address, mail))


@dataclass
class LetterBox(LetterPost):
    """A letter post that keeps the letters it is handed, with the ENVID of each attempt. Each of
    `troubles` is raised in turn before it accepts a letter."""

    outside: bool = True
    addresses: AddressPattern | None = AddressPattern("*@rti.office.example")  # noqa: RUF009
    largest: int = 1 << 20
    taken: list[tuple[MailEnvelope, str]] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)

    @property
    def destination(self) -> MailDestination:
        return MailDestination("a letter box", "box", self.outside)

    def write(self, words: LetterWords) -> bytes:
        return written(words)

    def text_of(self, data: bytes) -> str:
        return mail_text(data)

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((envelope, envid))
        answer = ServerAnswer("the final dot", 250, "2.0.0 Ok: queued as 4FQ21")
        return HandedOver("mail.office.example", "4FQ21", "TLSv1.3", True, (answer,))


class FixedKey(KeyFile):
    """The key of a log, as if from a file."""

    def __init__(self, signer: Signer | None = None) -> None:
        self.keys = Keys(signer or Signer("record.example/demonstration/log-0", bytes(range(32))))

    def read(self) -> Keys:
        return self.keys

    def settle(self) -> None:
        self.keys = Keys(self.keys.signer)


class Slip(NoteFile):
    """The newest note of a log, kept in memory."""

    def __init__(self, signer: Signer | None = None) -> None:
        self.note: bytes | None = empty_note(FixedKey(signer).keys.signer)

    def read(self) -> bytes | None:
        return self.note

    def write(self, note: bytes) -> None:
        self.note = note


@cache
def the_library() -> Library:
    """The library that is shipped, read once for all tests."""
    return read_library()


def with_body(library: Library, body: PublicBody) -> Library:
    """The library with this body, which replaces one with the same key."""
    return replace(library, bodies={**library.bodies, body.key: body})


def found_office(
    url: str, folder: Path, *, live: bool = False, library: Library | None = None
) -> None:
    """Make the tables at `url`, where they are missing, and an office in them that has seen the
    library."""
    migrate(url)
    rooms = open_storage(url, folder, KEY, KEY_FILE)
    if not rooms.keys.may_open():
        rooms.keys.begin_office()
    rooms.premises.found("Test office", live=live)
    rooms.premises.note_edition((library or the_library()).digest)
    rooms.close()


@cache
def _template(live: bool, kinds: frozenset[str]) -> Path:
    """A migrated and founded database that knows these kinds of events, copied for each test."""
    known = hashlib.sha256(" ".join(sorted(kinds)).encode()).hexdigest()[:8]
    folder = Path(_TEMPLATES.name) / f"{'live' if live else 'demonstration'}-{known}"
    folder.mkdir()
    found_office(database_in(folder), folder, live=live)
    file = folder / "tracker.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        # Most tables hold nothing, and each has a page: small pages make a quarter of the file.
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 1024", "VACUUM"):
            database.execute(statement)
    return file


def founded_in(folder: Path, *, live: bool = False) -> str:
    """Put the database of a new office into a folder; its address."""
    shutil.copy(_template(live, frozenset(KINDS)), folder / "tracker.sqlite3")
    return database_in(folder)


@contextmanager
def an_office(
    folder: Path,
    *,
    live: bool = False,
    url: str = "",
    library: Library | None = None,
    key_file: bytes | None = KEY_FILE,
) -> Iterator[tuple[Office, Clock]]:
    """An office in `folder`, or on the database at `url`, which must be migrated and founded, and
    may have no key file."""
    clock, references, note = Clock(), References(), Slip()
    if url:
        with own_storage(folder, url, key_file) as rooms:
            yield _office(rooms, library or the_library(), clock, references, note), clock
        return
    founded_in(folder, live=live)
    with shared_storage(folder) as rooms:
        office = _office(rooms, library or the_library(), clock, references, note)
        steps = (live, frozenset(KINDS), id(office.library))
        with may_begin(Beginning(office, rooms, folder, references, note, steps)):
            yield office, clock


def _office(
    rooms: Storage, library: Library, clock: Clock, references: References, note: Slip
) -> Office:
    return office_over(rooms)(
        mail_reading=MailReading(
            rooms.received,
            reader_here(),
            rooms.mail_readings,
            rooms.sent_mail,
            rooms.mail_desk,
            rooms.mail_search,
        ),
        incoming=Incoming(rooms.received, rooms.mail_places, rooms.mailboxes, rooms.backed_up_by),
        letter_post=LetterBox(),
        library_reader=FileReader(spoken=spoken_languages(templates_folder() / "letters")),
        capture_packager=WaczPackager(),
        log=(log := SignedLog(rooms.log, FixedKey(), note, clock)),
        log_proofs=log,
        log_upkeep=log,
        holds=NoHolds(),
        post=Pigeonhole(),
        documents=_press(rooms.premises),
        redactor=(redactor := IsolatedRedactor()),
        binder=ConfinedBinder(redactor),
        cleaner=ConfinedCleaner(),
        library=library,
        now=clock,
        new_reference=references,
        new_message_id=lambda: f"<{token_hex(8)}@office.example>",
        password_key=cheap_password_key,
        languages=languages(),
        every_language=every_language(),
        locale=Locale,
        notice_days=7,
        public_url="https://record.example",
    )


def cheap_password_key(password: str, salt: bytes) -> bytes:
    """The key of a password by the program's own function at its smallest cost, for tests that
    are about something else."""
    return hash_secret_raw(password.encode(), salt, 1, 8, 1, 32, Type.ID)


class PrintedOnce(Press):
    """Prints each Word document once for each worker: LibreOffice takes two seconds, and the same
    document gives the same bytes (`tests/documents`)."""

    def pdf(self, docx: bytes) -> bytes:
        return _printed(docx) if self.prints else super().pdf(docx)


def forget_what_was_printed() -> None:
    """Have each Word document printed again, for a test that compares two prints."""
    _printed.cache_clear()


@lru_cache(maxsize=64)
def _printed(docx: bytes) -> bytes:
    return printed(docx)


@lru_cache(maxsize=16)
def _press(premises: Premises) -> Press:
    """The letters of an office: their wordings are read once for each storage."""
    letterhead = partial(premises.files.read, LETTERHEAD)
    return PrintedOnce(templates_folder() / "letters", None, kept=letterhead)


demonstrated = made_once(seed_demonstration)
"""Fill an office with the demonstration."""

AYESHA = Applicant("Ayesha Namoona", "House 7, Street 9\nIslamabad", "ayesha@example.org", True)


def a_paper(name: str = "proof.txt") -> Upload:
    """A small paper that is what its name claims."""
    return checked_upload(name, f"This paper is called {name}.\n".encode())


@ready_made
def a_request(
    office: Office,
    *,
    block: str = "pk-x-2024",
    body: str = "pk-pta",
    on: date = date(2024, 2, 19),
    applicant: Applicant = AYESHA,
    **changes: object,
) -> str:
    """A request that was settled, approved and sent on a day; its reference."""
    changes = {"eligibility": "citizen"} | changes
    draft = replace(start(office, block, body, by=BY), **changes)  # type: ignore[arg-type]
    if draft.urgent and applicant.urgency.missing:
        applicant = replace(applicant, urgency=URGENT)
    draft = save(office, draft, applicant, by=BY)
    settle(office, draft.reference, draft.version, on=on, by=BY)
    approve(office, draft.reference, by=BY, on=on)
    # It left before its approval is entered here, so the file that was sent is handed in.
    filing, letter = Filing("CN-778899"), a_paper("request.txt")
    proofs = [a_paper("courier.txt")]
    dispatch = SendingDetails(on, Channel.COURIER, filing, proofs, letter)
    send(office, draft.reference, dispatch, by=BY)
    return draft.reference


@ready_made
def received(office: Office, reference: str, on: date, until: date | None = None) -> Entry:
    """Proof that the body received the request on a day, or between two."""
    proof = ReceiptProof.COURIER_DELIVERY
    span = DaySpan(on, until or on)
    return prove_receipt(office, reference, span, proof, [a_paper("delivery.txt")], by=BY)


def a_received_request(office: Office) -> str:
    """A request that the body received on 26 February 2024; its reference."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    return reference


def kinds_of(office: Office, reference: str) -> list[str]:
    """The kinds of the entries of a request, in order."""
    with office.cases.look(reference) as case:
        return [entry.event.kind for entry in case.history]


def told(office: Office, reference: str, on: date) -> None:
    """Send the notice to each body of which the history says something that no notice covers yet:
    on this day, or on the day of what is said if that is later."""
    with office.cases.look(reference) as case:
        state = case_state_of(case.history)
    covered = {seq for each in notified(state) for seq in each.notice.about}
    for body, about in criticised(state).items():
        if {entry.seq for entry in about} <= covered:
            continue
        day = max(on, *(entry.event.on.latest for entry in about))
        proofs, notice = [a_paper("notice-proof.txt")], a_paper("notice.txt")
        dispatch = SendingDetails(day, Channel.COURIER, Filing("CN-778900"), proofs, notice)
        send_notice(office, reference, body, dispatch, by=BY)


def withdraw(office: Office, reference: str) -> Entry:
    """A request that was given up today."""
    with office.cases.look(reference) as case:
        body = case_state_of(case.history).body
    on = DaySpan.on(office.today_at(body))
    return record(office, reference, Withdrawn(on=on), by=BY)


def consented(office: Office, reference: str) -> str:
    """The same request, with the applicant's consent on a signed paper: without it a live office
    publishes nothing."""
    said = ConsentGiven(
        True, date(2024, 2, 18), ConsentBy.SIGNED_PAPER, paper=a_paper("consent.txt")
    )
    record_consent(office, reference, said, by=BY)
    return reference


def took_back(office: Office, reference: str, *, by: str = BY) -> None:
    """The applicant takes the consent back."""
    said = ConsentGiven(False, office.today_at("pk-pta"), ConsentBy.SPOKEN)
    record_consent(office, reference, said, by=by)
