"""The arguments of the command line. Scripts depend on them, so they must not change."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import NoReturn

from tracker import __version__
from tracker.domain.base.errors import BadInput
from tracker.verifier.command import take_arguments

Command = Callable[[argparse.Namespace], int]


def command_named(name: str) -> Command:
    """Return the function behind a command, named `module.function` in this package.

    Only the chosen command's modules are loaded: calculating a deadline does not wait for a
    database driver.
    """
    module, _, function = name.partition(".")
    command: Command = getattr(import_module(f"tracker.cli.{module}"), function)
    return command


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence, like all others here."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message}; see `{self.prog} --help`.")


def run_command(arguments: Sequence[str]) -> int:
    """Parse and run a command. Raises BadInput for unknown arguments."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 2
    return command_named(chosen.run)(chosen)


def day(words: str) -> date:
    """Return a date from YYYY-MM-DD. Raises BadInput with what was typed."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(f"“{words}” is not a day: write it as 2024-03-18.") from None


def _parser() -> Parser:
    parser = Parser(
        prog="tracker",
        description="Right-to-information requests about internet blocks, and their deadlines.",
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    words = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    _add_offices(words)
    _add_backups(words)
    _add_recovery(words)
    _add_key_files(words)
    _add_archives(words)
    _add_copies(words)
    _add_logs(words)
    _add_people(words)
    _add_serving(words)
    _add_clock(words)
    _add_laws(words)
    _add_deadline(words)
    _add_calendars(words)
    _add_letters(words)
    _add_measured(words)
    return parser


_Words = argparse._SubParsersAction  # the type has no public name


def _add(words: "_Words[Parser]", name: str, run: str, help: str) -> Parser:
    parser = words.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run)
    return parser


def _add_offices(words: "_Words[Parser]") -> None:
    init = _add(words, "init", "offices.init", "make the instance and its first administrator")
    init.add_argument("--live", action="store_true", help="a live office, not a demonstration")
    init.add_argument("--name", default="", help="name of the office")
    init.add_argument("--admin", default="", metavar="EMAIL", help="the first administrator")
    to_file = "write the recovery key of a live office to this file instead of showing it"
    init.add_argument("--recovery-file", default="", metavar="FILE", help=to_file)
    _add(words, "migrate", "offices.migrate_command", "upgrade the database, after a backup")
    _add(words, "seed", "offices.seed", "fill a demonstration office with requests")
    sweep = _add(
        words,
        "sweep",
        "offices.sweep_now",
        "log deadlines that passed without a response, and publish what is scheduled for today",
    )
    sweep.add_argument("--on", type=day, metavar="DAY", help="as of that day; publishes nothing")
    sweep.add_argument("--json", action="store_true")
    remind = _add(words, "remind", "reminding.remind_now", "remind people of what falls due")
    remind.add_argument("--on", type=day, metavar="DAY", help="as of that day")
    remind.add_argument("--dry-run", action="store_true", help="show, change nothing")
    remind.add_argument("--json", action="store_true")
    revise = _add(
        words,
        "revise",
        "revising.revise_now",
        "recalculate every request with the current law library",
    )
    revise.add_argument("--dry-run", action="store_true", help="show, change nothing")
    revise.add_argument("--json", action="store_true", help="one object a line")
    erase = _add(
        words, "erase", "offices.erase_command", "erase a requester's personal data and documents"
    )
    erase.add_argument("reference")
    erase.add_argument("--for-good", action="store_true", help="confirm; this cannot be undone")
    doctor = _add(words, "doctor", "offices.doctor", "check every part and say what is wrong")
    about = "first rebuild the lists, totals and search index of the public record"
    doctor.add_argument("--rebuild", action="store_true", help=about)


def _add_backups(words: "_Words[Parser]") -> None:
    about = "write everything to one file, encrypted to the recovery keys"
    backup = _add(words, "backup", "backups.backup_command", about)
    backup.add_argument("file")
    backup.add_argument(
        "--without-keys", action="store_true", help="not encrypted, and without the keys"
    )
    restore = _add(
        words, "restore", "backups.restore_command", "put a backup into an empty instance"
    )
    restore.add_argument("file")
    restore.add_argument("--replace", action="store_true", help="even if the instance is in use")
    signed = "the key of the log that signed the backup, one line as /log/key has it"
    restore.add_argument("--log-key", default="", metavar="LINE", help=signed)
    _add_identity(restore)


def _add_recovery(words: "_Words[Parser]") -> None:
    about = "the keys that open backups and archives"
    recovery = words.add_parser("recovery", help=about, description=about)
    acts = recovery.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    about = "make a key, and show it once as words and as a QR code"
    new = _add(acts, "new", "recovery.new_key_command", about)
    to_file = "write it to this file instead of showing it"
    new.add_argument("file", nargs="?", default="", help=to_file)
    add = _add(acts, "add", "recovery.add_key", "add a public key that someone else made")
    add.add_argument("key", help="one line that begins with age1")
    for named in (new, add):
        _add_identity(named)
        named.add_argument("--name", default="", help="whose it is, or where the secret is kept")
    remove = _add(acts, "remove", "recovery.remove_key", "encrypt nothing more to a key")
    remove.add_argument("key")
    _add(acts, "list", "recovery.list_keys", "print the keys")
    about = "say whether a recovery key works, and note the day"
    drill = _add(acts, "try", "recovery.try_key", about)
    newest = "a backup that it shall open; the newest in backups/ if left out"
    drill.add_argument("backup", nargs="?", default="", help=newest)
    about = "let a person open private words again, by a recovery key"
    given = _add(acts, "give-access", "recovery.give_access_command", about)
    given.add_argument("email", help="whose password was lost, and who has set another one")
    for asking in (drill, given):
        _add_identity(asking, default="-")


def _add_key_files(words: "_Words[Parser]") -> None:
    about = "a file that keeps private data open all the time"
    files = words.add_parser("key-file", help=about, description=about)
    acts = files.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    about = "write a key to a file, and let it open them"
    make = _add(acts, "make", "private_words.make_key_file_command", about)
    about = "let a key file open nothing any more"
    remove = _add(acts, "remove", "private_words.remove_key_file_command", about)
    for each in (make, remove):
        each.add_argument("file")
        _add_identity(each)


def _add_identity(parser: Parser, default: str = "") -> None:
    about = "the file of a recovery key, or - to type its words or read them from standard input"
    parser.add_argument("--identity", default=default, metavar="FILE", help=about)


def _add_archives(words: "_Words[Parser]") -> None:
    about = "all data of the office, or one request, in documented formats"
    archive = _add(words, "archive", "archives.archive_command", about)
    archive.add_argument("file")
    archive.add_argument("--request", default="", metavar="REFERENCE", help="only this request")
    archive.add_argument("--open", action="store_true", help="not encrypted")
    in_parts = "in so many files, each whole or not there: run again, it goes on after a break"
    archive.add_argument("--parts", type=int, default=1, metavar="N", help=in_parts)
    _add_identity(archive)
    unseal = _add(words, "unseal", "archives.unseal_command", "decrypt an archive")
    unseal.add_argument("file")
    unseal.add_argument("target")
    _add_identity(unseal)


def _add_copies(words: "_Words[Parser]") -> None:
    export = _add(words, "export", "mirrors.export_command", "the public side as plain files")
    export.add_argument("--to", required=True, metavar="DIR", help="made, or brought up to date")
    alone = "this record alone, with all that belongs to it"
    export.add_argument("--single-record", metavar="REF", help=alone)
    check = _add(words, "verify", "mirrors.verify_command", "check a copy of a public record")
    take_arguments(check)
    authority = "certificates of a timestamp authority as you know them, PEM"
    check.add_argument("--tsa", metavar="FILE", help=authority)


def _add_logs(words: "_Words[Parser]") -> None:
    log = words.add_parser("log", help="the public log")
    kinds = log.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    status = _add(kinds, "status", "logs.status", "how the public log stands")
    status.add_argument("--json", action="store_true")
    about = "go on from the newest checkpoint that was published, after a restore elsewhere"
    rejoin = _add(kinds, "rejoin", "logs.rejoin", about)
    where = "its file, or the folder log/ of a copy, from which lost entries are taken back"
    rejoin.add_argument("checkpoint", nargs="?", help=where)
    newer = "none newer than that in the database was ever published"
    rejoin.add_argument("--nothing-newer", action="store_true", help=newer)
    _add(kinds, "rotate", "logs.rotate", "sign with another key from now on")
    about = "go on as another log, where the key or the end of the log is lost"
    new = _add(kinds, "replace", "logs.replace_log", about)
    new.add_argument("--for-good", action="store_true", help="confirm; this cannot be undone")
    _add_attesting(kinds)


def _add_attesting(kinds: "_Words[Parser]") -> None:
    about = "publish what witnesses signed below a checkpoint"
    cosign = _add(kinds, "cosign", "logs.cosign", about)
    signed = "the checkpoint with their signatures"
    cosign.add_argument("--import", dest="file", required=True, metavar="FILE", help=signed)
    about = "write what a timestamp authority is asked, or publish its answer"
    stamp = _add(kinds, "timestamp", "logs.timestamp", about)
    which = "of the checkpoint of so many entries; of the newest if not named"
    stamp.add_argument("--entries", type=int, metavar="NUMBER", help=which)
    stamp.add_argument("--to", metavar="FILE", help="where what is asked is written")
    stamp.add_argument("--import", dest="file", metavar="FILE", help="the authority’s answer")
    stamp.add_argument("--tsa", metavar="FILE", help="the authority’s own certificates, PEM")
    witness = kinds.add_parser("witness", help="whose signatures are taken")
    acts = witness.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    trusted = _add(acts, "add", "logs.trust_witness", "trust the key of a witness")
    trusted.add_argument("key", help="one line: NAME+NUMBER+KEY")
    about = "forget a witness and what it signed"
    _add(acts, "remove", "logs.distrust_witness", about).add_argument("name")
    _add(acts, "list", "logs.list_witnesses", "the witnesses, and what each signed last")


def _add_people(words: "_Words[Parser]") -> None:
    invite = _add(words, "invite", "people.invite_person", "a one-time sign-in link")
    invite.add_argument("email")
    invite.add_argument("--name", default="")
    invite.add_argument("--role", choices=["lawyer", "advocate", "admin"], default="lawyer")
    guests = "of another organisation, which sees what is shared with it"
    invite.add_argument("--organisation", default="", metavar="KEY", help=guests)
    lost = "the second factor is lost too: remove it when the link is used"
    invite.add_argument("--lost-factor", action="store_true", help=lost)
    listing = _add(words, "people", "people.list_people", "everyone with an account")
    listing.add_argument("--json", action="store_true")
    about = "hand over a person's requests, and close the account"
    leave = _add(words, "leave", "people.leave_command", about)
    leave.add_argument("email")
    leave.add_argument("--to", default="", metavar="EMAIL", help="who takes the requests over")
    leave.add_argument("--forget-name", action="store_true", help="name them by role from now on")
    leave.add_argument("--stays", action="store_true", help="hand over only: the account stays")
    reopen = _add(words, "reopen", "people.reopen_command", "open a closed account again")
    reopen.add_argument("id", help="its key, as `tracker people` lists it")
    reopen.add_argument("email")
    about = "end every alert to a reader's email address, and delete it"
    _add(words, "unsubscribe", "people.unsubscribe", about).add_argument("address")


def _add_serving(words: "_Words[Parser]") -> None:
    _add(words, "run", "serving.run_office", "start everything: web server and scheduler")
    _add(words, "serve", "serving.serve", "start the web server alone")
    _add(words, "scheduler", "serving.scheduler", "start the scheduler alone")


def _add_clock(words: "_Words[Parser]") -> None:
    clock = words.add_parser("clock", help="whether the date of the server is certain")
    kinds = clock.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    _add(kinds, "status", "offices.clock_status", "the date of the server, and what is on hold")
    _add(kinds, "confirm", "offices.confirm_clock", "take the date of the server as right")


def _add_laws(words: "_Words[Parser]") -> None:
    law = words.add_parser("law", help="the law library")
    kinds = law.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    for name, run, about in (
        ("list", "laws.list_laws", "the laws in the library"),
        ("show", "laws.show_law", "one law"),
        ("check", "laws.check_laws", "every complaint about the library's files"),
    ):
        parser = _add(kinds, name, run, about)
        parser.add_argument("--json", action="store_true")
        if name == "show":
            parser.add_argument("key")
            parser.add_argument("--toml", action="store_true", help="as its file is written")
        if name == "check":
            parser.add_argument("folder", nargs="?", help="another library folder")
            walk = "count every stage once a month as well, and show how far"
            parser.add_argument("--walk", action="store_true", help=walk)
    about = "what differs between two library folders, as tables for the change log"
    diff = _add(kinds, "diff", "laws.diff_laws", about)
    diff.add_argument("old", metavar="OLD", help="a library folder; an empty one shows everything")
    shipped = "another one; the library that is shipped, if left out"
    diff.add_argument("new", nargs="?", metavar="NEW", help=shipped)
    diff.add_argument("--json", action="store_true")
    about = "which addresses in the library are dead; this opens each of them over the network"
    links = _add(kinds, "links", "laws.find_dead_links", about)
    links.add_argument("folder", nargs="?", help="another library folder")
    links.add_argument("--only", default="", metavar="WORDS", help="addresses with these words")
    links.add_argument("--report", default="", metavar="FILE", help="write the result here, too")
    since = "leave out what the report found alive on that day or later"
    links.add_argument("--since", type=day, metavar="DAY", help=since)
    links.add_argument("--seconds", type=float, default=20, help="the most for one connection")
    links.add_argument("--json", action="store_true")
    schema = _add(kinds, "schema", "laws.write_schema", "the JSON Schema of a file, for editors")
    schema.add_argument("kind", nargs="?", default="law", metavar="KIND")
    schema.add_argument("--write", action="store_true", help="write all of them to the library")


def _add_deadline(words: "_Words[Parser]") -> None:
    about = "the last day of a stage, explained"
    deadline = _add(words, "deadline", "deadlines.show_deadline", about)
    deadline.add_argument("law")
    deadline.add_argument("stage")
    deadline.add_argument("day", type=day, help="day of the event that starts the stage")
    deadline.add_argument("--body", metavar="KEY", help="count by the calendar as it binds a body")
    deadline.add_argument("--extended", action="store_true", help="an extension was announced")
    deadline.add_argument("--expedited", action="store_true", help="life or liberty is at stake")
    since = "what happened since, such as fee-noticed=2024-03-07; may be repeated"
    deadline.add_argument("--event", action="append", metavar="NAME=DAY", help=since)
    deadline.add_argument("--json", action="store_true")


def _add_calendars(words: "_Words[Parser]") -> None:
    calendar = words.add_parser("calendar", help="working calendars")
    kinds = calendar.add_subparsers(
        title="what", metavar="WHAT", parser_class=Parser, required=True
    )
    listing = _add(kinds, "list", "calendars.list_calendars", "the calendars in the library")
    show = _add(kinds, "show", "calendars.show_calendar", "one calendar, and a year's days off")
    show.add_argument("key")
    show.add_argument("--year", type=int, help="default: this year")
    for parser in (listing, show):
        parser.add_argument("--json", action="store_true")
    about = "make the snapshot of public holidays again, and show the difference"
    refresh = _add(kinds, "refresh", "calendars.refresh_command", about)
    refresh.add_argument("key")
    refresh.add_argument("--through", type=int, required=True, metavar="YEAR", help="last year")
    refresh.add_argument("--write", action="store_true", help="write it; else it is only shown")
    refresh.add_argument("--past", action="store_true", help="even if days that are over move")


def _add_letters(words: "_Words[Parser]") -> None:
    letter = _add(words, "letter", "letters.write_letter", "write a request as DOCX")
    letter.add_argument("--block", required=True, metavar="KEY")
    letter.add_argument("--to", required=True, metavar="BODY")
    letter.add_argument("--law", metavar="KEY", help="the law, where it is not the body's own")
    letter.add_argument("--lang", default="en")
    letter.add_argument("--questions", default="", metavar="K1,K2", help="default: the core")
    letter.add_argument("--applicant", default="", metavar="NAME")
    letter.add_argument("--address", default="")
    letter.add_argument("--contact", default="", metavar="LINE", help="email or phone")
    letter.add_argument("--out", required=True, metavar="FILE.docx")


def _add_measured(words: "_Words[Parser]") -> None:
    measured = words.add_parser("measured", help="what others measured about a block")
    kinds = measured.add_subparsers(
        title="what", metavar="WHAT", parser_class=Parser, required=True
    )
    about = "the addresses to open; the program opens none of them"
    ask = _add(kinds, "ask", "measured.print_queries", about)
    ask.add_argument("block", nargs="?", default="", help="every block, if left out")
    take = _add(kinds, "take", "measured.keep_answer", "keep an answer that was saved as a file")
    take.add_argument("block")
    take.add_argument("address", help="the address that was opened, as `ask` prints it")
    take.add_argument("file")
    take.add_argument("--asked", type=day, metavar="DAY", help="when; today, if left out")
    listing = _add(kinds, "list", "measured.list_answers", "the answers about a block")
    listing.add_argument("block")
    for parser in (ask, listing):
        parser.add_argument("--json", action="store_true")
