"""Assembles what a check of the office's own mail needs."""

import time
from functools import partial

from tracker import mail
from tracker.mail.domain_records import DnsRecords
from tracker.mail.sending_server import greeted_by
from tracker.services.ports.correspondence.checking import MailChecking
from tracker.settings import Settings


def mail_checking(settings: Settings, *, live: bool) -> MailChecking:
    """Return what checks the mail of an office. A demonstration has no server to check."""
    server = mail.server_of(settings.mail_server) if live and settings.mail_server else None
    return MailChecking(
        partial(greeted_by, server) if server else None,
        DnsRecords() if settings.mail_results.looks_up_keys else None,
        time.sleep,
        time.monotonic,
    )
