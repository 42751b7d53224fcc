"""When a job of the scheduler runs."""

from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger


class Every(BaseTrigger):  # type: ignore[misc]
    """Fires each time that `interval` has passed since the last run was due or made up for.

    After a clock jumped ahead it fires once. The library's own trigger would first count each run
    that was missed, which keeps a processor busy for minutes after a jump of weeks.
    """

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the moment of the next run."""
        return now + self.interval if previous_fire_time else now
