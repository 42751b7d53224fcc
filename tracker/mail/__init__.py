"""The way out for mail: a server, or a folder or the terminal where none is set."""

from tracker.mail.console import ConsolePost
from tracker.mail.folder import FolderPost
from tracker.mail.smtp import Server, SmtpPost

__all__ = ["ConsolePost", "FolderPost", "Server", "SmtpPost"]
