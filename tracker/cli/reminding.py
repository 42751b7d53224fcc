"""`tracker remind`: reminders by hand, or a preview of them."""

import argparse
import json
import sys
from typing import Any

from tracker.app.assembly import open_office
from tracker.services.reminders.reminding import MadeReminder, Reminding, remind
from tracker.settings import read_settings


def remind_now(chosen: argparse.Namespace) -> int:
    """Create the reminders that are due. Exit status 1 if a request could not be read.

    Their email waits in the outbox for the scheduler.
    """
    with open_office(read_settings()) as office:
        done = remind(office, chosen.on, dry_run=chosen.dry_run)
        names = {account.id: account.email for account in office.people.accounts()}
    if chosen.json:
        print(json.dumps(_plain(done, names), ensure_ascii=False, indent=2))
    else:
        for made in done.made:
            print(f"{made.subject}  to {names.get(made.reminder.person, 'nobody')}")
        tense = "would be made" if chosen.dry_run else "made"
        number = len(done.made)
        print(f"{number} reminder{'' if number == 1 else 's'} {tense}, {len(done.ended)} ended.")
    for reference, why in done.failed:
        print(f"{reference} was not checked: {why}", file=sys.stderr)
    return 1 if done.failed else 0


def _plain(done: Reminding, names: dict[str, str]) -> dict[str, Any]:
    return {
        "made": [_made(made, names) for made in done.made],
        "ended": [
            {"reference": ended.reference, "seq": ended.seq, "because": ended.because.value}
            for ended in done.ended
        ],
        "failed": [{"reference": reference, "why": why} for reference, why in done.failed],
    }


def _made(made: MadeReminder, names: dict[str, str]) -> dict[str, Any]:
    reminder = made.reminder
    return {
        "reference": made.reference,
        "to": names.get(reminder.person),
        "stage": reminder.stage,
        "opening": reminder.opening,
        "term": reminder.term.value,
        "last_day": str(reminder.day),
        "rung": reminder.rung,
        "was": str(reminder.was) if reminder.was else None,
        "missed": reminder.missed,
        "escalated": reminder.escalated,
    }
