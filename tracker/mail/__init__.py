"""The delivery of email: to a server, or to a folder or the terminal if none is set."""

from tracker.mail.console import ConsolePost
from tracker.mail.folder import FolderPost
from tracker.mail.letters.folder import LetterFolder
from tracker.mail.letters.handing import SmtpLetterPost
from tracker.mail.smtp import Server, SmtpPost, server_of

__all__ = [
    "ConsolePost",
    "FolderPost",
    "LetterFolder",
    "Server",
    "SmtpLetterPost",
    "SmtpPost",
    "server_of",
]
