"""Assembles what reads mail: the sandbox of documents, the reader, and the office's settings."""

from collections.abc import Sequence
from functools import cache

from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits
from tracker.documents.sandbox.forked_jobs import ForkedJobs
from tracker.mail.reading import confined_reader
from tracker.mail.reading.confined_reader import ConfinedMailReader
from tracker.mail.reading.key_records import DnsKeyRecords
from tracker.services.ports.correspondence.reading import MailReading
from tracker.settings import Settings
from tracker.storage.opening import Storage


def mail_reading(settings: Settings, rooms: Storage, *, live: bool) -> MailReading:
    """Return what reads mail. A demonstration asks nobody for keys of signatures."""
    told = settings.mail_results
    return MailReading(
        rooms.received,
        mail_reader(told.roots),
        rooms.mail_readings,
        rooms.sent_mail,
        rooms.mail_desk,
        rooms.mail_search,
        keys=DnsKeyRecords() if live and told.looks_up_keys else None,
        server=told.server,
        hosts=told.hosts,
        strips_forged=told.strips_forged,
    )


def mail_reader(roots: Sequence[str] = ()) -> ConfinedMailReader:
    """Return the reader of mails, which runs in the sandbox of documents."""
    return ConfinedMailReader(_jobs().run, roots)


def end_mail_reading() -> None:
    """End the sandbox in which this process reads mails, and wait for it.

    Otherwise it would stay in the list of processes if the first process of the system, as in a
    container, does not wait for it.
    """
    _jobs().end()


@cache
def _jobs() -> ForkedJobs:
    """Return the jobs that read mails, shared by all offices that this process opens."""
    return ForkedJobs(
        ConfinedJob(
            confined_reader.READING_PROGRAM,
            confined_reader.SECONDS_FOR_MAIL,
            confined_reader.LARGEST_MAIL_ANSWER,
            reads=confined_reader.READS,
            limits=ProcessLimits(confined_reader.MEMORY, confined_reader.SECONDS_OF_PROCESSOR),
        )
    )
