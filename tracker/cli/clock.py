"""`tracker clock`: what the program holds of the date of the server, and a person's word on it."""

import argparse

from tracker.app import hold_problems, open_office
from tracker.services.core.audit import OPERATOR
from tracker.services.core.holds import confirm_date
from tracker.settings import read_settings


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
