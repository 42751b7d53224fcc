"""The arguments of the command line. Scripts depend on them, so they must not change."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from tracker import __version__
from tracker.cli.arguments import (
    OneCommand,
    Parser,
    Words,
    add_command,
    always,
    day,
    unless_dry_run,
)
from tracker.cli.correspondence.arguments import add_mail_commands
from tracker.cli.law_library.arguments import add_library_commands
from tracker.domain.base.collecting import without_collecting
from tracker.services.ports.holds import unbind_from_servers
from tracker.verifier.arguments import take_arguments

Command = Callable[[argparse.Namespace], int]


def command_named(name: str) -> Command:
    """Return the function behind a command, named `module.function` in this package.

    Only the chosen command's modules are loaded: calculating a deadline does not wait for a
    database driver.
    """
    module, _, function = name.rpartition(".")
    with without_collecting():
        command: Command = getattr(import_module(f"tracker.cli.{module}"), function)
    return command


def run_command(arguments: Sequence[str]) -> int:
    """Parse and run a command. Raises BadInput for unknown arguments."""
    parser = _parser(next(iter(arguments), ""))
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 2
    unbind_from_servers()
    if chosen.enters(chosen):
        _require_entering()
    return command_named(chosen.run)(chosen)


def _require_entering() -> None:
    """Raise OnHold if this machine may enter nothing."""
    with without_collecting():
        from tracker.app.assembly import require_entering
        from tracker.settings import read_settings
    require_entering(read_settings())


def _parser(command: str = "") -> Parser:
    """Return the parser of one command, or of all commands if none has this name."""
    parser = Parser(
        prog="tracker",
        description="Right-to-information requests about internet blocks, and their deadlines.",
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    every = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    words: Any = OneCommand(every, command) if command else every
    _add_offices(words)
    _add_care(words)
    _add_backups(words)
    _add_recovery(words)
    _add_key_files(words)
    _add_documents(words)
    _add_archives(words)
    _add_copies(words)
    _add_logs(words)
    _add_people(words)
    _add_serving(words)
    _add_clock(words)
    _add_database(words)
    add_library_commands(words)
    add_mail_commands(words)
    _add_measured(words)
    return parser if every.choices else _parser()


def _add_offices(words: "Words[Parser]") -> None:
    init = add_command(
        words, "init", "offices.init", "make the instance and its first administrator"
    )
    init.add_argument("--live", action="store_true", help="a live office, not a demonstration")
    init.add_argument("--name", default="", help="name of the office")
    init.add_argument("--admin", default="", metavar="EMAIL", help="the first administrator")
    called = "name of that person, as colleagues see it"
    init.add_argument("--admin-name", default="", metavar="NAME", help=called)
    to_file = "write the recovery key of a live office to this file instead of showing it"
    init.add_argument("--recovery-file", default="", metavar="FILE", help=to_file)
    migrate = add_command(
        words, "migrate", "offices.migrate_command", "upgrade the database, after a backup"
    )
    lost = "go on with this secret.key, because that of the office cannot be recovered"
    migrate.add_argument("--new-key", action="store_true", help=lost)
    add_command(words, "seed", "offices.seed", "fill a demonstration office with requests")
    sweep = add_command(
        words,
        "sweep",
        "offices.sweep_now",
        "log deadlines that passed without a response, and publish what is scheduled for today",
        always,
    )
    sweep.add_argument("--on", type=day, metavar="DAY", help="as of that day; publishes nothing")
    sweep.add_argument("--json", action="store_true")
    remind = add_command(
        words, "remind", "reminding.remind_now", "remind people of what falls due", unless_dry_run
    )
    remind.add_argument("--on", type=day, metavar="DAY", help="as of that day")
    remind.add_argument("--dry-run", action="store_true", help="show, change nothing")
    remind.add_argument("--json", action="store_true")


def _add_care(words: "Words[Parser]") -> None:
    revise = add_command(
        words,
        "revise",
        "revising.revise_now",
        "recalculate every request with the current law library",
        unless_dry_run,
    )
    revise.add_argument("--dry-run", action="store_true", help="show, change nothing")
    revise.add_argument("--json", action="store_true", help="one object a line")
    erase = add_command(
        words,
        "erase",
        "offices.erase_command",
        "erase a requester's personal data and documents",
        always,
    )
    erase.add_argument("reference")
    erase.add_argument("--for-good", action="store_true", help="confirm; this cannot be undone")
    doctor = add_command(
        words, "doctor", "offices.doctor", "check every part and say what is wrong"
    )
    about = "first rebuild the lists, totals and search index of the public record"
    doctor.add_argument("--rebuild", action="store_true", help=about)
    about = "of requests and the log, read only what changed since nothing was wrong last"
    doctor.add_argument("--changed", action="store_true", help=about)
    about = "send the office no mail, and do not connect to its mail servers"
    doctor.add_argument("--no-mail", action="store_true", help=about)


def _add_backups(words: "Words[Parser]") -> None:
    about = "write everything to one file, encrypted to the recovery keys"
    backup = add_command(words, "backup", "backups.backup_command", about)
    backup.add_argument("file")
    backup.add_argument(
        "--without-keys", action="store_true", help="not encrypted, and without the keys"
    )
    restore = add_command(
        words, "restore", "backups.restore_command", "put a backup into an empty instance"
    )
    restore.add_argument("file")
    restore.add_argument("--replace", action="store_true", help="even if the instance is in use")
    signed = "the key of the log that signed the backup, one line as /log/key has it"
    restore.add_argument("--log-key", default="", metavar="LINE", help=signed)
    _add_identity(restore)


def _add_recovery(words: "Words[Parser]") -> None:
    about = "the keys that open backups and archives"
    recovery = words.add_parser("recovery", help=about, description=about)
    acts = recovery.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    about = "make a key, and show it once as words and as a QR code"
    new = add_command(acts, "new", "recovery.new_key_command", about, always)
    to_file = "write it to this file instead of showing it"
    new.add_argument("file", nargs="?", default="", help=to_file)
    add = add_command(
        acts, "add", "recovery.add_key", "add a public key that someone else made", always
    )
    add.add_argument("key", help="one line that begins with age1")
    for named in (new, add):
        _add_identity(named)
        named.add_argument("--name", default="", help="whose it is, or where the secret is kept")
    remove = add_command(
        acts, "remove", "recovery.remove_key", "encrypt nothing more to a key", always
    )
    remove.add_argument("key")
    add_command(acts, "list", "recovery.list_keys", "print the keys")
    about = "say whether a recovery key works, and note the day"
    drill = add_command(acts, "try", "recovery.try_key", about)
    newest = "a backup that it shall open; the newest in backups/ if left out"
    drill.add_argument("backup", nargs="?", default="", help=newest)
    about = "let a person open private words again, by a recovery key"
    given = add_command(acts, "give-access", "recovery.give_access_command", about, always)
    given.add_argument("email", help="whose password was lost, and who has set another one")
    for asking in (drill, given):
        _add_identity(asking, default="-")


def _add_key_files(words: "Words[Parser]") -> None:
    about = "a file that keeps private data open all the time"
    files = words.add_parser("key-file", help=about, description=about)
    acts = files.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    about = "write a key to a file, and let it open them"
    make = add_command(acts, "make", "private_words.make_key_file_command", about, always)
    about = "let a key file open nothing any more"
    remove = add_command(acts, "remove", "private_words.remove_key_file_command", about, always)
    for each in (make, remove):
        each.add_argument("file")
        _add_identity(each)


def _add_identity(parser: Parser, default: str = "") -> None:
    about = "the file of a recovery key, or - to type its words or read them from standard input"
    parser.add_argument("--identity", default=default, metavar="FILE", help=about)


def _add_documents(words: "Words[Parser]") -> None:
    about = "the place of sealed documents"
    documents = words.add_parser("documents", help=about, description=about)
    acts = documents.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    about = "copy the documents that are missing there; after a break, run it again"
    copy = add_command(acts, "copy", "documents.copy_papers_command", about)
    copy.add_argument("to", choices=("bucket", "folder"), help="where they shall lie")


def _add_archives(words: "Words[Parser]") -> None:
    about = "all data of the office, or one request, in documented formats"
    archive = add_command(words, "archive", "archives.archive_command", about)
    archive.add_argument("file")
    archive.add_argument("--request", default="", metavar="REFERENCE", help="only this request")
    archive.add_argument("--open", action="store_true", help="not encrypted")
    in_parts = "in so many files, each whole or not there: run again, it goes on after a break"
    archive.add_argument("--parts", type=int, default=1, metavar="N", help=in_parts)
    _add_identity(archive)
    unseal = add_command(words, "unseal", "archives.unseal_command", "decrypt an archive")
    unseal.add_argument("file")
    unseal.add_argument("target")
    _add_identity(unseal)


def _add_copies(words: "Words[Parser]") -> None:
    export = add_command(
        words, "export", "mirrors.export_command", "the public side as plain files"
    )
    export.add_argument("--to", required=True, metavar="DIR", help="made, or brought up to date")
    alone = "this record alone, with all that belongs to it"
    export.add_argument("--single-record", metavar="REF", help=alone)
    check = add_command(
        words, "verify", "mirrors.verify_command", "check a copy of a public record"
    )
    take_arguments(check)
    authority = "certificates of a timestamp authority as you know them, PEM"
    check.add_argument("--tsa", metavar="FILE", help=authority)


def _add_logs(words: "Words[Parser]") -> None:
    log = words.add_parser("log", help="the public log")
    kinds = log.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    status = add_command(kinds, "status", "logs.status", "how the public log stands")
    status.add_argument("--json", action="store_true")
    about = "go on from the newest checkpoint that was published, after a restore elsewhere"
    rejoin = add_command(kinds, "rejoin", "logs.rejoin", about)
    where = "its file, or the folder log/ of a copy, from which lost entries are taken back"
    rejoin.add_argument("checkpoint", nargs="?", help=where)
    newer = "none newer than that in the database was ever published"
    rejoin.add_argument("--nothing-newer", action="store_true", help=newer)
    add_command(kinds, "rotate", "logs.rotate", "sign with another key from now on", always)
    about = "go on as another log, where the key or the end of the log is lost"
    new = add_command(kinds, "replace", "logs.replace_log", about)
    new.add_argument("--for-good", action="store_true", help="confirm; this cannot be undone")
    _add_attesting(kinds)


def _gives_answer(chosen: argparse.Namespace) -> bool:
    return bool(chosen.file)


def _add_attesting(kinds: "Words[Parser]") -> None:
    about = "publish what witnesses signed below a checkpoint"
    cosign = add_command(kinds, "cosign", "logs.cosign", about, always)
    signed = "the checkpoint with their signatures"
    cosign.add_argument("--import", dest="file", required=True, metavar="FILE", help=signed)
    about = "write what a timestamp authority is asked, or publish its answer"
    stamp = add_command(kinds, "timestamp", "logs.timestamp", about, _gives_answer)
    which = "of the checkpoint of so many entries; of the newest if not named"
    stamp.add_argument("--entries", type=int, metavar="NUMBER", help=which)
    stamp.add_argument("--to", metavar="FILE", help="where what is asked is written")
    stamp.add_argument("--import", dest="file", metavar="FILE", help="the authority’s answer")
    stamp.add_argument("--tsa", metavar="FILE", help="the authority’s own certificates, PEM")
    witness = kinds.add_parser("witness", help="whose signatures are taken")
    acts = witness.add_subparsers(title="act", metavar="ACT", parser_class=Parser, required=True)
    trusted = add_command(acts, "add", "logs.trust_witness", "trust the key of a witness", always)
    trusted.add_argument("key", help="one line: NAME+NUMBER+KEY")
    about = "forget a witness and what it signed"
    add_command(acts, "remove", "logs.distrust_witness", about, always).add_argument("name")
    add_command(acts, "list", "logs.list_witnesses", "the witnesses, and what each signed last")


def _add_people(words: "Words[Parser]") -> None:
    invite = add_command(
        words, "invite", "people.invite_person", "a one-time sign-in link", always
    )
    invite.add_argument("email")
    invite.add_argument("--name", default="")
    invite.add_argument("--role", choices=["lawyer", "advocate", "admin"], default="lawyer")
    guests = "of another organisation, which sees what is shared with it"
    invite.add_argument("--organisation", default="", metavar="KEY", help=guests)
    lost = "the second factor is lost too: remove it when the link is used"
    invite.add_argument("--lost-factor", action="store_true", help=lost)
    listing = add_command(words, "people", "people.list_people", "everyone with an account")
    listing.add_argument("--json", action="store_true")
    about = "hand over a person's requests, and close the account"
    leave = add_command(words, "leave", "people.leave_command", about, always)
    leave.add_argument("email")
    leave.add_argument("--to", default="", metavar="EMAIL", help="who takes the requests over")
    leave.add_argument("--forget-name", action="store_true", help="name them by role from now on")
    leave.add_argument("--stays", action="store_true", help="hand over only: the account stays")
    reopen = add_command(
        words, "reopen", "people.reopen_command", "open a closed account again", always
    )
    reopen.add_argument("id", help="its key, as `tracker people` lists it")
    reopen.add_argument("email")
    about = "end every alert to a reader's email address, and delete it"
    add_command(words, "unsubscribe", "people.unsubscribe", about, always).add_argument("address")


def _add_serving(words: "Words[Parser]") -> None:
    about = "start everything: web server and scheduler"
    add_command(words, "run", "starting.running.run_office", about)
    add_command(words, "serve", "starting.serving.serve", "start the web server alone")
    add_command(words, "scheduler", "starting.scheduling.scheduler", "start the scheduler alone")


def _add_clock(words: "Words[Parser]") -> None:
    clock = words.add_parser("clock", help="whether the date of the server is certain")
    kinds = clock.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    add_command(
        kinds, "status", "offices.clock_status", "the date of the server, and what is on hold"
    )
    add_command(
        kinds, "confirm", "offices.confirm_clock", "take the date of the server as right", always
    )


def _add_database(words: "Words[Parser]") -> None:
    database = words.add_parser("database", help="on which server the database is")
    kinds = database.add_subparsers(
        title="what", metavar="WHAT", parser_class=Parser, required=True
    )
    about = "the server of the database, and what is on hold"
    add_command(kinds, "status", "database.database_status", about)
    about = "take this server as the newest, once nothing is missing on it"
    confirm = add_command(kinds, "confirm", "database.confirm_database_command", about)
    silent = "confirm even if no witness says how far the public log was published"
    confirm.add_argument("--without-witness", action="store_true", help=silent)


def _add_measured(words: "Words[Parser]") -> None:
    measured = words.add_parser("measured", help="what others measured about a block")
    kinds = measured.add_subparsers(
        title="what", metavar="WHAT", parser_class=Parser, required=True
    )
    about = "the addresses to open; the program opens none of them"
    ask = add_command(kinds, "ask", "measured.print_queries", about)
    ask.add_argument("block", nargs="?", default="", help="every block, if left out")
    take = add_command(
        kinds, "take", "measured.keep_answer", "keep an answer that was saved as a file", always
    )
    take.add_argument("block")
    take.add_argument("address", help="the address that was opened, as `ask` prints it")
    take.add_argument("file")
    take.add_argument("--asked", type=day, metavar="DAY", help="when; today, if left out")
    listing = add_command(kinds, "list", "measured.list_answers", "the answers about a block")
    listing.add_argument("block")
    for parser in (ask, listing):
        parser.add_argument("--json", action="store_true")
