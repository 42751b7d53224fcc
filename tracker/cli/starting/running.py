"""`tracker run`: the instance made or upgraded, and then all parts under this process."""

import argparse
import contextlib
import sys
from functools import partial

from tracker.app.assembly import (
    bring_up,
    found_office,
    open_office,
    require_templates,
    web_app,
)
from tracker.cli import status_of
from tracker.cli.offices import welcome
from tracker.cli.progress import Progress, bars
from tracker.cli.starting.answering import answer, load_program
from tracker.cli.starting.before_serving import bound_socket, try_drawing
from tracker.cli.starting.supervising import (
    SupervisedPart,
    load_beside,
    load_scheduler,
    signals_to_stop,
)
from tracker.cli.stopping import Stop, told_to_stop
from tracker.services.cases.revising import is_current, pending, revise
from tracker.services.core.holds import OnHold, require_may_enter
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration import DEMONSTRATOR, seed_demonstration
from tracker.services.people.accounts import link_for
from tracker.settings import Settings, read_settings

# Exit statuses after Ctrl-C and after SIGTERM.
_BY_SIGNAL = (130, 143)
_STOPPED = "Stopped before serving. Completed work is saved; the next start continues from there."


def run_office(chosen: argparse.Namespace) -> int:
    """Create or upgrade the instance, then supervise web server and scheduler until stopped."""
    settings = read_settings()
    require_templates()
    settings.serving.require_whole_office()
    with contextlib.closing(bound_socket(settings)) as listener, signals_to_stop() as signals:
        status = load_beside(partial(_prepare, settings), load_program, signals)
        if signals and (status <= 0 or status in _BY_SIGNAL):
            print(_STOPPED, flush=True)
            return 0
        if status:
            return status if status > 0 else 128 - status
        print(
            f"\nPublic site and workspace: {settings.public_url}   (Ctrl-C stops all parts)\n",
            flush=True,
        )

        def scheduler() -> int:
            # It would keep the address while it finishes its work without a supervisor.
            listener.close()
            from tracker.cli.starting import scheduling

            return status_of(partial(scheduling.scheduler, chosen))

        def meanwhile() -> None:
            load_scheduler()
            try_drawing(settings)

        part = SupervisedPart("scheduler", scheduler)
        opening = partial(web_app, settings)
        answer(settings, listener, signals, opening, part, meanwhile=meanwhile)
    print("Stopped.", flush=True)
    return 0


def _prepare(settings: Settings) -> int:
    """Prepare the instance; return the exit status, which is not 0 if this was stopped."""
    # A second signal stops at once, and the database rolls the step back.
    with told_to_stop() as stop, contextlib.suppress(KeyboardInterrupt):
        _ready(settings, stop)
    return stop.exit_status


def _ready(settings: Settings, stop: Stop) -> None:
    """Prepare the instance for serving. The first start creates a demonstration.

    When told to stop, it finishes its current step and begins no other.
    """
    if settings.serving.read_only:
        print("The office is read-only (TRACKER_READ_ONLY): nothing can be changed.", flush=True)
        return
    first = not settings.key_file.exists()
    if first:
        print("First start: making a demonstration office …", flush=True)
        found_office(settings, live=False, name="", email="")
    else:
        with bars() as begin:
            bring_up(settings, begin=begin)
    with open_office(settings) as office:
        _bring_up_to_date(office, stop)
        if not stop.by:
            print(_how_to_sign_in(settings, office), flush=True)


def _bring_up_to_date(office: Office, stop: Stop) -> None:
    """Recalculate the requests if the law library has changed since."""
    if is_current(office):
        return
    try:
        require_may_enter(office)
    except OnHold as hold:
        print(f"The requests were not recalculated. {hold}", file=sys.stderr, flush=True)
        return
    progress = Progress("requests counted by the present law library", pending(office))
    moved = 0
    for batch in revise(office):
        for reference, why in batch.failed:
            progress.clear()
            print(f"{reference} was not counted: {why}", file=sys.stderr, flush=True)
        progress.add(batch.counted)
        moved += sum(bool(revised.shifts) for revised in batch.revised)
        if stop.by:
            progress.clear()
            return
    progress.clear()
    print(f"The law library changed: the days of {moved:,} requests moved with it.", flush=True)


def _how_to_sign_in(settings: Settings, office: Office) -> str:
    """Return how to sign in; fill a demonstration first."""
    if office.premises.state().live:
        return "Sign in with the address and password of your account."
    seed_demonstration(office)
    account = office.people.account_by_email(DEMONSTRATOR)
    if account is None:
        return "Sign in with an account of this demonstration."
    link = welcome(settings, link_for(office, account))
    return f"To sign in to the demonstration, set a password once at\n  {link}"
