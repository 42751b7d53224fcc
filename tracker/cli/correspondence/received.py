"""`tracker mail`: fetch received mail by hand, and see the state of fetching."""

import argparse
import json
import sys
from dataclasses import asdict

from tracker.app.assembly import open_office
from tracker.cli.correspondence.scans import scans_line
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import Fetched, fetch_all
from tracker.services.correspondence.mail_state import moment_fetched
from tracker.services.correspondence.storing import take_dropped
from tracker.services.ports.correspondence.received import MailboxState, ReceivedState
from tracker.settings import read_settings

_NO_MAILBOX = "No mailbox is set: see TRACKER_IMAP_URL. A demonstration fetches none."


def fetch_now(chosen: argparse.Namespace) -> int:
    """Fetch every mailbox once, also after a refused password. Exit status 1 for any trouble."""
    with open_office(read_settings()) as office:
        fetched, dropped = fetch_all(office, by_person=True), take_dropped(office)
    if chosen.json:
        mailboxes = [asdict(done) for done in fetched]
        print(json.dumps({"mailboxes": mailboxes, "dropped": dropped}, indent=2))
    else:
        print("\n".join([_words(done) for done in fetched] or [_NO_MAILBOX]))
        print(f"Dropped files: {dropped} stored.")
    for done in fetched:
        if done.why:
            print(f"{done.mailbox}: {done.why}", file=sys.stderr)
    return 1 if any(done.why for done in fetched) else 0


def print_status(chosen: argparse.Namespace) -> int:
    """Print the state of fetching. Exit status 1 while a mailbox has trouble."""
    with open_office(read_settings()) as office:
        states, counted = office.incoming.mailboxes.all(), office.incoming.mails.count()
        configured = bool(office.incoming.sources)
        waiting, scans = _waiting(office), scans_line(office)
        languages = office.scan_reader.languages if office.scan_reader else ()
    counts = {state.value: counted.get(state, 0) for state in ReceivedState}
    if chosen.json:
        mailboxes = [_plain(state) for state in states]
        told = {"mailboxes": mailboxes, "emails": counts, "dropped": waiting}
        told["scans"] = languages
        print(json.dumps(told, indent=2))
    else:
        lines = [_state(state) for state in states]
        print("\n".join(lines if configured or lines else [_NO_MAILBOX]))
        print(", ".join(f"{number} {name}" for name, number in counts.items()))
        print(f"Dropped files: {waiting} waiting.\n{scans}")
    return 1 if any(state.trouble for state in states) else 0


def _waiting(office: Office) -> int:
    files = office.incoming.files
    return sum(1 for _ in files.waiting()) if files else 0


def _words(done: Fetched) -> str:
    return (
        f"{done.mailbox}: {done.new} stored, {done.again} known, {done.too_large} too large, "
        f"{done.deleted} copies deleted."
    )


def _state(state: MailboxState) -> str:
    trouble = (
        f"; {state.trouble.value} since {state.trouble_since:%Y-%m-%d %H:%M %Z}"
        if state.trouble and state.trouble_since
        else ""
    )
    return f"{state.name}: last fetched {moment_fetched(state.last_ok_at)}{trouble}"


def _plain(state: MailboxState) -> dict[str, object]:
    return {
        "mailbox": state.name,
        "last_ok_at": state.last_ok_at.isoformat() if state.last_ok_at else None,
        "trouble": state.trouble.value if state.trouble else None,
        "trouble_since": state.trouble_since.isoformat() if state.trouble_since else None,
    }
