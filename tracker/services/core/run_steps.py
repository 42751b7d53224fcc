"""What it means for the office that a step of the scheduler's run could not be finished."""

from tracker.domain.base.messages import Message
from tracker.services.ports.premises import RunStep

FAILED_SENTENCES = {
    RunStep.LIBRARY: Message("A changed law library could not be loaded."),
    RunStep.RECALCULATE: Message("Deadlines could not be recalculated."),
    RunStep.LOOK: Message("The date and the database of the server could not be checked."),
    RunStep.RELEASE: Message("What is due to be published could not be published."),
    RunStep.SWEEP: Message("Missed deadlines could not be recorded."),
    RunStep.REMIND: Message("Reminders could not be made."),
    RunStep.SIGN: Message("Nothing could be added to the public log."),
    RunStep.ALERT: Message("Alerts to readers could not be made."),
    RunStep.DATA: Message("The data package could not be renewed."),
    RunStep.INDEX: Message("The search could not be brought up to date."),
    RunStep.READ: Message("Some of what is stored could not be used, and was left out."),
}
"""Each with what to do: the cause is in the scheduler's log and in `tracker doctor`."""
