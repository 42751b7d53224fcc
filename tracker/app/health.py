"""Tells whether the parts of the program answer, in sentences for an operator."""

from typing import TYPE_CHECKING

from tracker import storage
from tracker.services.core.holds import HOLD_REMEDIES, HOLD_SENTENCES
from tracker.services.core.office import Office
from tracker.services.core.run_steps import FAILED_SENTENCES
from tracker.settings import Settings

if TYPE_CHECKING:
    from tracker.web import Health


def health(settings: Settings, office: Office) -> "Health":
    """Return whether the parts answer, for `/healthz` and `tracker doctor`."""
    from tracker.web import Health

    found = storage.check(settings.database_url)
    problems = list(found.problems)
    last = office.premises.state().last_sweep_at if found.database else None
    # Where nothing may be entered, no process of this machine can sweep.
    late = not settings.serving.read_only and found.database
    if late and not swept_on_time(settings, office):
        problems.append("No sweep ran lately: is the scheduler running?")
    if found.database:
        problems += [*hold_problems(office), *failed_steps(office)]
    return Health(found.database, found.migration, last, tuple(problems))


def swept_on_time(settings: Settings, office: Office) -> bool:
    """Return whether the last sweep is not older than five intervals."""
    last = office.premises.state().last_sweep_at
    return last is not None and (office.now() - last).total_seconds() <= 5 * settings.sweep_seconds


def hold_problems(office: Office) -> list[str]:
    """Return a sentence for each reason why acts are on hold, with its remedy."""
    return [f"{HOLD_SENTENCES[hold]} {HOLD_REMEDIES[hold]}" for hold in office.holds.active()]


def failed_steps(office: Office) -> list[str]:
    """Return a sentence for each step that the scheduler could not finish at its last run."""
    look = "The scheduler’s log says why; `tracker doctor` looks for it."
    return [f"{FAILED_SENTENCES[step]} {look}" for step in office.premises.state().failed_steps]
