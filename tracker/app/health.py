"""Tells whether the parts of the program answer, in sentences for an operator."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.services.core.holds import HOLD_REMEDIES, HOLD_SENTENCES
from tracker.services.core.office import Office
from tracker.services.core.run_steps import FAILED_SENTENCES
from tracker.services.ports.premises import LateWork
from tracker.services.reminders.late_work import (
    LATE_REMEDIES,
    LATE_SENTENCES,
    SWEEP_AFTER,
    LateLimits,
    is_sweep_late,
    late_work,
)
from tracker.settings import Settings
from tracker.storage.office_data.upkeep import check_database

if TYPE_CHECKING:
    from tracker.web import Health


def health(settings: Settings, office: Office) -> "Health":
    """Return whether the parts answer, for `/healthz` and `tracker doctor`."""
    from tracker.web import Health

    found = pages_health(settings)
    problems = list(found.problems)
    last = office.premises.state().last_sweep_at if found.database else None
    # Where nothing may be entered, no process of this machine can sweep.
    late = not settings.serving.read_only and found.database
    if late and not swept_on_time(settings, office):
        problems.append("No sweep ran lately: is the scheduler running?")
    if found.database:
        problems += [*hold_problems(office), *failed_steps(office)]
    return Health(found.database, found.migration, last, tuple(problems))


def pages_health(settings: Settings) -> "Health":
    """Return whether this machine can serve pages, whatever is wrong with the office."""
    from tracker.web import Health

    found = check_database(settings.database_url)
    return Health(found.database, found.migration, None, found.problems)


def swept_on_time(settings: Settings, office: Office) -> bool:
    """Return whether the last sweep is not older than five intervals, or 15 minutes."""
    return not is_sweep_late(office, late_limits(settings))


def late_limits(settings: Settings) -> LateLimits:
    """Return how long an office with these settings may go without what it has to do."""
    return LateLimits(
        sweep=max(SWEEP_AFTER, timedelta(seconds=5 * settings.sweep_seconds)),
        backup=timedelta(days=settings.serving.backup_days),
    )


def late_problems(settings: Settings, office: Office) -> list[str]:
    """Return a sentence for each kind of work that is late, except the sweep, which `health`
    reports."""
    return [
        f"{LATE_SENTENCES[each.work]} {LATE_REMEDIES[each.work]}"
        for each in late_work(office, late_limits(settings))
        if each.work is not LateWork.SWEEP
    ]


def hold_problems(office: Office) -> list[str]:
    """Return a sentence for each reason why acts are on hold, with its remedy."""
    return [f"{HOLD_SENTENCES[hold]} {HOLD_REMEDIES[hold]}" for hold in office.holds.active()]


def failed_steps(office: Office) -> list[str]:
    """Return a sentence for each step that the scheduler could not finish at its last run."""
    look = "The scheduler’s log says why; `tracker doctor` looks for it."
    return [f"{FAILED_SENTENCES[step]} {look}" for step in office.premises.state().failed_steps]
