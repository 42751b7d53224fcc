"""The arguments of the commands about correspondence by email."""

from tracker.cli.arguments import Parser, Words, add_command, always
from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_check import CHECK_SECONDS, LONGEST_CHECK_SECONDS


def add_mail_commands(words: "Words[Parser]") -> None:
    """Add the commands of received mail."""
    mail = words.add_parser("mail", help="mail to and from public bodies")
    kinds = mail.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    about = "fetch the mailbox and the dropped files now"
    fetch = add_command(kinds, "fetch", "correspondence.received.fetch_now", about, always)
    about = "when the mailbox was fetched, what is wrong with it, and what waits to be read"
    status = add_command(kinds, "status", "correspondence.received.print_status", about)
    about = "check both ways: connect, send the office a mail, fetch it, and ask the DNS"
    check = add_command(kinds, "check", "correspondence.checking.check_now", about)
    about = "seconds to wait for the mail (60)"
    check.add_argument("--seconds", type=seconds, default=CHECK_SECONDS, metavar="N", help=about)
    for parser in (fetch, status, check):
        parser.add_argument("--json", action="store_true")


def seconds(words: str) -> float:
    """Return how long to wait. Raises BadInput with what was typed."""
    most = LONGEST_CHECK_SECONDS
    if not words.isdecimal() or not 1 <= int(words) <= most:
        raise BadInput(
            f"“{words}” is not a time to wait. Enter a number of seconds from 1 to {most}."
        )
    return float(words)
