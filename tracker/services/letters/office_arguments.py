"""The office's library of arguments: each save is a version, and nothing is deleted."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.workbook import OfficeArgument

LONGEST_TITLE, LONGEST_ARGUMENT, LONGEST_ARGUMENT_SOURCE = 200, 6_000, 500


@dataclass(frozen=True, slots=True)
class TypedArgument:
    """An argument as typed into its form."""

    title: str
    words: str
    source: str
    law: str = ""
    answers: str = ""


def save_argument(
    office: Office, typed: TypedArgument, *, id: str = "", version: int = 0, by: str
) -> OfficeArgument:
    """Store a new argument, or the next version of one that was read as `version`.

    Raises BadInput if its title, words or source is missing or too long, or the law is unknown;
    ArgumentChanged if someone else saved first.
    """
    title, words = typed.title.strip(), typed.words.strip()
    source, answers = typed.source.strip(), typed.answers.strip()
    if not title or not words:
        raise BadInput("Enter the title and the words of the argument.")
    if not source:
        raise BadInput("Say on which source or authority this argument rests.")
    for said, longest in (
        (title, LONGEST_TITLE),
        (words, LONGEST_ARGUMENT),
        (source, LONGEST_ARGUMENT_SOURCE),
        (answers, LONGEST_TITLE),
    ):
        if len(said) > longest:
            raise BadInput("Text must be {longest:,} characters or fewer.", longest=longest)
    if typed.law and typed.law not in office.library.laws:
        raise BadInput("Choose a law of the list, or none.")
    named = id or secrets.token_hex(6)
    return _save(
        office,
        OfficeArgument(
            named, version, title, words, source, typed.law, answers, False, by, office.now()
        ),
    )


def archive_argument(
    office: Office, id: str, version: int, *, archived: bool = True, by: str
) -> OfficeArgument:
    """Stop offering an argument, or offer it again. It stays with all its versions.

    Raises NotOnFile if there is none, ArgumentChanged if someone else saved first.
    """
    latest = argument_versions(office, id)[0]
    changed = replace(
        latest, version=version, archived=archived, saved_by=by, saved_at=office.now()
    )
    return _save(office, changed)


def argument_versions(office: Office, id: str) -> Sequence[OfficeArgument]:
    """Return every version of an argument, newest first. Raises NotOnFile if there is none."""
    found = office.workbook.arguments.versions(id)
    if not found:
        raise NotOnFile("This argument was not found. Check the list of arguments.")
    return found


def offered_arguments(office: Office, law: str) -> tuple[OfficeArgument, ...]:
    """Return the arguments that fit a law, those written for it first. Archived ones are left
    out."""
    latest = [each for each in office.workbook.arguments.latest() if not each.archived]
    fitting = [each for each in latest if each.law in ("", law)]
    return tuple(sorted(fitting, key=lambda each: each.law != law))


def _save(office: Office, argument: OfficeArgument) -> OfficeArgument:
    saved = office.workbook.arguments.save(argument)
    detail = f"{saved.id} {saved.version}"
    note_act(office, AuditAct.ARGUMENT_SAVED, who=saved.saved_by, detail=detail)
    return saved
