"""The delivery of email: to a server, or to a folder or the terminal if none is set."""

from tracker.mail.console import ConsolePost
from tracker.mail.folder import FolderPost
from tracker.mail.smtp import Server, SmtpPost

__all__ = ["ConsolePost", "FolderPost", "Server", "SmtpPost"]
