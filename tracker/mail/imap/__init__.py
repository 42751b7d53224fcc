"""Mailboxes on servers, by IMAP (RFC 9051)."""

from tracker.mail.imap.mailbox import ImapServer, ImapSource

__all__ = ["ImapServer", "ImapSource"]
