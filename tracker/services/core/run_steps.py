"""What it means for the office that a step of the scheduler's run could not be finished."""

from tracker.domain.base.messages import Message
from tracker.services.ports.premises import RunStep

FAILED_SENTENCES = {
    RunStep.LIBRARY: Message("A changed law library could not be loaded."),
    RunStep.RECALCULATE: Message("Deadlines could not be recalculated."),
    RunStep.LOOK: Message("The date and the database of the server could not be checked."),
    RunStep.RELEASE: Message("Scheduled publications could not be published."),
    RunStep.SWEEP: Message("Missed deadlines could not be logged."),
    RunStep.REMIND: Message("Reminders could not be created."),
    RunStep.SIGN: Message("Nothing could be added to the public log."),
    RunStep.ALERT: Message("Alerts to readers could not be created."),
    RunStep.DATA: Message("The data package could not be updated."),
    RunStep.INDEX: Message("The search index could not be updated."),
    RunStep.READ: Message("Some stored data could not be used and was skipped."),
}
"""Each with what to do: the cause is in the scheduler's log and in `tracker doctor`."""
