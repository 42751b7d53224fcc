"""The arguments of the commands that read or write the law library."""

import argparse

from tracker.cli.arguments import Parser, Words, add_command, always, day


def add_library_commands(words: "Words[Parser]") -> None:
    """Add the commands of the law library."""
    _add_laws(words)
    _add_deadline(words)
    _add_calendars(words)
    _add_letters(words)
    _add_entries(words)


def _add_laws(words: "Words[Parser]") -> None:
    law = words.add_parser("law", help="the law library")
    kinds = law.add_subparsers(title="what", metavar="WHAT", parser_class=Parser, required=True)
    for name, run, about in (
        ("list", "law_library.laws.list_laws", "the laws in the library"),
        ("show", "law_library.laws.show_law", "one law"),
        ("check", "law_library.laws.check_laws", "every complaint about the library's files"),
    ):
        parser = add_command(kinds, name, run, about)
        parser.add_argument("--json", action="store_true")
        if name in ("list", "show"):
            _add_shipped(parser)
        if name == "show":
            parser.add_argument("key")
            parser.add_argument("--toml", action="store_true", help="as its file is written")
        if name == "check":
            parser.add_argument("folder", nargs="?", help="another library folder")
            walk = "count every stage once a month as well, and show how far"
            parser.add_argument("--walk", action="store_true", help=walk)
    _add_files(kinds)
    _add_diff(kinds)
    _add_reports(kinds)
    _add_package(kinds)
    about = "which addresses in the library are dead; this opens each of them over the network"
    links = add_command(kinds, "links", "law_library.laws.find_dead_links", about)
    links.add_argument("folder", nargs="?", help="another library folder")
    links.add_argument("--only", default="", metavar="WORDS", help="addresses with these words")
    links.add_argument("--report", default="", metavar="FILE", help="write the result here, too")
    since = "leave out what the report found alive on that day or later"
    links.add_argument("--since", type=day, metavar="DAY", help=since)
    missing = "list the sources without an address instead, and open nothing"
    links.add_argument("--missing", action="store_true", help=missing)
    links.add_argument("--seconds", type=float, default=20, help="the most for one connection")
    links.add_argument("--json", action="store_true")
    schema = add_command(
        kinds, "schema", "law_library.laws.write_schema", "the JSON Schema of a file, for editors"
    )
    schema.add_argument("kind", nargs="?", default="law", metavar="KIND")
    schema.add_argument("--write", action="store_true", help="write all of them to the library")


def _add_diff(kinds: "Words[Parser]") -> None:
    about = "what differs between two library folders, as tables for the change log"
    diff = add_command(kinds, "diff", "law_library.laws.diff_laws", about)
    diff.add_argument("old", metavar="OLD", help="a library folder; an empty one shows everything")
    shipped = "another one; the library that is shipped, if left out"
    diff.add_argument("new", nargs="?", metavar="NEW", help=shipped)
    diff.add_argument("--json", action="store_true")


def _add_package(kinds: "Words[Parser]") -> None:
    about = "write the library as a data package: tables, description, and how to cite it"
    package = add_command(kinds, "package", "law_library.packages.write_package_folder", about)
    package.add_argument("into", metavar="FOLDER", help="a new or an empty folder")
    doi = "the DOI that an archive reserved for it, such as 10.5281/zenodo.1"
    package.add_argument("--doi", default="", metavar="DOI", help=doi)
    _add_shipped(package)


def _add_reports(kinds: "Words[Parser]") -> None:
    how = "how each kind of fact was read, by country, as tables"
    due = "what is due to be compared with its sources again"
    coverage = add_command(kinds, "coverage", "law_library.reports.report_coverage", how)
    stale = add_command(kinds, "stale", "law_library.reports.report_due", due)
    stale.add_argument("--all", action="store_true", help="with what is not due yet")
    for parser in (coverage, stale):
        parser.add_argument("folder", nargs="?", help="another library folder")
        parser.add_argument("--json", action="store_true")


def _add_files(kinds: "Words[Parser]") -> None:
    of_kinds = ("law", "power", "calendar", "petition")
    new = add_command(kinds, "new", "law_library.files.new_file", "write a template to fill in")
    about = "add a filled-in file to the office’s own library, not verified yet"
    add = add_command(kinds, "add", "law_library.files.add_to_library", about, always)
    for parser in (new, add):
        parser.add_argument("path", metavar="KEY.toml")
        parser.add_argument("--kind", choices=of_kinds, default="law")
    why = "what you compared, for the second person"
    add.add_argument("--why", required=True, metavar="WORDS", help=why)
    add.add_argument("--by", required=True, metavar="EMAIL", help="the account that adds it")


def _add_deadline(words: "Words[Parser]") -> None:
    about = "the last day of a stage, explained"
    deadline = add_command(words, "deadline", "law_library.deadlines.show_deadline", about)
    deadline.add_argument("law")
    deadline.add_argument("stage")
    deadline.add_argument("day", type=day, help="day of the event that starts the stage")
    deadline.add_argument("--body", metavar="KEY", help="count by the calendar as it binds a body")
    deadline.add_argument("--extended", action="store_true", help="an extension was announced")
    deadline.add_argument("--expedited", action="store_true", help="life or liberty is at stake")
    since = "what happened since, such as fee-noticed=2024-03-07; may be repeated"
    deadline.add_argument("--event", action="append", metavar="NAME=DAY", help=since)
    folder = "count by a library folder of your own"
    deadline.add_argument("--folder", default="", metavar="FOLDER", help=folder)
    deadline.add_argument("--json", action="store_true")
    _add_shipped(deadline)


def _add_calendars(words: "Words[Parser]") -> None:
    calendar = words.add_parser("calendar", help="working calendars")
    kinds = calendar.add_subparsers(
        title="what", metavar="WHAT", parser_class=Parser, required=True
    )
    listing = add_command(
        kinds, "list", "law_library.calendars.list_calendars", "the calendars in the library"
    )
    show = add_command(
        kinds, "show", "law_library.calendars.show_calendar", "one calendar, and a year's days off"
    )
    show.add_argument("key")
    show.add_argument("--year", type=int, help="default: this year")
    for parser in (listing, show):
        parser.add_argument("--json", action="store_true")
        _add_shipped(parser)
    about = "make the snapshot of public holidays again, and show the difference"
    refresh = add_command(kinds, "refresh", "law_library.calendars.refresh_command", about)
    refresh.add_argument("key")
    refresh.add_argument("--through", type=int, required=True, metavar="YEAR", help="last year")
    refresh.add_argument("--write", action="store_true", help="write it; else it is only shown")
    refresh.add_argument("--past", action="store_true", help="even if days that are over move")


def _add_letters(words: "Words[Parser]") -> None:
    letter = add_command(
        words, "letter", "law_library.letters.write_letter", "write a request as DOCX"
    )
    letter.add_argument("--block", required=True, metavar="KEY")
    letter.add_argument("--to", required=True, metavar="BODY")
    letter.add_argument("--law", metavar="KEY", help="the law, where it is not the body's own")
    letter.add_argument("--lang", default="en")
    letter.add_argument("--questions", default="", metavar="K1,K2", help="default: the core")
    letter.add_argument("--applicant", default="", metavar="NAME")
    letter.add_argument("--address", default="")
    letter.add_argument("--contact", default="", metavar="LINE", help="email or phone")
    letter.add_argument("--out", required=True, metavar="FILE.docx")
    _add_shipped(letter)


def _add_shipped(parser: Parser) -> None:
    about = "only the shipped library, without the office’s own entries"
    parser.add_argument("--shipped", action="store_true", help=about)


def _add_entries(words: "Words[Parser]") -> None:
    for name, about in (("block", "a block"), ("body", "a public body")):
        help = f"{about} of the office’s own library"
        parser = words.add_parser(name, help=help, description=help)
        acts = parser.add_subparsers(
            title="act", metavar="ACT", parser_class=Parser, required=True
        )
        new = add_command(
            acts,
            "new",
            f"law_library.entries.new_{name}",
            f"add {about}, not verified yet; it asks for missing facts",
            _into_office,
        )
        (_add_block_facts if name == "block" else _add_body_facts)(new)
        _add_sources(new)
        check = add_command(
            acts,
            "check",
            f"law_library.entries.check_{name}",
            "every complaint about a file, at once",
        )
        check.add_argument("path", metavar="KEY.toml")
        _add_shipped(check)


def _into_office(chosen: argparse.Namespace) -> bool:
    return not chosen.file


def _add_block_facts(new: Parser) -> None:
    new.add_argument("--country", default="", metavar="CODE", help="such as ke")
    kinds = ["block", "shutdown", "throttling"]
    new.add_argument("--kind", choices=kinds, default="block")
    new.add_argument("--service", default="", help="such as Signal, or mobile internet")
    new.add_argument("--where", default="", help="as a letter says it, such as Kenya")
    places = "ISO 3166, such as KE-30; may be repeated; the country, if left out"
    new.add_argument("--place", action="append", default=[], metavar="CODE", help=places)
    new.add_argument("--since", type=day, metavar="DAY", help="first day")
    another = "add it although the library has one of this service on overlapping days"
    new.add_argument("--another", action="store_true", help=another)
    known = ["exactly", "about", "first-reported"]
    new.add_argument(
        "--known", choices=known, default="exactly", help="how the first day is known"
    )
    new.add_argument("--until", type=day, metavar="DAY", help="day of restoration")
    last = "last day on which a source says that it was in force"
    new.add_argument("--last-confirmed", type=day, metavar="DAY", help=last)
    asked = "a public body that can be asked; may be repeated"
    new.add_argument("--body", action="append", default=[], metavar="KEY", help=asked)
    new.add_argument("--power", action="append", default=[], metavar="KEY")
    new.add_argument("--ordered-by", default="", metavar="WHO", help="key of a body, or a name")
    new.add_argument("--order-says", default="", metavar="WORDS")
    new.add_argument("--order-on", type=day, metavar="DAY")
    new.add_argument("--order-source", action="append", default=[], metavar="SOURCE")
    speaker = "who gave a reason in public: key of a body, or the name of an office"
    new.add_argument("--reason-by", default="", metavar="WHO", help=speaker)
    settings = ["court", "parliament", "press", "letter", "official-notice"]
    new.add_argument("--reason-in", choices=settings, default="", help="where it was said")
    new.add_argument("--reason-on", type=day, metavar="DAY")
    new.add_argument("--reason-says", default="", metavar="WORDS")
    new.add_argument("--reason-source", action="append", default=[], metavar="SOURCE")


def _add_body_facts(new: Parser) -> None:
    new.add_argument("--country", default="", metavar="CODE", help="such as ke")
    new.add_argument("--name", default="")
    new.add_argument("--in-sentence", default="", help="such as “the Ministry of Justice”")
    new.add_argument("--short-name", default="")
    new.add_argument("--role", default="", help="such as regulator or ministry")
    bound = "a law that binds it; may be repeated"
    new.add_argument("--law", action="append", default=[], metavar="KEY", help=bound)
    own = "of its working days; for a country without one, use --zone and --weekend"
    new.add_argument("--calendar", default="", metavar="KEY", help=own)
    new.add_argument(
        "--zone", default="", help="time zone of a new calendar, such as Africa/Dakar"
    )
    days, closed = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "closed each week"
    new.add_argument("--weekend", nargs="+", choices=days, default=[], metavar="DAY", help=closed)
    new.add_argument("--address-to", default="", metavar="POST")
    new.add_argument("--address", action="append", default=[], metavar="LINE")
    new.add_argument("--email", default="")
    new.add_argument("--website", default="")
    new.add_argument("--channel", action="append", default=[], metavar="WAY")


def _add_sources(new: Parser) -> None:
    sources = "name, day and https:// address; may be repeated"
    new.add_argument("--source", action="append", default=[], metavar="SOURCE", help=sources)
    read = "secondary (in the press), quoted, official-copy, official-text or translation"
    new.add_argument("--read-in", default="secondary", metavar="HOW", help=read)
    new.add_argument("--note", default="", help="what is not known")
    new.add_argument("--why", default="", help="what you compared, for the second person")
    new.add_argument("--by", default="", metavar="EMAIL", help="the account that adds it")
    to_file = "only write this file, for a library folder"
    new.add_argument("--file", default="", metavar="KEY.toml", help=to_file)
    _add_shipped(new)
