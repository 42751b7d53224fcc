"""The arguments of the commands about correspondence by email."""

from tracker.cli.arguments import Parser, Words, add_command


def add_mail_commands(words: "Words[Parser]") -> None:
    """Add the commands of received mail."""
    mail = words.add_parser("mail", help="received mail")
    kinds = mail.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    about = "fetch the mailbox and the dropped files now"
    fetch = add_command(kinds, "fetch", "correspondence.received.fetch_now", about)
    about = "when the mailbox was fetched, what is wrong with it, and what waits to be read"
    status = add_command(kinds, "status", "correspondence.received.print_status", about)
    for parser in (fetch, status):
        parser.add_argument("--json", action="store_true")
