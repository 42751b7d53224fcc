"""`tracker init`, `migrate`, `seed`, `sweep`, `erase`, `doctor`, `clock`."""

import argparse
import json
import sys
from dataclasses import asdict

from tracker.app.assembly import (
    bring_up,
    found_office,
    open_office,
    rebuild_public_record,
    require_templates,
)
from tracker.app.database_server import server_problems
from tracker.app.examining import Examination, examined
from tracker.app.health import health, hold_problems, late_problems
from tracker.cli.correspondence.checking import advice_of, checked, counted, problems_of
from tracker.cli.correspondence.scans import scans_advice, scans_line
from tracker.cli.documents import papers_advice, papers_line, remains_line
from tracker.cli.progress import bars
from tracker.cli.protections import (
    drawing_advice,
    drawing_line,
    drawing_problems,
    swap_advice,
)
from tracker.cli.recovery import deliver_secret, require_way_out
from tracker.documents.sandbox.protections import drawing_protections
from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.correspondence.mail_check import CHECK_SECONDS
from tracker.lawfiles import read_library
from tracker.services.cases.erasing import erase_person
from tracker.services.cases.silence import require_same_edition, sweep
from tracker.services.core.audit import OPERATOR
from tracker.services.core.holds import confirm_date
from tracker.services.core.indexing import edition, rebuild_index
from tracker.services.core.office import Office
from tracker.services.correspondence.mail_state import correspondence_problems, mailbox_line
from tracker.services.office_data.demonstration import seed_demonstration
from tracker.services.office_data.own_entries import unused_entries
from tracker.services.office_data.recovery import drill_reminder
from tracker.services.publishing.pending_publications import Due, release_due
from tracker.settings import Settings, read_settings
from tracker.storage.db.migrate import head
from tracker.storage.office_data.recovery_secret import RecoverySecret

KEYS_LEFT = (
    "Some keys that a person who left could open are not replaced yet. Replacing them continues "
    "each time a person with access to private words signs in."
)
KEY_BESIDE = (
    "The file office.key lies in the instance of a live office and keeps private words open: a "
    "thief of the disk reads everything. End it with `tracker key-file remove`."
)
COUNTED_BEFORE = (
    "The requests were counted with another edition of the library: run `tracker revise`."
)
# Upper limit on what doctor counts.
MANY = 1000


def init(chosen: argparse.Namespace) -> int:
    """Create the instance, its database and its first administrator; for a live office also a
    recovery key."""
    settings = read_settings()
    # Before a recovery key is made.
    settings.serving.require_writable()
    if chosen.live and not chosen.admin:
        raise BadInput("A live office needs its first administrator: add --admin EMAIL.")
    if chosen.live:
        require_way_out(chosen.recovery_file, settings)
    elif chosen.recovery_file:
        raise BadInput("A demonstration has no recovery key: leave --recovery-file out.")
    secret = RecoverySecret.new() if chosen.live else None
    admin, token = found_office(
        settings,
        live=chosen.live,
        name=chosen.name,
        email=chosen.admin,
        admin_name=chosen.admin_name,
        recovery_key=secret.recipient if secret else "",
    )
    kind = "live office" if chosen.live else "demonstration office"
    print(f"Made a {kind} in {settings.instance}.")
    print(f"{admin.email} sets a password once at {welcome(settings, token)}")
    if secret:
        deliver_secret(secret, chosen.recovery_file, settings)
    return 0


def welcome(settings: Settings, token: str) -> str:
    """Return the address of a one-time link."""
    return f"{settings.public_url}/welcome/{token}"


def migrate_command(chosen: argparse.Namespace) -> int:
    """Upgrade the database to this program's revision, after copying it."""
    settings = read_settings()
    with bars() as begin:
        kept = bring_up(settings, new_key=chosen.new_key, begin=begin)
    if kept:
        print(f"A copy of the old database is in {kept}.")
    print(f"The database is at revision {head()}.")
    return 0


def seed(chosen: argparse.Namespace) -> int:
    """Fill a demonstration office with requests. A second call adds nothing."""
    settings = read_settings()
    if not settings.key_file.exists():
        found_office(settings, live=False, name="", email="")
    with open_office(settings) as office:
        made = seed_demonstration(office)
        trouble = append_to_log(office)
    print(f"{made} requests made." if made else "The demonstration office is filled already.")
    return 1 if trouble else 0


def sweep_now(chosen: argparse.Namespace) -> int:
    """Publish what is due, and log what became overdue or passed without a response.

    Exit status 1 if a request could not be published or swept. With another date nothing is
    published.
    """
    with open_office(read_settings()) as office:
        require_same_edition(office)
        # In the scheduler's order: what a sweep logs would change a preview that was confirmed.
        due = release_due(office) if chosen.on is None else Due()
        swept = sweep(office, chosen.on)
        trouble = append_to_log(office)
    if chosen.json:
        done = asdict(swept) | asdict(due)
        print(json.dumps(done, default=str, ensure_ascii=False, indent=2))
    else:
        for reference in due.published:
            print(f"{reference}  published, as its day has begun")
        for entry in swept.entered:
            print(f"{entry.reference}  {entry.kind}  {entry.stage}, last day {entry.latest}")
        for held in swept.held:
            why = ", ".join(each.hold.value for each in held.reasons)
            print(f"{held.reference}  {held.kind} held back, last day {held.latest}: {why}")
        print(f"{len(swept.entered)} entered, {len(due.published)} published.")
    for reference, why in due.troubled:
        print(f"{reference} was not published on its day: {why}", file=sys.stderr)
    for reference, why in swept.failed:
        print(f"{reference} was not swept: {why}", file=sys.stderr)
    if swept.left:
        print(f"{len(swept.left):,} requests were not swept: {swept.trouble}", file=sys.stderr)
    return 1 if swept.failed or swept.left or due.troubled or trouble else 0


def append_to_log(office: Office) -> bool:
    """Append pending entries to the public log; return whether that failed."""
    try:
        office.log_upkeep.append()
    except Refusal as refusal:
        print(f"The public log: {refusal}", file=sys.stderr)
        return True
    return False


def erase_command(chosen: argparse.Namespace) -> int:
    """Destroy a request's key: the applicant and every document become unreadable permanently."""
    settings = read_settings()
    with open_office(settings) as office:
        with office.cases.look(chosen.reference) as case:
            papers = case.count_papers()
        if not chosen.for_good:
            raise BadInput(
                f"This erases the applicant’s details and {papers} documents of "
                f"{chosen.reference} for ever; the history stays. Lists that wait to be imported "
                "go as well, since they may name the person. Add --for-good to do it."
            )
        erase_person(office, chosen.reference, by=OPERATOR)
    print(
        "Erased. Lists that waited to be imported are gone, too: hand in again, without the "
        "person, what is still to be imported. Destroy backups made before now, also those in the "
        "instance folder (backups/, replaced-*/): they still hold the key."
    )
    if left := remains_line(settings, chosen.reference):
        print(left)
    return 0


def doctor(chosen: argparse.Namespace) -> int:
    """Check every part. Exit status 1 if something is wrong."""
    settings = read_settings()
    require_templates()
    library = read_library(settings.library)
    with open_office(settings, library) as office:
        state = office.premises.state()
        if chosen.rebuild:
            rebuild_public_record(settings)
            rebuild_index(office)
        found = [*health(settings, office).problems, *_mail_problems(office)]
        found += [*late_problems(settings, office), *office.log_upkeep.problems()]
        if state.live and settings.has_own_office_key:
            found.append(KEY_BESIDE)
        if office.key_renewal.left_to_replace():
            found.append(KEYS_LEFT)
        found += _search_problems(office)
        where, mailbox = office.post.destination.where, mailbox_line(office)
        scans, more_advice = scans_line(office), [*scans_advice(office), *papers_advice(settings)]
        mail = () if chosen.no_mail else checked(settings, office, CHECK_SECONDS)
        found += [*problems_of(mail), *server_problems(settings)]
        found += [*filter(None, [drill_reminder(office)]), *_library_problems(office)]
        library = office.library
    if state.edition != library.edition:
        found.append(COUNTED_BEFORE)
    with bars() as begin:
        examination = examined(settings, changed=chosen.changed, begin=begin)
    drawing = drawing_protections(settings.instance)
    found += [*examination.problems, *drawing_problems(drawing)]
    print(f"office: {state.name or 'unnamed'}, {'live' if state.live else 'demonstration'}")
    print(f"library: {len(library.laws)} laws, edition {library.edition[:12]}")
    print(f"last sweep: {state.last_sweep_at or 'never'}")
    print(f"mail goes to: {where}")
    print(f"mailbox: {mailbox}")
    print(f"mail check: {counted(mail)}\nexamined: {_read_of(examination)}")
    print(f"{papers_line(settings)}\n{scans}\n{drawing_line(drawing)}")
    for advice in (*drawing_advice(drawing), *swap_advice(), *advice_of(mail), *more_advice):
        print(f"advice: {advice}")
    for problem in found:
        print(f"problem: {problem}", file=sys.stderr)
    return 1 if found else 0


def _read_of(examination: Examination) -> str:
    """Return in words how much was read."""
    if examination.requests is None:
        return "everything"
    number = len(examination.requests)
    return (
        f"{number} {'request' if number == 1 else 'requests'} that changed, and the end of the log"
    )


def _library_problems(office: Office) -> list[str]:
    """Return entries of the office's own library that the program does not use."""
    return [
        f"The office's own entry {name.folder}/{name.key} is not used: {why}"
        for name, why in unused_entries(office)
    ]


def _search_problems(office: Office) -> list[str]:
    """Return public records that a search does not find as they are shown."""
    try:
        behind = len(office.records.index.behind(edition(office), MANY))
    except Refusal as refusal:
        return [str(refusal)]
    if not behind:
        return []
    number = f"{behind} public records" if behind < MANY else f"{MANY} public records or more"
    way = "the scheduler does it, or run `tracker doctor --rebuild`"
    return [
        f"{number if behind > 1 else '1 public record'} cannot be found by a search yet: {way}."
    ]


def _mail_problems(office: Office) -> list[str]:
    """Return problems with email that needs a person."""
    dead = office.outbox.count_dead()
    emails = "email" if dead == 1 else "emails"
    unsent = f"{dead} {emails} could not be sent: see “Unsent email” in the workspace."
    return [*([unsent] if dead else []), *correspondence_problems(office)]


def clock_status(chosen: argparse.Namespace) -> int:
    """Print the date and why acts are on hold. Exit status 1 if they are."""
    with open_office(read_settings()) as office:
        print(f"date of this server: {office.now():%A %d %B %Y, %H:%M} UTC")
        problems = hold_problems(office)
    for problem in problems:
        print(f"on hold: {problem}")
    if not problems:
        print("Nothing is on hold.")
    return int(bool(problems))


def confirm_clock(chosen: argparse.Namespace) -> int:
    """Take the date of the server as right."""
    with open_office(read_settings()) as office:
        confirm_date(office, by=OPERATOR)
        print(f"Confirmed: {office.now():%A %d %B %Y, %H:%M} UTC.")
        for problem in hold_problems(office):
            print(f"still on hold: {problem}")
    return 0
