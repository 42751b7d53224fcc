"""The assembly of all parts: opens the office of an instance."""

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import make_msgid
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import mail
from tracker.app.backup_signing import sign_backup
from tracker.app.health import hold_problems
from tracker.app.keys import derived, office_mark
from tracker.app.mail_reading import mail_reading
from tracker.app.office_log import signed_log
from tracker.app.office_storage import holds_of, open_storage_of, require_ready
from tracker.documents.binding.binder import ConfinedBinder
from tracker.documents.cleaning.cleaner import ConfinedCleaner
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.documents.press import Press
from tracker.documents.sandbox.memory_folder import remove_abandoned
from tracker.documents.scans.scan_reader import TesseractScanReader
from tracker.documents.wacz import WaczPackager
from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.case.request import ALPHABET, REFERENCE_LENGTH
from tracker.domain.correspondence.check_marks import CheckMarks
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.faults import LibraryFaults
from tracker.lawfiles.own.layers import FileReader
from tracker.ledger.signed_log import SignedLog
from tracker.mail.dropped import DroppedFiles
from tracker.mail.imap import ImapServer, ImapSource
from tracker.parallel.recalculators import RecalculatingProcesses
from tracker.services.core.audit import OPERATOR
from tracker.services.core.current_library import with_current_library
from tracker.services.core.holds import refuse_if_barred
from tracker.services.core.office import Office
from tracker.services.letters.letterhead import LETTERHEAD
from tracker.services.office_data.demonstration import DEMONSTRATOR
from tracker.services.office_data.recovery import add_recovery_key
from tracker.services.people.accounts import add_account, link_for
from tracker.services.people.private_access import password_key
from tracker.services.ports.cases import ReadOnlyOffice
from tracker.services.ports.correspondence.fetching import MAILBOX, Incoming
from tracker.services.ports.correspondence.letters import LetterPost
from tracker.services.ports.holds import Noticed
from tracker.services.ports.keys import GROUP_ITSELF, OpenKey
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.reminders import Post
from tracker.settings import Settings, letters_folder, templates_folder
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.long_work import Begin, untold
from tracker.storage.office_data.restore import remove_half_restored
from tracker.storage.office_data.upkeep import copy_before_migration, migrate, rebuild_derived
from tracker.storage.opening import Storage
from tracker.translations import every_language, languages, locale, spoken_languages

if TYPE_CHECKING:
    from flask import Flask


def build_office(settings: Settings, library: Library | None = None) -> Office:
    """Return the office of these settings, for as long as the process lives.

    Raises LibraryFaults for a library with faults, BadInput for a missing key, and a refusal for a
    database that is older or newer than the code.
    """
    rooms = open_storage_of(settings)
    try:
        return _office(settings, rooms, library or read_library(settings.library))
    except BaseException:
        rooms.close()
        raise


@contextmanager
def open_office(
    settings: Settings,
    library: Library | None = None,
    library_mark: int = 0,
    noticed: Noticed | None = None,
) -> Iterator[Office]:
    """Open the office for one piece of work, and close its database afterwards.

    `library` may have the office's own entries as of `library_mark`. `noticed` is what this or an
    earlier process has noticed. Raises as `build_office` does.
    """
    with closing(open_storage_of(settings)) as rooms:
        known = library or read_library(settings.library)
        yield _office(settings, rooms, known, library_mark, noticed)


def _office(
    settings: Settings,
    rooms: Storage,
    library: Library,
    library_mark: int = 0,
    noticed: Noticed | None = None,
) -> Office:
    require_ready(settings, rooms)
    state = rooms.premises.state()
    log, redactor = signed_log(settings, rooms.log, noticed), IsolatedRedactor()
    office = office_over(rooms)(
        capture_packager=WaczPackager(),
        log=log,
        log_proofs=log,
        log_upkeep=log,
        holds=holds_of(rooms, log, noticed),
        post=_post(settings, live=state.live),
        mail_reading=mail_reading(settings, rooms, live=state.live),
        incoming=_incoming(settings, rooms, live=state.live),
        letter_post=_letter_post(settings, live=state.live),
        scan_reader=TesseractScanReader() if settings.reads_scans else None,
        recalculators=RecalculatingProcesses(),
        documents=_press(settings, rooms, state.name),
        redactor=redactor,
        binder=ConfinedBinder(redactor),
        cleaner=ConfinedCleaner(),
        library=library,
        library_mark=library_mark,
        library_reader=FileReader(settings.library, spoken_languages(letters_folder())),
        now=lambda: datetime.now(UTC),
        new_reference=new_reference,
        new_message_id=lambda: make_msgid(domain=settings.mail_from.rpartition("@")[2]),
        password_key=password_key,
        languages=languages(),
        every_language=every_language(),
        locale=locale,
        notice_days=settings.notice_days,
        public_url=settings.public_url,
        read_only=settings.serving.read_only,
    )
    return with_current_library(office) if noticed is None else _if_it_can_be_read(office)


def _if_it_can_be_read(office: Office) -> Office:
    """Return the office with its own entries as they are now.

    If the library files have faults, return it with the entries of the round before. The step that
    loads a changed library reports the faults.
    """
    try:
        return with_current_library(office)
    except LibraryFaults:
        return office


def office_over(rooms: Storage) -> partial[Office]:
    """Return what makes an office over this storage, given everything else that it needs."""
    return partial(
        Office,
        cases=rooms.cases,
        case_rows=rooms.case_rows,
        drafts=rooms.drafts,
        related_requests=rooms.related_requests,
        pending_publications=rooms.pending_publications,
        shared_previews=rooms.shared_previews,
        records=rooms.records,
        people=rooms.people,
        key_opening=rooms.keys,
        person_keys=rooms.keys,
        key_holders=rooms.keys,
        key_renewal=rooms.keys,
        private_search=rooms.private_search,
        archive=rooms.archive,
        recovery=rooms.recovery,
        premises=rooms.premises,
        data=rooms.data,
        reminders=rooms.reminders,
        watchers=rooms.reminders,
        reminder_choices=rooms.reminders,
        morning_summaries=rooms.reminders,
        outbox=rooms.outbox,
        subscriptions=rooms.subscriptions,
        workbook=rooms.workbook,
        photographs=rooms.photographs,
        measurements=rooms.measurements,
        captures=rooms.captures,
        authority_checks=rooms.authority_checks,
        taken_wordings=rooms.taken_wordings,
        own_library=rooms.own_library,
        law_signatures=rooms.law_signatures,
        request_addresses=rooms.letters_by_mail,
        letters_by_mail=rooms.letters_by_mail,
        letter_queue=rooms.letters_by_mail,
        silence_holds=rooms.silence_holds,
        scan_texts=rooms.scan_texts,
    )


def _incoming(settings: Settings, rooms: Storage, *, live: bool) -> Incoming:
    chosen, box = settings.received_mail, settings.received_mail.mailbox
    domains = chosen.domains
    if settings.mail_addresses:
        domains |= {settings.mail_addresses.domain.lower()}
    return Incoming(
        mails=rooms.received,
        places=rooms.mail_places,
        mailboxes=rooms.mailboxes,
        backed_up_by=rooms.backed_up_by,
        sources=(ImapSource(MAILBOX, ImapServer(**asdict(box))),) if live and box else (),
        files=DroppedFiles(chosen.dropped) if chosen.dropped else None,
        domains=domains,
        envelope_header=chosen.recipient_header,
        request_of=rooms.letters_by_mail.request_of,
        check_marks=CheckMarks(derived(settings.key(), "marks of check mails")),
    )


def _press(settings: Settings, rooms: Storage, name: str) -> Press:
    return Press(
        letters_folder(),
        settings.letterhead,
        (name,) if name else (),
        partial(rooms.premises.files.read, LETTERHEAD),
    )


@contextmanager
def open_log(settings: Settings) -> Iterator[SignedLog]:
    """Open the public log alone, for what an operator does to it."""
    with closing(open_storage_of(settings)) as rooms:
        require_ready(settings, rooms)
        yield signed_log(settings, rooms.log)


def require_entering(settings: Settings) -> None:
    """Raise OnHold if this machine may enter nothing. Otherwise bind this thread to the database
    server that was checked."""
    # Without an instance each command says what it needs.
    if not settings.key_file.exists():
        return
    with closing(open_storage_of(settings)) as rooms:
        require_ready(settings, rooms)
        refuse_if_barred(holds_of(rooms, signed_log(settings, rooms.log)))


def is_live(settings: Settings) -> bool:
    """Return whether the office of these settings is live."""
    with closing(open_storage_of(settings)) as rooms:
        return rooms.premises.state().live


def _post(settings: Settings, *, live: bool) -> Post:
    """Return the way out for mail. A demonstration never writes to anyone outside."""
    sender = settings.mail_from
    if server := _server(settings, live=live):
        return mail.SmtpPost(server, sender)
    if settings.mail_folder:
        return mail.FolderPost(settings.mail_folder, sender)
    return mail.ConsolePost(sender)


def _letter_post(settings: Settings, *, live: bool) -> LetterPost:
    """Return the way out for letters to bodies. A demonstration writes them to a folder."""
    addresses, largest = settings.mail_addresses, settings.largest_letter
    if server := _server(settings, live=live):
        return mail.SmtpLetterPost(server, addresses, largest)
    folder = settings.mail_folder or settings.instance / "mail"
    return mail.LetterFolder(folder, addresses, largest)


def _server(settings: Settings, *, live: bool) -> mail.Server | None:
    return mail.server_of(settings.mail_server) if live and settings.mail_server else None


def found_office(
    settings: Settings,
    *,
    live: bool,
    name: str,
    email: str,
    admin_name: str = "",
    recovery_key: str = "",
) -> tuple[Account, str]:
    """Create the instance, its database, its office and the first account, an administrator.

    Without `admin_name` that person is called by the address, as everyone is without a name.
    Backups and private words are sealed to `recovery_key` from the start. Returns the account, and
    the token of the one-time link with which that person sets a password.
    Raises NotAllowed if this database already has an office, and BadInput on a read-only machine.
    """
    settings.serving.require_writable()
    library = read_library(settings.library)
    settings.make_instance()
    if not live:
        settings.make_office_key()
    migrate(settings.database_url)
    with closing(open_storage_of(settings)) as rooms:
        rooms.premises.found(name, live=live)
        office_key = rooms.keys.begin_office()
        rooms.premises.note_edition(library.digest)
        signed_log(settings, rooms.log).begin(settings.host_name, live=live)
        office = _office(settings, rooms, library)
        account = add_account(office, email or DEMONSTRATOR, admin_name, RoleName.ADMIN)
        with rooms.keys.opened(OpenKey(GROUP_ITSELF, lambda: office_key)):
            if recovery_key:
                add_recovery_key(office, recovery_key, "", by=OPERATOR)
            return account, link_for(office, account)


def bring_up(settings: Settings, *, new_key: bool = False, begin: Begin = untold) -> Path | None:
    """Upgrade the database to this program's tables, and finish interrupted work.

    Files that are missing are created. With `new_key` the key of this machine replaces a lost one.
    Returns the path of the copy made before the upgrade; None if there was nothing to change.
    """
    if settings.serving.read_only:
        raise ReadOnlyOffice
    try:
        sign = sign_backup(settings)
    except BadInput:
        # A log that lost its key gets another one only once the database is up to date.
        sign = None
    kept = copy_before_migration(settings.database_url, settings.instance, sign, begin)
    migrate(settings.database_url, begin)
    with closing(open_storage_of(settings)) as rooms:
        if new_key:
            rooms.premises.take_mark(office_mark(settings.key()))
        require_ready(settings, rooms)
        # A bucket that does not answer is asked again by the scheduler.
        with suppress(StorageTrouble):
            rooms.share_erasures()
        rooms.erase_again()
        live = rooms.premises.state().live
        signed_log(settings, rooms.log).begin(settings.host_name, live=live)
    return kept


@contextmanager
def web_app(
    settings: Settings, begin: Callable[["Flask"], object] = lambda app: None
) -> Iterator["Flask"]:
    """Give the web application for a server that loads it once and then forks its processes.

    `begin` is called with it as soon as pages can be made. Then the first ones are opened.

    Problems of the log or the clock are printed once to stderr. No connection to the database
    stays open, because processes must not share one: each opens its own.
    """
    from tracker.app.site_of_office import app_of
    from tracker.web.record.pages.first_pages import open_first_pages

    with closing(open_storage_of(settings)) as rooms:
        office = _office(settings, rooms, read_library(settings.library))
        with suppress(Refusal):
            office.log_upkeep.seek_note()
        for problem in (
            *map("The public log: {}".format, office.log_upkeep.problems()),
            *hold_problems(office),
        ):
            print(problem, file=sys.stderr, flush=True)
        app = app_of(settings, office)
        rooms.close()
        begin(app)
        open_first_pages(app)
        rooms.close()
        yield app


def require_templates() -> None:
    """Raise BadInput, naming the file, if pages or letters are missing."""
    folder = templates_folder()
    for needed in ("base.html", "refusals/refusal.html", "letters/en/request.md"):
        if not (folder / needed).is_file():
            raise BadInput(f"{folder / needed} is missing: install the program again.")


def rebuild_public_record(settings: Settings) -> None:
    """Rebuild the rows and totals of the public record from its versions."""
    with closing(open_storage_of(settings)) as rooms:
        rebuild_derived(rooms.transactions)


def clear_leftovers(settings: Settings) -> int:
    """Remove what a killed process left half written or half drawn; return how much."""
    left = remove_abandoned() + remove_half_restored(settings.instance)
    with closing(open_storage_of(settings)) as rooms:
        return left + rooms.archive.sweep_leftovers()


def new_reference() -> str:
    """Return a random reference, which reveals neither how many requests there are nor when."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
